"""Who does what: tasks by actors, with what nobody leads and what two lead."""

from dataclasses import dataclass

from django.db.models import QuerySet

from hafen.casework.referrals.models import Duty, DutyActor


@dataclass(frozen=True)
class DutyLine:
    """A task with the part of each actor of the matrix; "" where one has none."""

    duty: Duty
    parts: list[str]
    leads: int

    @property
    def is_gap(self) -> bool:
        return self.leads == 0

    @property
    def is_double(self) -> bool:
        return self.leads > 1


@dataclass(frozen=True)
class Matrix:
    """Tasks below each other, actors beside each other."""

    actors: list[str]
    lines: list[DutyLine]

    @property
    def unclear(self) -> list[DutyLine]:
        return [line for line in self.lines if line.is_gap or line.is_double]


def matrix(rows: QuerySet[Duty]) -> Matrix:
    """Return the whole matrix; two queries."""
    duties = list(rows.order_by("sort_key", "id"))
    found: dict[object, dict[str, str]] = {}
    actors = DutyActor.objects.filter(duty__in=[duty.pk for duty in duties])
    for each in actors.select_related("unit", "organisation"):
        found.setdefault(each.duty_id, {})[each.name] = each.part
    names = sorted({name for parts in found.values() for name in parts}, key=str.lower)
    return Matrix(
        names,
        [
            DutyLine(
                duty,
                [parts.get(name, "") for name in names],
                list(parts.values()).count(DutyActor.Part.LEADS),
            )
            for duty in duties
            for parts in [found.get(duty.pk, {})]
        ],
    )
