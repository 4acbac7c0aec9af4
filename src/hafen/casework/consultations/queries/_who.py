"""Who of casework somebody means: a person, or a household as a whole."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hafen.casework.cases import queries as cases
from hafen.casework.cases.models import Client, Household
from hafen.core.accounts.models import User


@dataclass(frozen=True)
class Who:
    """A person of a household; `client` is None for the household as a whole."""

    household: Household
    client: Client | None = None

    @property
    def key(self) -> str:
        """What a form sends for it."""
        return key_of(self.household.pk, self.client.pk if self.client else None)

    @property
    def name(self) -> str:
        return self.client.name if self.client else self.household.name


def key_of(household: UUID, client: UUID | None) -> str:
    return f"person:{client}" if client else f"all:{household}"


def who_visible_to(user: User, key: str, *, today: date) -> Who | None:
    """Return whom a form means, among those that this person may see."""
    kind, _colon, text = key.partition(":")
    try:
        pk = UUID(text)
    except ValueError:
        return None
    if kind == "person":
        people = cases.clients_visible_to(user, today=today)
        client = people.filter(pk=pk).select_related("household").first()
        return Who(client.household, client) if client else None
    if kind == "all":
        rows = cases.households_visible_to(user, today=today)
        household = rows.filter(pk=pk).first()
        return Who(household) if household else None
    return None
