"""What personal data a table holds, why, and for how long: declared by its owner.

The declaration is the one source for row-level security, the audit trail,
the record of processing, exports and erasure. A model without one is refused
by a test.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from uuid import UUID


class DataClass(Enum):
    """The classes of `docs/privacy.md`; the lower, the fewer may read it."""

    P0 = "public"
    P1 = "network"
    V1 = "volunteer core"
    V2 = "volunteer sensitive"
    C1 = "client core"
    C2 = "case"
    C3 = "special category"
    C4 = "professional secret"
    S = "statistics"
    A = "audit and security"
    X = "configuration"


# Files of cases are read by those who work on them, and in a request of the person by
# the data protection officer; whoever manages accounts reads none.
CASES = frozenset({DataClass.C1, DataClass.C2, DataClass.C3, DataClass.C4})


class OnErasure(Enum):
    """What happens to a row when its person asks for erasure (Art. 17 DSGVO)."""

    DELETE = "it goes"
    # Art. 17 Abs. 3: the norm stands in `legal_basis`, the end follows from
    # `keep_for` and `keep_from`.
    KEEP = "it stays until its period has ended"
    # The row is the office's; it loses its tie to the person.
    DETACH = "it stays without the person"


class AtEnd(Enum):
    """What happens to a row when its period has ended."""

    DELETE = "it goes"
    # What it counts is kept; what may identify somebody is emptied.
    ANONYMISE = "it stays without the person"


@dataclass(frozen=True)
class PersonalData:
    """The declaration of one model.

    :param fields: names of the columns that hold personal data; their values
        never reach the audit trail
    :param purpose: why the data is processed (Art. 5(1)(b) DSGVO), in German
    :param legal_basis: the norm, in words that a data protection officer uses
    :param data_class: who may read it at all
    :param keep_for: days after the reason has gone; None: until its owner goes
    :param keep_from: the day or instant at which the reason goes; empty rows of
        it are still needed. Without it the room clears up by itself
    :param keep_because: what the period follows from
    :param subject: path from the row to the person, such as "user"; "self"
        where the row is the person; it may name a relation, an e-mail address,
        or the key of a row that belongs to the person. What several persons
        share names the relation that leads back from them, such as "clients"
    :param digest: of a row whose `subject` holds an address as a keyed digest alone:
        makes it of the municipality and the address
    :param shared_by: a relation to what several persons share; the row is theirs
        where `subject` is empty. Of a row that is the person: the relation or key
        that leads to another entry of the same person
    :param sides: where a row lies between two persons: paths to both, each with the
        value of the column `side` that makes it theirs, empty where it is both's
    :param holds: a relation to a row without personal data that is this person's
        alone, such as their registration; what names its key belongs to them too
    :param on_erasure: what happens when the person asks for erasure
    :param at_end: what happens when the period has ended
    :param goes_by_itself: of a file of somebody: it goes on its day without the
        release of two people, since the person was told this day
    :param to_archive: it is offered to the archive of the municipality before
    :param counted_by: of a row that stays then: columns whose equal numbers are one
        and the same person. When the period of the last of them has ended, a random
        number below zero takes their place; living ones are never below zero
    """

    fields: tuple[str, ...]
    purpose: str
    legal_basis: str
    data_class: DataClass
    keep_because: str
    keep_for: int | None = None
    keep_from: str = ""
    subject: str = "self"
    digest: Callable[[UUID, str], str] | None = None
    shared_by: str = ""
    sides: tuple[tuple[str, str], ...] = ()
    holds: str = ""
    on_erasure: OnErasure = OnErasure.DELETE
    at_end: AtEnd = AtEnd.DELETE
    goes_by_itself: bool = False
    to_archive: bool = False
    counted_by: tuple[str, ...] = ()
    recipients: tuple[str, ...] = field(default=())

    @property
    def is_personal(self) -> bool:
        return bool(self.fields)


NO_PERSONAL_DATA = PersonalData(
    fields=(),
    purpose="",
    legal_basis="",
    data_class=DataClass.P0,
    keep_because="",
)


def declared(model: type) -> PersonalData | None:
    """Return the declaration of a model, None if there is none."""
    found = getattr(model, "personal_data", None)
    return found if isinstance(found, PersonalData) else None
