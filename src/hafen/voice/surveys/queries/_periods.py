"""Days that people named, counted by months or years that hide nobody."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.utils.formats import date_format

from hafen.core.taxonomy.reference import words_in
from hafen.voice.surveys.queries._shapes import Line

# So many months are told apart at most; a longer time is told by years.
_MONTHS = 24


def periods(said: Iterable[str], *, least: int, language: str) -> list[Line]:
    """
    Return how many named a day of each month, or year, the oldest first.

    Neighbours are counted together until nobody stands among fewer than `least`;
    nothing is told of fewer answers than that.
    """
    days = sorted(map(date.fromisoformat, said))
    if len(days) < max(least, 1):
        return []
    has_years = _months(days[-1]) - _months(days[0]) >= _MONTHS
    counted = Counter(
        day.replace(day=1, month=1) if has_years else day.replace(day=1) for day in days
    )
    bins: list[list[date]] = []
    for day in sorted(counted):
        if bins and sum(counted[each] for each in bins[-1]) < least:
            bins[-1].append(day)
        else:
            bins.append([day])
    if len(bins) > 1 and sum(counted[each] for each in bins[-1]) < least:
        last = bins.pop()
        bins[-1] += last
    form = "Y" if has_years else "F Y"
    with words_in(language):
        return [
            Line(
                key=first.isoformat(),
                label=" – ".join(
                    name for name, _same in groupby(date_format(d, form) for d in ends)
                ),
                number=first.year if has_years else first.year * 100 + first.month,
                count=sum(counted[each] for each in found),
            )
            for found in bins
            for first, ends in [(found[0], (found[0], found[-1]))]
        ]


def _months(day: date) -> int:
    return day.year * 12 + day.month
