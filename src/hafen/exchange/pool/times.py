"""Parts of the week: seven days of six parts, one bit each."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS_PER_DAY = 6
# Where the parts begin; the night reaches over midnight.
_BEGINS = (6, 9, 12, 15, 18, 21)
PARTS: tuple[str | Promise, ...] = (
    _("early"),
    _("morning"),
    _("midday"),
    _("afternoon"),
    _("evening"),
    _("night"),
)
HOURS = ("6–9", "9–12", "12–15", "15–18", "18–21", "21–6")


def bit(weekday: int, part: int) -> int:
    return 1 << (weekday * PARTS_PER_DAY + part)


def bits_in(word: int) -> list[int]:
    return [place for place in range(7 * PARTS_PER_DAY) if word >> place & 1]


def word_of(places: Iterable[int]) -> int:
    return sum(1 << place for place in set(places))


def of_interval(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> int:
    """Return the parts of the week that an interval touches."""
    word, moment = 0, starts_at.astimezone(zone)
    last = min(ends_at.astimezone(zone), moment + timedelta(days=7))
    while moment < last:
        word |= bit(*_part_at(moment))
        moment = _next_edge(moment)
    return word


def names(word: int) -> list[str]:
    """Return the parts in words, day by day: "Tue afternoon, evening"."""
    found: list[str] = []
    for weekday in range(7):
        parts = [
            str(PARTS[part])
            for part in range(PARTS_PER_DAY)
            if word & bit(weekday, part)
        ]
        if parts:
            found.append(f"{WEEKDAYS_ABBR[weekday]} {', '.join(parts)}")
    return found


def moment(starts_at: datetime, ends_at: datetime) -> str:
    """Return an interval as people read it; the day stands once."""
    first, last = timezone.localtime(starts_at), timezone.localtime(ends_at)
    begins = date_format(first, "SHORT_DATETIME_FORMAT")
    is_one_day = first.date() == last.date()
    shape = "TIME_FORMAT" if is_one_day else "SHORT_DATETIME_FORMAT"
    return f"{begins}–{date_format(last, shape)}"


def name_of(place: int) -> str:
    weekday, part = divmod(place, PARTS_PER_DAY)
    return f"{WEEKDAYS[weekday]}, {PARTS[part]} ({HOURS[part]})"


def day_name(weekday: int) -> str:
    return str(WEEKDAYS[weekday])


def _part_at(moment: datetime) -> tuple[int, int]:
    """Return weekday and part; the hours after midnight are the evening's night."""
    hour = moment.hour
    if hour < _BEGINS[0]:
        return (moment.weekday() - 1) % 7, PARTS_PER_DAY - 1
    part = max(place for place, begins in enumerate(_BEGINS) if begins <= hour)
    return moment.weekday(), part


def _next_edge(moment: datetime) -> datetime:
    later = [begins for begins in _BEGINS if begins > moment.hour]
    day: date = moment.date() if later else moment.date() + timedelta(days=1)
    hour = later[0] if later else _BEGINS[0]
    return datetime(day.year, day.month, day.day, hour, tzinfo=moment.tzinfo)
