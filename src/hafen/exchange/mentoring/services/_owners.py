"""Nothing of a sponsorship is without an owner: the todos of the room."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_noop

from hafen.core.accounts.models import User
from hafen.core.places.models import Municipality
from hafen.mechanisms.todos import services as todos

AGREE, CHECK, TALK, WAITS, ANSWERED, APPLIED = (
    "mentoring.agree",
    "mentoring.check",
    "mentoring.talk",
    "mentoring.waits",
    "mentoring.answered",
    "mentoring.applied",
)
TITLES = {
    AGREE: gettext_noop("Arrange the first meeting and the agreement of a sponsorship"),
    CHECK: gettext_noop("Ask how a sponsorship is going"),
    TALK: gettext_noop("Somebody in a sponsorship would like to talk"),
    WAITS: gettext_noop("An association has not said what became of a wish"),
    ANSWERED: gettext_noop("An association has answered about a wish for a sponsor"),
    APPLIED: gettext_noop("Somebody would like to be a sponsor: invite them to a talk"),
}


def remind(
    kind: str,
    *,
    municipality: Municipality,
    owner: User,
    subject: UUID,
    due_on: date,
    today: date,
    by: User | None = None,
) -> None:
    todos.create_todo(
        municipality=municipality,
        kind=kind,
        title=TITLES[kind],
        today=today,
        owner=owner,
        subject_type=kind.split(".")[0],
        subject_id=subject,
        due_on=due_on,
        by=by,
    )


def relieve(
    *kinds: str,
    municipality: Municipality,
    subject: UUID,
    by: User | None,
    now: datetime,
) -> None:
    for kind in kinds:
        todos.finish_about(
            kind=kind, subject_id=subject, municipality=municipality, by=by, now=now
        )
