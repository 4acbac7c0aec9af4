from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.taxonomy.reference import own_name
from hafen.core.translation.editing import side_by_side
from hafen.core.ui.history import history_of
from hafen.information.directory import choices, queries, services
from hafen.information.directory.forms import PlacesForm
from hafen.information.directory.models import Service
from hafen.information.directory.rules import (
    EDIT_EVERY_SERVICE,
    EDIT_SERVICE,
    PUBLISH_SERVICE,
    VIEW_SERVICE,
)
from hafen.information.directory.services import NotReady, WrongState
from hafen.information.directory.views._common import editable, may_edit, visible
from hafen.information.directory.words import ACTIONS, LACKS


@require_http_methods(["GET", "HEAD"])
@requires(VIEW_SERVICE)
def detail(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    service = visible(request, pk, with_proposal=True)
    data, today = queries.data_of(service), timezone.localdate()
    names = dict(choices.every_topic(language=get_language() or "de", today=today))
    context = {
        "service": service,
        "data": data,
        "places": [
            (at, queries.hours_lines(at.schedules, today=today))
            for at in data["places"]
        ],
        "hours": queries.hours_lines(data["schedules"], today=today),
        "topics": [names.get(code, code) for code in data["topics"]],
        "languages": [(own_name(row.tag), row) for row in data["languages"]],
        "persons": queries.persons_of(service, request.user),
        "translations": _translations(service),
        "today": today,
        "may_edit": may_edit(request, service),
        **_own_part(request, service),
        "may_publish": PUBLISH_SERVICE.held_by(request.user),
    }
    return render(request, "directory/detail.html", context)


def _own_part(request: SignedInRequest, service: Service) -> dict[str, Any]:
    """Return what only who looks after the offer is shown."""
    rows = queries.services_owned_by(request.user)
    if EDIT_EVERY_SERVICE.held_by(request.user):
        owns = True
    else:
        owns = rows.filter(pk=service.pk).exists()
    if not owns:
        return {"owns": False}
    said = {"total": service.places_total, "free": service.places_free}
    return {
        "owns": True,
        "may_propose": service.is_published
        and not EDIT_EVERY_SERVICE.held_by(request.user),
        "proposal": getattr(service, "open_proposal", None),
        "places_form": PlacesForm(initial=said),
    }


@require_POST
@requires(EDIT_SERVICE)
def move(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Hand in, publish, withdraw, archive, restore or check, as the button says."""
    service = editable(request, pk)
    step = request.POST.get("step", "")
    if step != "hand_in" and not PUBLISH_SERVICE.held_by(request.user):
        raise Http404
    try:
        done = _step(step, service, request)
    except NotReady as error:
        lacking = ", ".join(str(LACKS[name]) for name in error.lacks)
        messages.error(
            request, _("The offer still lacks: %(what)s") % {"what": lacking}
        )
    except (WrongState, LostUpdate):
        messages.error(request, _("Somebody else was faster; please look again."))
    else:
        messages.success(request, done)
    return redirect("directory:detail", municipality, pk)


def _step(step: str, service: Service, request: SignedInRequest) -> str:
    """Do one step and return what to say.

    :raises Http404: when there is no such step
    """
    how: dict[str, Any] = {"service": service, "expected": None, "by": request.user}
    now = timezone.now()
    steps: dict[str, tuple[Any, dict[str, Any], str]] = {
        "hand_in": (services.hand_in_service, {}, _("The editors will look at it.")),
        "publish": (
            services.publish_service,
            {"now": now},
            _("The offer is public."),
        ),
        "withdraw": (services.withdraw_service, {}, _("The offer is a draft again.")),
        "archive": (services.archive_service, {}, _("The offer is archived.")),
        "restore": (services.restore_service, {}, _("The offer is a draft again.")),
        "check": (
            services.mark_checked,
            {"today": timezone.localdate(now)},
            _("Marked as checked today."),
        ),
    }
    if step not in steps:
        raise Http404
    service_of, more, done = steps[step]
    service_of(**how, **more)
    return done


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SERVICE)
def translate(
    request: SignedInRequest, municipality: str, pk: UUID, into: str
) -> HttpResponse:
    service = editable(request, pk)
    save = partial(services.translate_service, service=service)
    form = side_by_side(request, service, into, save)
    if form is None:
        return redirect("directory:detail", municipality, pk)
    context = {"form": form, "service": service}
    status = 422 if form.errors else 200
    return render(request, "directory/translate.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
@requires(VIEW_SERVICE)
def history(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    service = visible(request, pk)
    moments = history_of(service, actions=ACTIONS)
    context = {"service": service, "moments": moments}
    return render(request, "directory/history.html", context)


def _translations(service: Service) -> list[dict[str, Any]]:
    """Return each language of the portal with the state of its text."""
    found = {row.language: row for row in service.translations.all()}
    return [
        {
            "tag": tag,
            "name": own_name(tag),
            "row": found.get(tag),
            "address": reverse(
                "directory:translate",
                args=[service.municipality.slug, service.pk, tag],
            ),
        }
        for tag in service.municipality.languages
        if tag != service.source_language
    ]
