from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.information.directory import queries, services
from hafen.information.directory.forms import BulkForm
from hafen.information.directory.models import Service
from hafen.information.directory.rules import PUBLISH_SERVICE
from hafen.information.directory.services import (
    AlreadyPublished,
    BulkAction,
    BulkDone,
    NotReady,
    Step,
    refusals,
)
from hafen.information.directory.words import LACKS

# What one page of the list can hold.
MOST = 100
_SALT = "directory.bulk"
_UNDO_FOR = 3600


@require_POST
@requires(PUBLISH_SERVICE)
def bulk(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Show what would happen; nothing is done yet."""
    found = _chosen(request)
    if found is None:
        messages.error(request, _("Please choose offers and what to do with them."))
        return redirect("directory:listing", municipality)
    action, rows = found
    refused = refusals(services=rows, action=action)
    context = {
        "action": action,
        "fit": [row for row in rows if row.pk not in refused],
        "refused": [
            (row, _reason(refused[row.pk])) for row in rows if row.pk in refused
        ],
    }
    return render(request, "directory/bulk.html", context)


@require_POST
@requires(PUBLISH_SERVICE)
def bulk_apply(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Do it, and offer the way back."""
    found = _chosen(request)
    if found is None:
        return redirect("directory:listing", municipality)
    action, rows = found
    done = services.apply_to_many(
        services=rows, action=action, by=request.user, now=timezone.now()
    )
    context = {
        "action": action,
        "done": done,
        "refused": [(row, _reason(error)) for row, error in done.refused],
        "token": _signed(done),
    }
    return render(request, "directory/bulk_done.html", context)


@require_POST
@requires(PUBLISH_SERVICE)
def bulk_undo(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Bring back the states of before, except where somebody went on."""
    try:
        kept: Any = signing.loads(
            request.POST.get("token", ""), salt=_SALT, max_age=_UNDO_FOR
        )
    except signing.BadSignature:
        messages.error(request, _("This can no longer be undone."))
        return redirect("directory:listing", municipality)
    undone = services.undo_many(
        steps=[_step(entry) for entry in kept],
        among=queries.services_editable_by(request.user),
        by=request.user,
    )
    text = ngettext("%d offer is as it was.", "%d offers are as they were.", undone)
    messages.success(request, text % undone)
    return redirect("directory:listing", municipality)


def _chosen(request: SignedInRequest) -> tuple[BulkAction, list[Service]] | None:
    """Return the step and the services that the person may change, in order."""
    editable = queries.services_editable_by(request.user)
    wanted = [key for key in request.POST.getlist("services") if _is_key(key)]
    rows = editable.filter(pk__in=wanted[:MOST]).select_related("organisation")
    found = list(rows.sorted())
    form = BulkForm(request.POST, keys=wanted)
    if not found or not form.is_valid():
        return None
    return BulkAction(form.cleaned_data["action"]), found


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _reason(error: DomainError) -> str:
    if isinstance(error, NotReady):
        lacking = ", ".join(str(LACKS[name]) for name in error.lacks)
        return _("lacks: %(what)s") % {"what": lacking}
    if isinstance(error, AlreadyPublished):
        return _("is public already")
    return _("is in a state that does not allow it")


def _signed(done: BulkDone) -> str:
    entries = [
        [
            str(step.service),
            step.version,
            step.state,
            _iso(step.last_checked_on),
            _iso(step.next_check_on),
        ]
        for step in done.steps
    ]
    return signing.dumps(entries, salt=_SALT, compress=True)


def _step(entry: list[Any]) -> Step:
    key, version, state, checked, due = entry
    return Step(UUID(key), version, state, _day(checked), _day(due))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
