"""Where other rooms and pages find this one."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.registries import CaseAction, case_actions
from hafen.casework.cases.rules import VIEW_CASES
from hafen.casework.obstacles import queries
from hafen.casework.obstacles.rules import KEEP_STRUCTURAL, VIEW_STRUCTURAL
from hafen.core.accounts.models import User
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.mechanisms.todos.registries import Lead, Waiting, leads

FEATURE = "obstacles"


def register() -> None:
    features.register(Feature(FEATURE, _("Obstacles to integration")))
    for label, name, group, right, order in (
        (_("Obstacles in cases"), "obstacles", navigation.PEOPLE, VIEW_CASES, 9),
        (
            _("Structural obstacles"),
            "structural",
            navigation.EVIDENCE,
            VIEW_STRUCTURAL,
            47,
        ),
    ):
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=f"obstacles:{name}",
                group=group,
                permission=right,
                order=order,
                icon="list",
                feature=FEATURE,
            )
        )
    case_actions.register(
        CaseAction("obstacles:of_case", _("Obstacles"), VIEW_CASES, FEATURE)
    )
    leads.register(
        Lead(
            "obstacles.again",
            _("Structural obstacles: ask again what became of them"),
            find=_to_ask_again,
            icon="calendar",
        )
    )


def _to_ask_again(user: User, today: date) -> tuple[Waiting, str]:
    if not KEEP_STRUCTURAL.held_by(user):
        return 0, ""
    rows = queries.to_ask_again(queries.structural_visible_to(user), today=today)
    address = reverse("obstacles:structural", args=[user.municipality.slug])
    return rows, f"{address}?part=again"
