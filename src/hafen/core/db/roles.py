"""The roles of the house: what somebody is, in one municipality.

R01–R36 follow `docs/roles.md`; R37–R41 are the ones that the work in the rooms
added. Anonymous visitors are R01 and never stored. What a role may do stands
in the `rules.py` of each room and nowhere else.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    VISITOR = "R01", _("visitor")
    ADVICE_SEEKER = "R02", _("person seeking advice")
    RESIDENTS_COUNCIL = "R03", _("residents' council")
    NEIGHBOUR_LANDLORD = "R04", _("neighbour or landlord")
    VOLUNTEER = "R05", _("volunteer")
    MENTOR = "R06", _("sponsor or tandem partner")
    INTEGRATION_GUIDE = "R07", _("integration guide")
    INTERPRETER = "R08", _("interpreter")
    INTERPRETING_PROVIDER = "R09", _("provider of language mediation")
    ORGANISATION_EDITOR = "R10", _("editor of an organisation")
    NETWORK_SPEAKER = "R11", _("speaker of a network")
    VOLUNTEER_COORDINATOR = "R12", _("volunteer coordinator")
    SOCIAL_WORKER = "R13", _("social worker")
    INTEGRATION_MANAGER = "R14", _("integration manager")
    HANDOVER_SENDER = "R15", _("social service handing over")
    MOVE_CLERK = "R16", _("clerk for moves and registration")
    ACCOMMODATION_MANAGER = "R17", _("accommodation manager")
    CARETAKER = "R18", _("social caretaker")
    HOUSING_AGENT = "R19", _("housing agent")
    LABOUR_COORDINATOR = "R20", _("labour-market coordinator")
    AUTHORITY_LIAISON = "R21", _("contact at an authority")
    EDITOR = "R22", _("editor")
    TRAINER = "R23", _("trainer")
    DONATION_DESK = "R24", _("donation desk")
    PROJECT_LEAD = "R25", _("project lead")
    ADMINISTRATIVE_COORDINATOR = "R26", _("administrative coordinator")
    JURY = "R27", _("assessor of applications")
    STEERING = "R28", _("steering")
    COUNCILLOR = "R29", _("councillor")
    ADVISORY_MEMBER = "R30", _("member of an advisory council")
    COMMISSIONER = "R31", _("commissioner")
    FUNDER = "R32", _("funding body")
    EVALUATOR = "R33", _("evaluator")
    INTERN = "R34", _("intern")
    DATA_PROTECTION_OFFICER = "R35", _("data protection officer")
    SYSTEM_ADMINISTRATOR = "R36", _("system administrator")
    BOARD_MODERATOR = "R37", _("noticeboard moderator")
    INTERPRETER_COORDINATOR = "R38", _("interpreter coordinator")
    ADMINISTRATOR = "R39", _("administrator of the municipality")
    AUDITOR = "R40", _("auditor")
    PARTNER_CASE_WORKER = "R41", _("case worker of a partner")


# Those who work at a desk; they need a second factor, always.
STAFF = frozenset(
    {
        Role.VOLUNTEER_COORDINATOR,
        Role.SOCIAL_WORKER,
        Role.INTEGRATION_MANAGER,
        Role.HANDOVER_SENDER,
        Role.MOVE_CLERK,
        Role.ACCOMMODATION_MANAGER,
        Role.CARETAKER,
        Role.HOUSING_AGENT,
        Role.LABOUR_COORDINATOR,
        Role.AUTHORITY_LIAISON,
        Role.EDITOR,
        Role.DONATION_DESK,
        Role.PROJECT_LEAD,
        Role.ADMINISTRATIVE_COORDINATOR,
        Role.STEERING,
        Role.COMMISSIONER,
        Role.INTERN,
        Role.DATA_PROTECTION_OFFICER,
        Role.SYSTEM_ADMINISTRATOR,
        Role.BOARD_MODERATOR,
        Role.INTERPRETER_COORDINATOR,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
        Role.PARTNER_CASE_WORKER,
    }
)
EVERYBODY = frozenset(Role) - {Role.VISITOR}
