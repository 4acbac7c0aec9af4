"""Where other rooms and pages find this one."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.registries import CaseAction, Hold, case_actions, holds
from hafen.casework.cases.rules import VIEW_CASES, VIEW_TALLIES
from hafen.casework.mediation import queries
from hafen.core.accounts.models import User
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.mechanisms.todos.registries import Lead, Waiting, leads

FEATURE = "mediation"


def register() -> None:
    features.register(Feature(FEATURE, _("Housing advice and mediation")))
    for label, name, group, right, order in (
        (
            _("Housing advice and mediation"),
            "matters",
            navigation.PEOPLE,
            VIEW_CASES,
            10,
        ),
        (
            _("Housing advice in numbers"),
            "counts",
            navigation.EVIDENCE,
            VIEW_TALLIES,
            49,
        ),
    ):
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=f"mediation:{name}",
                group=group,
                permission=right,
                order=order,
                icon="list",
                feature=FEATURE,
            )
        )
    case_actions.register(
        CaseAction("mediation:of_case", _("Housing advice"), VIEW_CASES, FEATURE)
    )
    holds.register(Hold(FEATURE, queries.keeps_open))
    leads.register(
        Lead(
            "mediation.due",
            _("Housing advice and mediation: look again"),
            find=_due,
            icon="calendar",
        )
    )


def _due(user: User, today: date) -> tuple[Waiting, str]:
    if not VIEW_CASES.held_by(user):
        return 0, ""
    seen = queries.matters_visible_to(user, today=today)
    address = reverse("mediation:matters", args=[user.municipality.slug])
    rows = queries.filtered_matters(seen, "due", today=today)
    return rows, f"{address}?part=due"
