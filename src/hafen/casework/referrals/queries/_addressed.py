"""What lies with the organisations whose entries somebody looks after."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from hafen.casework.referrals.models import Referral
from hafen.casework.referrals.rules import ANSWER
from hafen.core.accounts.models import User


@dataclass(frozen=True)
class Addressed:
    """A referral as its office sees it in a list: nobody stands in it.

    :param topic: a code of the needs domains
    :param district: its name, or empty
    """

    id: UUID
    recipient: str
    topic: str
    urgency: str
    language: str
    district: str
    state: str
    answer_due_on: date | None

    @property
    def is_waiting(self) -> bool:
        return self.state == Referral.State.OFFERED

    def is_late(self, today: date) -> bool:
        due = self.answer_due_on
        return self.is_waiting and due is not None and due < today


def addressed_to(user: User) -> list[Addressed]:
    """Return what the user's organisations were told and have not ended.

    Those that wait for an answer come first, at most 500 in all.
    """
    if not ANSWER.held_by(user):
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM referrals_addressed()")
        return [Addressed(*row) for row in cursor.fetchall()]
