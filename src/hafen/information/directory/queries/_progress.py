"""The sheet of a course: who was there how often, and which level they reached."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from hafen.information.directory.models import Progress, Service
from hafen.mechanisms.bookings.models import Bookable, Registration, State
from hafen.mechanisms.bookings.queries import Attended, attended_by
from hafen.mechanisms.questions.queries import answers_about

_NEVER = Attended(0, 0)


@dataclass(frozen=True)
class Participant:
    """One line of the sheet; without a name once it is deleted."""

    registration: Any
    attended: Attended
    before: str
    after: str
    said: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        person = getattr(self.registration, "registrant", None)
        return person.name if person else ""

    @property
    def is_up(self) -> bool:
        """Whether the course led them upwards."""
        return bool(self.before and self.after > self.before)


@dataclass(frozen=True)
class Roll:
    """A whole course: its participants, and what they did together."""

    participants: tuple[Participant, ...]

    @property
    def percent(self) -> int:
        days = sum(each.attended.days for each in self.participants)
        there = sum(each.attended.there for each in self.participants)
        return round(100 * there / days) if days else 0

    @property
    def progressed(self) -> int:
        return sum(each.is_up for each in self.participants)

    @property
    def reached(self) -> list[tuple[str, int]]:
        """How many reached which level."""
        levels = Counter(each.after for each in self.participants if each.after)
        return sorted(levels.items())


def bookable_of(service: Service) -> Bookable | None:
    """Return the places of a course in the house's bookings."""
    return Bookable.objects.filter(
        municipality=service.municipality_id,
        owner="directory.course",
        subject_id=service.pk,
    ).first()


def roll_of(bookable: Bookable, language: str = "de") -> Roll:
    """Return the participants by name; four queries for any number."""
    found = Registration.objects.filter(bookable=bookable, state=State.CONFIRMED)
    rows = list(found.select_related("registrant").order_by("registrant__name", "pk"))
    said = answers_about([row.pk for row in rows], language)
    attended = attended_by(bookable)
    known = {
        row.registration_id: row
        for row in Progress.objects.filter(registration__bookable=bookable)
    }
    return Roll(
        tuple(
            Participant(
                row,
                attended.get(row.pk, _NEVER),
                before=known[row.pk].before if row.pk in known else "",
                after=known[row.pk].after if row.pk in known else "",
                said=tuple(said.get(row.pk, ())),
            )
            for row in rows
        )
    )
