"""Who reads which class of data: the matrix of the house (domain 5.2).

A role stands here for a stranger: somebody who holds it, owns nothing, is in no team
and was granted nothing. So of all that a cell can say only "all" is heard; what is
one's own, a team's or granted is proved in the rooms.
"""

from dataclasses import dataclass
from enum import Enum

from hafen.casework.casetable.rules import TAKE_PART
from hafen.casework.consultations.rules import VIEW_PLAN
from hafen.casework.outreach.rules import SET_TRAVEL
from hafen.core.accounts.rules import VIEW_TEAMS
from hafen.core.db.personal_data import DataClass
from hafen.core.db.roles import Role
from hafen.core.mail.rules import CARRY_NOTICES, VIEW_OUTBOX
from hafen.exchange.allowances.rules import VIEW_CLAIMS
from hafen.exchange.board.rules import MODERATE
from hafen.exchange.interpreting.rules import BOOK, VIEW_INTERPRETERS
from hafen.exchange.mentoring.rules import VIEW_MENTORING
from hafen.exchange.pool.rules import VIEW_POOL
from hafen.exchange.training.rules import VIEW_TRAINING
from hafen.exchange.volunteers.rules import VIEW_CERTIFICATE, VIEW_VOLUNTEERS
from hafen.information.directory.rules import PUBLISH_SERVICE
from hafen.information.events.rules import EDIT_EVERY_EVENT
from hafen.mechanisms.feedback.rules import VIEW_FEEDBACK
from hafen.network.organisations.rules import VIEW_CONTACT_PERSON
from hafen.voice.inquiries.rules import MANAGE_CONTACT_POINT, VIEW_INQUIRY
from hafen.voice.surveys.rules import CONFER, READ_ANSWERS


class Grant(Enum):
    """How much of a class a role reads."""

    NOTHING = "-"
    OWN = "o"
    GIVEN = "n"  # by a consent or a grant, for this purpose
    UNIT = "u"  # of the own team
    SUMS = "a"
    ALL = "R"


CLASSES = (*DataClass,)
_NEWCOMER = "R - - - o o o - - o -"
_PARTNER = "R R - - - n - - a - -"
_VOLUNTEER = "R R o o n n - - - - -"
_HOUSING = "R R R - u n n - a - -"
_NETWORK = "R R R - - n - - a - -"
_COUNCIL = "R - - - - - - - R - -"
# In the order of the classes: P0 P1 V1 V2 C1 C2 C3 C4 S A X.
_ROWS = {
    Role.ADVICE_SEEKER: _NEWCOMER,
    Role.RESIDENTS_COUNCIL: _NEWCOMER,
    Role.NEIGHBOUR_LANDLORD: "R - o - n - - - - - -",
    Role.VOLUNTEER: _VOLUNTEER,
    Role.MENTOR: _VOLUNTEER,
    Role.INTEGRATION_GUIDE: _VOLUNTEER,
    Role.INTERPRETER: "R - o o n - - - - - -",
    Role.INTERPRETING_PROVIDER: _PARTNER,
    Role.ORGANISATION_EDITOR: _PARTNER,
    Role.NETWORK_SPEAKER: _PARTNER,
    Role.VOLUNTEER_COORDINATOR: "R R R R n - - - a - -",
    Role.SOCIAL_WORKER: "R R R - u o o o - - -",
    Role.INTEGRATION_MANAGER: "R R R - u o o o a - -",
    Role.HANDOVER_SENDER: _PARTNER,
    Role.MOVE_CLERK: _HOUSING,
    Role.ACCOMMODATION_MANAGER: _HOUSING,
    Role.CARETAKER: _HOUSING,
    Role.HOUSING_AGENT: _HOUSING,
    Role.LABOUR_COORDINATOR: "R R - - n n - - a - -",
    Role.AUTHORITY_LIAISON: _PARTNER,
    Role.EDITOR: "R R - - - - - - - - -",
    Role.TRAINER: _PARTNER,
    Role.DONATION_DESK: "R R n - - - - - - - -",
    Role.PROJECT_LEAD: _NETWORK,
    Role.ADMINISTRATIVE_COORDINATOR: _NETWORK,
    Role.JURY: _COUNCIL,
    Role.STEERING: "R R R - u u - - a u -",
    Role.COUNCILLOR: _COUNCIL,
    Role.ADVISORY_MEMBER: _COUNCIL,
    Role.COMMISSIONER: _NETWORK,
    Role.FUNDER: _COUNCIL,
    Role.EVALUATOR: _COUNCIL,
    Role.INTERN: "R R R - u n - - - - -",
    Role.DATA_PROTECTION_OFFICER: "R R R R n n n - R R R",
    Role.SYSTEM_ADMINISTRATOR: "R - - - - - - - - - R",
    Role.BOARD_MODERATOR: "R R n - - - - - - - -",
    Role.INTERPRETER_COORDINATOR: "R R R R n - - - a - -",
    Role.ADMINISTRATOR: "R - n - - - - - - R R",
    Role.AUDITOR: "R R R R - - - - R R R",
    Role.PARTNER_CASE_WORKER: "R R n - u u n o a - -",
}  # fmt: skip
MATRIX = {
    (role, kind): Grant(cell)
    for role, row in _ROWS.items()
    for kind, cell in zip(CLASSES, row.split(), strict=True)
}


