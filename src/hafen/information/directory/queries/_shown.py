"""What the portal is given: frozen, free of rows."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from hafen.core.db.names import short_id_in
from hafen.core.translation.texts import Text
from hafen.information.directory.queries._hours import HoursLine
from hafen.information.directory.queries._joining import Joining
from hafen.information.directory.schedules import OpenState
from hafen.information.directory.shapes import Cost, Document, OfferedLanguage


@dataclass(frozen=True)
class Around:
    """A circle on the map, in degrees and kilometres."""

    latitude: float
    longitude: float
    kilometres: int


@dataclass(frozen=True)
class PublicFilter:
    """What a visitor has chosen; empty means everything.

    :param topic: code of a need; a domain holds its sub-topics
    :param districts: keys of a district and those below it
    :param language: tag of a language that the service is given in
    :param age: of who wants to come
    :param weekday: from 1, Monday, on which it is open at times
    """

    topic: str = ""
    target_group: str = ""
    language: str = ""
    districts: frozenset[UUID] = frozenset()
    organisation: UUID | None = None
    open_now: bool = False
    is_free: bool = False
    age: int | None = None
    weekday: int | None = None
    around: Around | None = None


EVERYTHING = PublicFilter()


@dataclass(frozen=True)
class Where:
    """A place of a service with its hours there.

    :param district: its name in the municipality's own language
    """

    location: UUID
    name: str
    street: str
    town: str
    addition: str
    note: str
    district: str
    district_id: UUID | None
    latitude: float | None
    longitude: float | None
    transport: str = ""
    access_features: tuple[str, ...] = ()
    hours: tuple[HoursLine, ...] = ()

    @property
    def one_line(self) -> str:
        parts = (self.name, self.street, self.town)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Card:
    """A service in a list.

    :param state: None where it has no hours
    :param languages: tags of the languages that it is given in
    """

    id: UUID
    address: str
    name: Text
    summary: Text
    alert: Text
    organisation: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    where: tuple[Where, ...]
    is_free: bool | None
    state: OpenState | None
    last_checked_on: date | None

    @property
    def short_id(self) -> str:
        """The end of the address, by which it is found."""
        return short_id_in(self.address)


@dataclass(frozen=True)
class Contact:
    """A number or an address of a function."""

    value: str
    label: str = ""
    extension: str = ""


@dataclass(frozen=True)
class NamedPerson:
    """Somebody who agreed that this stands on the public page."""

    name: str
    position: str
    phone: str
    email: str


@dataclass(frozen=True)
class Entry:
    """A service on its own page: the card, and all the rest.

    :param texts: every text by field, each flagged where it is a fallback
    :param level: the least German that is needed; empty where none is
    :param places_at: when somebody told how many places are free
    :param joining: where people register by themselves, if they can now
    """

    card: Card
    texts: dict[str, Text]
    organisation_address: str
    organisation_website: str
    organisation_is_public: bool
    website: str
    phones: tuple[Contact, ...]
    emails: tuple[Contact, ...]
    persons: tuple[NamedPerson, ...]
    languages: tuple[OfferedLanguage, ...]
    target_groups: tuple[str, ...]
    costs: tuple[Cost, ...]
    documents: tuple[Document, ...]
    age_from: int | None
    age_to: int | None
    valid_from: date | None
    valid_until: date | None
    hours: tuple[HoursLine, ...]
    updated_at: datetime
    keywords: tuple[str, ...] = field(default=())
    level: str = ""
    places_total: int | None = None
    places_free: int | None = None
    places_at: datetime | None = None
    joining: Joining | None = None
