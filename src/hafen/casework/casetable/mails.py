"""What offices are written: day and place, no case, and where to read and answer."""

from django.core.mail import EmailMessage
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from hafen.casework.casetable import keys, queries
from hafen.casework.casetable.models import Seat


def send_invitation(seat: Seat, *, is_moved: bool = False) -> None:
    town = seat.municipality
    with translation.override(town.default_language):
        day = _day(seat)
        subject = (
            _("Case table: the date or the place has changed, now %(day)s")
            if is_moved
            else _("Invitation to a case table on %(day)s")
        )
        parts = [
            _("%(town)s invites you: %(day)s, %(place)s.")
            % {"town": town.name, "day": day, "place": seat.meeting.place},
            _("Answer and read here what concerns you:"),
            keys.seat_address(seat),
        ]
        if seat.user_id is None:
            parts.append(
                _("Please keep this address to yourselves: whoever has it can answer.")
            )
        _send(seat, subject % {"day": day}, parts)


def send_called_off(seat: Seat) -> None:
    with translation.override(seat.municipality.default_language):
        subject = _("The case table on %(day)s does not take place")
        _send(seat, subject % {"day": _day(seat)}, [seat.meeting.place])


def send_measures(seat: Seat) -> None:
    """Tell an office without an account where it finds what it took on."""
    with translation.override(seat.municipality.default_language):
        parts = [_("What you took on stands here:"), keys.seat_address(seat)]
        _send(seat, _("What was agreed at the case table"), parts)


def _day(seat: Seat) -> str:
    begins = timezone.localtime(queries.expected_at(seat))
    return formats.date_format(begins, "SHORT_DATETIME_FORMAT")


def _send(seat: Seat, subject: str, parts: list[str]) -> None:
    body = "\n\n".join(parts) + "\n"
    EmailMessage(subject=subject, body=body, to=[seat.email]).send()