@dataclass(frozen=True)
class Deviation:
    """Where the rules of a room say who reads, in place of the matrix.

    :param columns: how the labels of the columns begin
    :param roles: they read them, and nobody else does
    """

    columns: str
    roles: frozenset[Role]
    because: str


# What stands here first, holds.
DEVIATIONS = (
    Deviation(
        "volunteers.Talk.note",
        VIEW_CERTIFICATE.roles,
        "talks are the coordinators' alone",
    ),
    Deviation(
        "volunteers.Concern.",
        VIEW_CERTIFICATE.roles,
        "C3 from outside of a file: who can answer a worry about a helper hears it",
    ),
    Deviation(
        "pool.",
        VIEW_POOL.roles,
        "narrower for helpers; who looks for help here is no case, and is matched",
    ),
    Deviation(
        "directory.Proposal.",
        PUBLISH_SERVICE.roles,
        "what an organisation proposes is decided by whoever publishes",
    ),
    Deviation(
        "events.VisitorQuestion.",
        EDIT_EVERY_EVENT.roles,
        "who edits events answers what is asked about them",
    ),
    Deviation(
        "feedback.FeedbackEntry.",
        VIEW_FEEDBACK.roles,
        "what people say of the pages is for whoever mends them",
    ),
    Deviation(
        "mail.Notice.",
        CARRY_NOTICES.roles,
        "who is told by letter or call is read by whoever writes and rings",
    ),
    Deviation(
        "mail.OutgoingMail.",
        VIEW_OUTBOX.roles,
        "to whom nothing could be delivered, without a word of the mail",
    ),
    Deviation(
        "outreach.Trip.",
        SET_TRAVEL.roles,
        "where colleagues went is read by whoever pays their travel",
    ),
    Deviation(
        "allowances.", VIEW_CLAIMS.roles, "narrower: money is the desks' that pay it"
    ),
    Deviation(
        "board.", MODERATE.roles, "narrower: people of the board write past the desk"
    ),
    Deviation(
        "interpreting.Institution.name",
        BOOK.roles,
        "for which office somebody may book",
    ),
    Deviation(
        "interpreting.", VIEW_INTERPRETERS.roles, "narrower: the desk that assigns"
    ),
    Deviation(
        "mentoring.",
        VIEW_MENTORING.roles,
        "narrower; what a family wishes for is C1 and is told to who arranges it",
    ),
    Deviation("training.", VIEW_TRAINING.roles, "narrower: the desk that trains"),
    Deviation("volunteers.", VIEW_VOLUNTEERS.roles, "narrower: the desk of volunteers"),
    Deviation(
        "inquiries.Mailbox.",
        MANAGE_CONTACT_POINT.roles,
        "X, and set up by who runs the contact point; its password is shown to nobody",
    ),
    Deviation(
        "inquiries.",
        VIEW_INQUIRY.roles,
        "an inquiry is answered by whoever of the contact point has time; C3 since"
        " people write what they like; complaints are narrower",
    ),
    Deviation(
        "surveys.OpenAnswer.",
        READ_ANSWERS.roles,
        "without a name, for evaluation alone",
    ),
    Deviation(
        "surveys.Response.", READ_ANSWERS.roles, "single sheets, for evaluation alone"
    ),
    Deviation(
        "surveys.Statement.", CONFER.roles, "said before all, and sorted by who leads"
    ),
    Deviation(
        "casetable.Meeting.", TAKE_PART.roles, "narrower: who sits at tables of cases"
    ),
    Deviation(
        "organisations.ContactPerson.",
        VIEW_CONTACT_PERSON.roles,
        "contacts of partners are for all who work at a desk",
    ),
    Deviation(
        "accounts.",
        VIEW_TEAMS.roles | VIEW_PLAN.roles,
        "colleagues are known by name, as is who advises when",
    ),
)


def reads(role: Role, label: str, kind: DataClass) -> bool:
    """Return whether a stranger of a role may read a column of a class."""
    for each in DEVIATIONS:
        if label.startswith(each.columns):
            return role in each.roles
    return MATRIX[role, kind] is Grant.ALL
