from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.places import queries as places
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import Refusals, edited
from hafen.core.ui.history import history_of
from hafen.mechanisms.todos.queries import receivers_for
from hafen.voice.inquiries import queries, services
from hafen.voice.inquiries.doors import FEATURE
from hafen.voice.inquiries.forms.desk import (
    CloseForm,
    RemarkForm,
    ReplyForm,
    SortForm,
)
from hafen.voice.inquiries.models import Inquiry
from hafen.voice.inquiries.registries import actions
from hafen.voice.inquiries.rules import (
    HANDLE_COMPLAINT,
    MERGE_INQUIRY,
    VIEW_INQUIRY,
    WORK_ON_INQUIRY,
)
from hafen.voice.inquiries.views._common import (
    joined,
    known_words,
    today,
    visible,
    workable,
)
from hafen.voice.inquiries.words import ACTIONS

_SORTED = (
    "kind",
    "who",
    "route",
    "owner",
    "team",
    "is_urgent",
    "legal_areas",
    "district",
    "site",
)


@require_safe
@requires(VIEW_INQUIRY)
@of_feature(FEATURE)
def detail(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Everything about one inquiry; that it was read stands in the trail."""
    del municipality
    inquiry = get_object_or_404(joined(visible(request)), pk=pk)
    audit.seen(subject=inquiry, what="inquiries.inquiry")
    return _page(request, inquiry)


def _page(
    request: SignedInRequest,
    inquiry: Inquiry,
    *,
    reply: ReplyForm | None = None,
    close: CloseForm | None = None,
) -> HttpResponse:
    known = known_words()
    is_alone = not getattr(inquiry, "has_merged", True)
    family = [inquiry] if is_alone else queries.family_of(inquiry)
    context = {
        "inquiry": inquiry,
        "thread": queries.thread_of(inquiry),
        "topics": known.topic_names(inquiry.topics),
        "legal_areas": known.legal_names(inquiry.legal_areas),
        "is_late": inquiry.is_late(today()),
        "may_work": WORK_ON_INQUIRY.held_by(request.user),
        "reply": reply or _empty_reply(request, inquiry),
        "remark": RemarkForm(),
        "close": close or CloseForm(version=inquiry.version),
        "parties": queries.parties_of(family),
        "steps": queries.steps_of(family),
        "family": family[1:],
        "may_handle": HANDLE_COMPLAINT.held_by(request.user),
        "may_merge": MERGE_INQUIRY.held_by(request.user) and not inquiry.is_closed,
        "actions": _actions(request, inquiry),
    }
    status = 422 if reply or close else 200
    return render(request, "inquiries/detail.html", context, status=status)


def _read_again(
    request: SignedInRequest, inquiry: Inquiry
) -> tuple[Inquiry, ReplyForm]:
    """Show what came meanwhile beside the words that were not sent."""
    inquiry.refresh_from_db()
    data = request.POST.copy()
    data["version"] = str(inquiry.version)
    form = ReplyForm(data)
    form.add_error(None, _("Somebody else was faster; please look again."))
    return inquiry, form


def _empty_reply(request: SignedInRequest, inquiry: Inquiry) -> ReplyForm:
    """Return the form for an answer, with the text that was chosen."""
    text = ""
    if wanted := request.GET.get("template", ""):
        rows = queries.templates_visible_to(request.user)
        found = next((row for row in rows if str(row.pk) == wanted), None)
        text = services.filled(found, inquiry) if found else ""
    return ReplyForm(
        initial={"text": text, "whole": inquiry.channel == "EMAIL"},
        version=inquiry.version,
    )


def _actions(request: SignedInRequest, inquiry: Inquiry) -> list[dict[str, Any]]:
    found = []
    for action in actions:
        address = action.address(inquiry) if inquiry.is_living else None
        if address and action.permission.held_by(request.user):
            found.append({"action": action, "address": address})
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def sort(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Triage: what it is about, who answers, by which route."""
    inquiry = workable(request, pk)
    said = {name: getattr(inquiry, name) for name in _SORTED}
    said |= SortForm.said(inquiry.topics)
    form = _sort_form(request, inquiry, said)

    def save(*, expected: int | None) -> None:
        data: services.Triage = {}
        data.update(form.triage)  # type: ignore[typeddict-item]  # fields are its keys
        services.sort_inquiry(
            inquiry=inquiry,
            data=data,
            expected=expected,
            by=request.user,
            now=timezone.now(),
        )

    refusals: Refusals = {
        services.NotLiving: (None, _("It is closed; open it again first.")),
        services.OtherSide: ("owner", _("This person may not read the inquiry.")),
    }
    done = edited(request, form, inquiry, save, current=said, refusals=refusals)
    if done is True:
        messages.success(request, _("The inquiry is sorted."))
        return redirect("inquiries:detail", municipality, pk)
    if done:
        return done
    context = {"form": form, "inquiry": inquiry}
    status = 422 if form.errors else 200
    return render(request, "inquiries/sort.html", context, status=status)


def _sort_form(
    request: SignedInRequest, inquiry: Inquiry, said: dict[str, Any]
) -> SortForm:
    known = known_words()
    people, teams = receivers_for(request.user)
    return SortForm(
        request.POST or None,
        initial=said,
        version=inquiry.version,
        rows={
            "owner": people,
            "team": teams,
            "district": places.districts_visible_to(request.user),
            "site": places.sites_visible_to(request.user).in_order(),
        },
        topics=known.topic_choices,
        legal_areas=known.legal_choices,
    )


@require_POST
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def reply(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    inquiry = workable(request, pk)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            services.reply(
                inquiry=inquiry,
                text=form.cleaned_data["text"],
                is_question=form.cleaned_data["is_question"],
                whole=form.cleaned_data["whole"],
                by=request.user,
                now=timezone.now(),
                expected=form.read_version,
            )
        except services.NotLiving:
            form.add_error(None, _("It is closed; open it again first."))
        except LostUpdate:
            inquiry, form = _read_again(request, inquiry)
        except services.NoWayToAnswer:
            form.add_error(
                None, _("What this way of answering needs is missing for the person.")
            )
        else:
            messages.success(request, _("The answer is on its way."))
            return redirect("inquiries:detail", municipality, pk)
    return _page(request, inquiry, reply=form)


@require_POST
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def remark(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    inquiry = workable(request, pk)
    form = RemarkForm(request.POST)
    if form.is_valid():
        services.add_note(
            inquiry=inquiry,
            text=form.cleaned_data["text"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The note stands with the inquiry."))
    return redirect("inquiries:detail", municipality, pk)


@require_POST
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def close(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    inquiry = workable(request, pk)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            services.close_inquiry(
                inquiry=inquiry,
                reaction=form.cleaned_data["reaction"],
                success=form.cleaned_data["success"],
                because=form.cleaned_data["because"],
                expected=form.read_version,
                by=request.user,
                now=timezone.now(),
            )
        except services.NoAnswerYet:
            form.add_error(
                "because",
                _("Nobody has answered yet. Answer first, or say why not."),
            )
        except services.StillWaiting:
            form.add_error(None, _("A third party is still asked."))
        except (services.NotLiving, LostUpdate):
            form.add_error(None, _("Somebody else was faster; please look again."))
        else:
            messages.success(request, _("The inquiry is closed."))
            return redirect("inquiries:listing", municipality)
    return _page(request, inquiry, close=form)


@require_POST
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def step(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Note that somebody was called back, or open a closed inquiry again."""
    inquiry = workable(request, pk)
    if request.POST.get("step") == "reopen":
        services.reopen_inquiry(inquiry=inquiry, by=request.user, now=timezone.now())
        messages.success(request, _("It is open again."))
        return redirect("inquiries:detail", municipality, pk)
    try:
        services.note_call_back(inquiry=inquiry, by=request.user, now=timezone.now())
    except services.NotLiving:
        messages.error(request, _("It is closed; open it again first."))
    else:
        messages.success(request, _("Noted: the person was called back."))
    return redirect("inquiries:detail", municipality, pk)


@require_safe
@requires(VIEW_INQUIRY)
@of_feature(FEATURE)
def history(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    inquiry = get_object_or_404(joined(visible(request)), pk=pk)
    moments = history_of(inquiry, actions=ACTIONS)
    context = {"inquiry": inquiry, "moments": moments}
    return render(request, "inquiries/history.html", context)
