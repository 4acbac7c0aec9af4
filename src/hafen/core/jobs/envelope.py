"""What every job carries: for whom, by whom, its key, and keys of rows.

Contents never travel in a job: its arguments lie in plain sight of whoever
reads the queue, and outlive the row that they were copied from.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from hafen.core.db.context import Context
from hafen.core.db.errors import NoContext

# Where a job is started by the house itself: a date, a sweep, a command.
HOUSE = "house"

_KEY = re.compile(r"[a-z0-9][a-z0-9_.:-]{0,199}")
_RESERVED = frozenset({"municipality", "actor", "key"})


class NotAnIdentifier(TypeError):
    """An argument of a job is something else than the key of a row."""


@dataclass(frozen=True)
class Envelope:
    """One job, as it stands in the queue.

    :param actor: who caused it; None: the house itself
    :param key: two jobs with one key in one municipality take effect once
    """

    municipality: UUID
    actor: UUID | None
    key: str
    ids: dict[str, UUID | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """
        Refuse what must not enter the queue.

        :raises NotAnIdentifier: if an argument is no UUID and no whole number
        :raises NoContext: if the key is none
        """
        if not _KEY.fullmatch(self.key):
            message = "an idempotency key has small letters, digits and . : _ - only"
            raise NoContext(message)
        for name, value in self.ids.items():
            if isinstance(value, bool) or not isinstance(value, UUID | int):
                message = f"{name} is a {type(value).__name__}; jobs carry ids only"
                raise NotAnIdentifier(message)

    def write(self) -> dict[str, str | int]:
        return {
            **{
                name: value if isinstance(value, int) else str(value)
                for name, value in self.ids.items()
            },
            "municipality": str(self.municipality),
            "actor": str(self.actor) if self.actor else HOUSE,
            "key": self.key,
        }

    def context(self, *, request_id: str) -> Context:
        return Context(
            municipality=self.municipality,
            actor=self.actor,
            channel="job",
            request_id=request_id,
        )


def read(arguments: dict[str, str | int]) -> Envelope:
    """
    Return the job that these arguments mean.

    :raises NoContext: if it says not for whom, by whom, or has no key
    """
    missing = sorted(name for name in _RESERVED if not arguments.get(name))
    if missing:
        message = f"the job lacks {', '.join(missing)}"
        raise NoContext(message)
    actor = str(arguments["actor"])
    return Envelope(
        municipality=UUID(str(arguments["municipality"])),
        actor=None if actor == HOUSE else UUID(actor),
        key=str(arguments["key"]),
        ids={
            name: value if isinstance(value, int) else UUID(value)
            for name, value in arguments.items()
            if name not in _RESERVED
        },
    )


def stamped(name: str, moment: datetime) -> str:
    """Return the key of the run of a periodic task at its minute."""
    return f"{name}:{moment:%Y%m%dt%H%M}"
