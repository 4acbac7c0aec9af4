"""Nothing here is without an owner and a day: todos about volunteers."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_noop

from hafen.core.accounts.models import RoleAssignment, Team, User
from hafen.core.places.models import Municipality
from hafen.exchange.volunteers.errors import NobodyToAsk
from hafen.exchange.volunteers.models import Stage, Volunteer, VolunteerSettings
from hafen.exchange.volunteers.rules import EDIT_VOLUNTEER
from hafen.mechanisms.todos import services as todos

NEXT, PROOF = "volunteers.next", "volunteers.proof"
STEPS = {
    Stage.CONTACT: gettext_noop("Get in touch with somebody who offers help"),
    Stage.TALK: gettext_noop("Hold the first talk with a volunteer"),
    Stage.DOCUMENTS: gettext_noop("Complete the documents of a volunteer"),
    Stage.READY: gettext_noop("Find a task for a volunteer"),
    Stage.PAUSED: gettext_noop("Ask a volunteer whether the pause is over"),
}
PROOF_ENDS = gettext_noop("A proof of a volunteer runs out")
HOURS = "volunteers.hours"
HOURS_TITLE = gettext_noop("Confirm hours that volunteers have logged")
UNANSWERED = "volunteers.unanswered"
UNANSWERED_TITLE = gettext_noop("Ask whether a forwarded volunteer is accepted")
UNREACHED = "volunteers.unreached"
UNREACHED_TITLE = gettext_noop(
    "A volunteer was accepted and could not be told: the way is missing"
)
TITLES = {
    UNREACHED: (UNREACHED_TITLE,),
    NEXT: tuple(STEPS.values()),
    PROOF: (PROOF_ENDS,),
    UNANSWERED: (UNANSWERED_TITLE,),
    HOURS: (HOURS_TITLE,),
}


def settings_of(municipality: Municipality) -> VolunteerSettings:
    """Return the settings of a municipality; the defaults until it has its own."""
    rows = VolunteerSettings.objects.filter(municipality=municipality)
    found = rows.select_related("team").first()
    return found or VolunteerSettings(municipality=municipality)


def receiver(
    municipality: Municipality, today: date
) -> tuple[User | None, Team | None]:
    """
    Return who finds a new offer of help: the named team, else a coordinator.

    :raises NobodyToAsk: where nobody coordinates volunteers
    """
    team = settings_of(municipality).team
    if team is not None:
        return None, team
    roles = RoleAssignment.objects.in_force(today).filter(
        municipality=municipality, role__in=EDIT_VOLUNTEER.roles
    )
    # The volunteer coordinator (R12) comes before the administrative one.
    for role in roles.select_related("user").order_by("role", "valid_from", "pk"):
        if role.user.is_active:
            return role.user, None
    raise NobodyToAsk


def ask_next(volunteer: Volunteer, *, today: date, by: User | None) -> None:
    """Put what comes next before whoever looks after the volunteer."""
    title = STEPS.get(Stage(volunteer.stage))
    if title is None:
        return
    remind(volunteer, NEXT, title, due_on=volunteer.due_on, today=today, by=by)


def remind(
    volunteer: Volunteer,
    kind: str,
    title: str,
    *,
    due_on: date | None,
    today: date,
    by: User | None,
) -> None:
    todos.create_todo(
        municipality=volunteer.municipality,
        kind=kind,
        title=title,
        today=today,
        owner=volunteer.owner,
        team=volunteer.team,
        subject_type="volunteer",
        subject_id=volunteer.pk,
        due_on=due_on or today,
        by=by,
    )


def relieve(
    municipality: Municipality,
    subject: UUID,
    *kinds: str,
    by: User | None,
    now: datetime,
) -> None:
    for kind in kinds:
        todos.finish_about(
            kind=kind, subject_id=subject, municipality=municipality, by=by, now=now
        )


def days_later(municipality: Municipality, today: date) -> date:
    return today + timedelta(days=settings_of(municipality).contact_days)
