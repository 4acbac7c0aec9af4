"""What upper rooms hang onto people and cases: buttons, readings, what goes along."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from hafen.casework.cases.models import Case, Consent
from hafen.core.accounts.models import User
from hafen.core.db.permissions import Permission
from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class ClientAction:
    """A button on the page of a person, such as "refer"; the room above has the link.

    :param url_name: of a page of the desk, that takes the key of the person
    """

    url_name: str
    label: str | Promise
    permission: Permission


@dataclass(frozen=True)
class HouseholdAction:
    """A button on the page of a household, in the same way.

    :param url_name: of a page of the desk that takes the key of the household
    :param feature: the switch of the municipality that hides it
    """

    url_name: str
    label: str | Promise
    permission: Permission
    feature: str = ""


@dataclass(frozen=True)
class CaseAction:
    """A button on the page of a case; its page takes the key of the case."""

    url_name: str
    label: str | Promise
    permission: Permission
    feature: str = ""


@dataclass(frozen=True)
class NeedAction:
    """A page that shows who can help with a need.

    It takes the key of a person, and in its address `topic` (the area of life) and
    `need`.
    """

    url_name: str
    label: str | Promise
    permission: Permission
    feature: str = ""


@dataclass(frozen=True)
class Hinting:
    """What may matter for somebody by residence status; a room above knows it.

    :param find: takes a residence category and a day; gives sentences with their norm
    :param source: gives from where they are, and of which day
    """

    name: str
    find: Callable[[str, date], list[tuple[str, str]]]
    source: Callable[[], str]


@dataclass(frozen=True)
class Hold:
    """What keeps a case open: something of a room above that has not ended.

    :param holds: says whether there is something of this case
    """

    name: str
    holds: Callable[[Case], bool]


def stays(_old: Consent, _new: Consent) -> None:
    """Leave what finds its consent by what that is about."""


@dataclass(frozen=True)
class Sharing:
    """What a room let others have by a consent; it ends with it, at once.

    :param renew: lets it hang on a later consent to the same, when the first runs out;
        None: it ends all the same
    """

    name: str
    end: Callable[[Consent, date, User | None], None]
    renew: Callable[[Consent, Consent], None] | None = None


@dataclass(frozen=True)
class Read:
    """What the trail calls a reading of a person in a room above, in words."""

    action: str
    label: str | Promise


@dataclass(frozen=True)
class Following:
    """What hangs on a case in a room above goes with it to the new owner.

    It runs while the case is opened for handing it over.
    """

    name: str
    follow: Callable[[Case, User], None]


case_actions: Registry[CaseAction] = Registry(key=lambda action: action.url_name)
client_actions: Registry[ClientAction] = Registry(key=lambda action: action.url_name)
followings: Registry[Following] = Registry(key=lambda following: following.name)
hintings: Registry[Hinting] = Registry(key=lambda hinting: hinting.name)
holds: Registry[Hold] = Registry(key=lambda hold: hold.name)
household_actions: Registry[HouseholdAction] = Registry(
    key=lambda action: action.url_name
)
need_actions: Registry[NeedAction] = Registry(key=lambda action: action.url_name)
reads: Registry[Read] = Registry(key=lambda read: read.action)
sharings: Registry[Sharing] = Registry(key=lambda sharing: sharing.name)
