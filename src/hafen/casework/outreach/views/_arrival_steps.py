"""The small steps on the page of an arrival: one form and one call each."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases import queries as files
from hafen.casework.outreach import queries, services, words
from hafen.casework.outreach.forms import (
    ApproachForm,
    EndForm,
    GroupForm,
    HelperForm,
    PlanForm,
    RecogniseForm,
    SheetForm,
    chosen_sheet,
)
from hafen.casework.outreach.models import Arrival, SheetGiven
from hafen.casework.outreach.views._sheets import sheet_choices
from hafen.casework.outreach.views._steps import sent
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.ui.steps import Step


def _now() -> dict[str, Any]:
    return {"today": timezone.localdate(), "now": timezone.now()}


def _approach(request: SignedInRequest, row: Arrival, form: Any) -> None:
    services.approach(arrival=row, by=request.user, **form.content, **_now())


def _end(request: SignedInRequest, row: Arrival, form: Any) -> None:
    services.end_arrival(
        arrival=row,
        ending=form.content["ending"],
        on=timezone.localdate(),
        now=timezone.now(),
        by=request.user,
    )


def _recognise(request: SignedInRequest, row: Arrival, form: Any) -> None:
    today = timezone.localdate()
    services.recognise(arrival=row, today=today, by=request.user, **form.content)


def _tell(request: SignedInRequest, row: Arrival, form: Any) -> None:
    services.tell_group(arrival=row, by=request.user, **form.content, **_now())


def _ask(request: SignedInRequest, row: Arrival, form: Any) -> None:
    services.ask_helper(arrival=row, by=request.user, **form.content)


def _plan(request: SignedInRequest, row: Arrival, form: Any) -> None:
    services.plan_visit(arrival=row, by=request.user, **form.content)


def _give(request: SignedInRequest, row: Arrival, form: Any) -> None:
    _choices, papers = sheet_choices(request, words.language_names())
    if (found := chosen_sheet(form.content["sheet"], papers)) is not None:
        services.give_sheet(
            municipality=row.municipality,
            paper=found[0],
            language=found[1],
            occasion=SheetGiven.Occasion.MOVE,
            arrival=row,
            on=timezone.localdate(),
            by=request.user,
        )


def _households(request: SignedInRequest, _row: Arrival) -> Any:
    today = timezone.localdate()
    rows = files.households_visible_to(request.user, today=today)
    return rows.filter(ended_on=None).order_by("sort_key", "id")


def _members(_request: SignedInRequest, row: Arrival) -> Any:
    return files.members_of(row.team, today=timezone.localdate())


STEPS = {
    "plan": Step(
        lambda request, row: PlanForm(
            sent(request),
            rows={"visitor": _members(request, row)},
            initial={"on": timezone.localdate(), "visitor": request.user.pk},
        ),
        _plan,
    ),
    "approach": Step(
        lambda request, _row: ApproachForm(
            sent(request), initial={"on": timezone.localdate()}
        ),
        _approach,
    ),
    "recognise": Step(
        lambda request, row: RecogniseForm(
            sent(request), rows={"household": _households(request, row)}
        ),
        _recognise,
    ),
    "helper": Step(
        lambda request, row: HelperForm(
            sent(request),
            rows={
                "helper": queries.helpers_of(
                    row.municipality_id, today=timezone.localdate()
                )
            },
            initial={"until": row.due_on},
        ),
        _ask,
    ),
    "group": Step(
        lambda request, row: GroupForm(
            sent(request),
            rows={
                "organisation": queries.agreed_groups(row, today=timezone.localdate())
            },
        ),
        _tell,
    ),
    "sheet": Step(
        lambda request, _row: SheetForm(
            sent(request),
            sheets=sheet_choices(request, words.language_names())[0],
        ),
        _give,
    ),
    "end": Step(lambda request, _row: EndForm(sent(request)), _end),
}


# What the page of a step says: heading, explanation, button.
SAID: dict[str, tuple[Any, Any, Any]] = {
    "plan": (_("Plan a visit"), "", _("Plan")),
    "approach": (_("Write down the first approach"), "", _("Save")),
    "helper": (
        _("Ask a volunteer to go there"),
        _("Name and address open once they say yes, and close on the day named."),
        _("Ask"),
    ),
    "recognise": (
        _("They have a file already"),
        _("The file gets the new address."),
        _("Save"),
    ),
    "group": (
        _("Tell a group of volunteers"),
        _(
            "It learns how many come, where, from when, and the languages. Only groups"
            " stand here to which somebody of the family has agreed."
        ),
        _("Tell"),
    ),
    "sheet": (_("Hand out an information sheet"), "", _("Save")),
    "end": (_("Nobody goes there any more"), "", _("Save")),
}
