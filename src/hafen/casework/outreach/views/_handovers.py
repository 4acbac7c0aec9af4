"""The hand-over of a file: the cards of both teams, and one of them step by step."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_safe,
)

from hafen.casework.cases import queries as files
from hafen.casework.cases.models import Consent, Household, left_with
from hafen.casework.cases.words import domain_choices
from hafen.casework.outreach import machine, queries, services, words
from hafen.casework.outreach.doors import FEATURE
from hafen.casework.outreach.errors import NotNow
from hafen.casework.outreach.forms import HandOverForm, hand_over_initial
from hafen.casework.outreach.models import HandOver, Protocol
from hafen.casework.outreach.rules import EXPORT_OUTREACH, HAND_OVER
from hafen.casework.outreach.sheets import HAND_OVERS
from hafen.casework.outreach.views._arrivals import MOST_EXPORTED, PAGE
from hafen.casework.outreach.views._handover_steps import SAID, STEPS
from hafen.casework.outreach.views._refusals import refusal
from hafen.casework.outreach.views._steps import step_page
from hafen.core.accounts.models import Team
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import edited
from hafen.core.ui.fields import asked_day

# What whoever does not have the file can do: the receiver, before accepting.
_OF_THE_CARD = {"accept", "decline", "ask-back"}


def _found(request: SignedInRequest, pk: UUID) -> HandOver:
    rows = queries.hand_overs_visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(rows, pk=pk)


@require_safe
@requires(HAND_OVER)
@of_feature(FEATURE)
def hand_overs(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What waits for one's team, what it got, and what it has sent."""
    del municipality
    today, part = timezone.localdate(), request.GET.get("part", "waiting")
    teams = files.own_teams(request.user, today=today).values("pk")
    rows = queries.hand_overs_visible_to(request.user, today=today)
    first, last = (asked_day(request.GET, name) for name in ("first", "last"))
    found = queries.filtered_hand_overs(rows, part, teams, first=first, last=last)
    if file := answer(
        request, HAND_OVERS, found[:MOST_EXPORTED], right=EXPORT_OUTREACH
    ):
        return file
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "part": part,
        "parts": [
            ("waiting", pgettext("hand-overs", "wait for us")),
            ("received", pgettext("hand-overs", "to us")),
            ("sent", pgettext("hand-overs", "from us")),
            ("all", pgettext("hand-overs", "all")),
        ],
        "today": today,
        "may_export": EXPORT_OUTREACH.held_by(request.user),
    }
    return render(request, "outreach/hand_overs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(HAND_OVER)
@of_feature(FEATURE)
def begin(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Prepare that the file of a household goes to another team."""
    today = timezone.localdate()
    rows = files.households_visible_to(request.user, today=today)
    household = get_object_or_404(rows.filter(ended_on=None), pk=pk)
    initial = {"parts": sorted(machine.FURTHER)}
    form = _form(request, household, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = services.begin_hand_over(
                household=household, facts=form.content, today=today, by=request.user
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            return redirect("outreach:hand_over", municipality, row.pk)
    context = {"form": form, "household": household}
    status = 422 if form.errors else 200
    return render(request, "outreach/hand_over_form.html", context, status=status)


def _form(
    request: SignedInRequest, household: Household, **options: Any
) -> HandOverForm:
    teams = Team.objects.filter(municipality=request.municipality, is_archived=False)
    notes = queries.special_notes_of(household)
    return HandOverForm(
        request.POST or None,
        rows={"to_team": teams.exclude(pk=household.team_id).order_by("name")},
        topics=domain_choices(timezone.localdate()),
        # Their words are read by a reason alone, on a page of their own.
        special=[(str(note.pk), words.unread(note)) for note in notes],
        **options,
    )


@require_safe
@requires(HAND_OVER)
@of_feature(FEATURE)
def hand_over(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The card; for whoever has the file, also what is told."""
    del municipality
    row, today = _found(request, pk), timezone.localdate()
    file = queries.file_of(row, request.user, today=today)
    if file is not None:
        audit.seen(subject=file, what="cases.household")
    context = {
        "row": row,
        "file": file,
        "possible": _possible(row, has_file=file is not None),
        "topics": [name for code, name in domain_choices(today) if code in row.topics],
        "spoken": words.spoken(row.languages),
        "parts": [Consent.Category(part).label for part in row.parts],
        "items": [
            (value, label, value in row.done) for value, label in HandOver.Item.choices
        ],
        "expires_on": row.now.expires_on,
    }
    return render(request, "outreach/hand_over.html", context)


def _possible(row: Any, *, has_file: bool) -> set[str]:
    """Return the steps to show; whoever does not have the file decides on the card."""
    if has_file:
        return {event.value for event in machine.possible(row.now, row.now.responsible)}
    side = machine.Side.RECEIVER if row.is_received else machine.Side.SENDER
    return {event.value for event in machine.possible(row.now, side)} & _OF_THE_CARD


@require_http_methods(["GET", "HEAD", "POST"])
@requires(HAND_OVER)
@of_feature(FEATURE)
def edit_hand_over(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    row, today = _found(request, pk), timezone.localdate()
    household = queries.file_of(row, request.user, today=today)
    if household is None:
        raise Http404
    initial = hand_over_initial(row)
    form = _form(request, household, initial=initial, version=row.version)

    def save(**version: Any) -> None:
        services.change_hand_over(
            hand_over=row, facts=form.content, today=today, by=request.user, **version
        )

    refusals: Any = {NotNow: (None, refusal(NotNow()))}
    done = edited(request, form, row, save, current=initial, refusals=refusals)
    if isinstance(done, HttpResponse):
        return done
    if done:
        return redirect("outreach:hand_over", municipality, pk)
    context = {"form": form, "household": household, "row": row}
    status = 422 if form.errors else 200
    return render(request, "outreach/hand_over_form.html", context, status=status)


@require_safe
@requires(HAND_OVER)
@of_feature(FEATURE)
def told(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What the other team will see, for the family, in two languages."""
    del municipality
    row, today = _found(request, pk), timezone.localdate()
    file = queries.file_of(row, request.user, today=today)
    if file is None:
        raise Http404
    audit.seen(subject=file, what="cases.household")
    sides = []
    for tag, way in words.side_by_side(row.languages):
        with translation.override(tag):
            topics = dict(domain_choices(today))
            sides.append(
                {
                    "tag": tag,
                    "dir": way,
                    "title": _("Your file goes to another team"),
                    "lines": [
                        _("From: %(team)s") % {"team": row.from_team.name},
                        _("To: %(team)s") % {"team": row.to_team.name},
                        _("Until somebody there accepts, we stay responsible."),
                        _("After that we read nothing of your file any more."),
                    ],
                    "heading": _("What goes along"),
                    "parts": [str(Consent.Category(each).label) for each in row.parts],
                    "topics": [str(topics.get(code, code)) for code in row.topics],
                }
            )
    return render(
        request, "outreach/told.html", {"row": row, "file": file, "sides": sides}
    )


@require_safe
@requires(HAND_OVER)
@of_feature(FEATURE)
def protocol(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The protocol on paper, for whoever has the file."""
    del municipality
    row = _found(request, pk)
    file = queries.file_of(row, request.user, today=timezone.localdate())
    text = get_object_or_404(Protocol, hand_over=row)
    if file is None:
        raise Http404
    audit.seen(subject=file, what="cases.household")
    context = {
        "row": row,
        "file": file,
        "text": text,
        "items": [(label, value in row.done) for value, label in HandOver.Item.choices],
        "parts": [Consent.Category(part).label for part in row.parts],
        "contested": [
            each
            for each in files.contested_in(file.pk)
            if each.about not in left_with(row.parts)
        ],
    }
    return render(request, "outreach/protocol.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(HAND_OVER)
@of_feature(FEATURE)
def hand_over_step(
    request: SignedInRequest, municipality: str, pk: UUID, name: str
) -> HttpResponse:
    """One step of either side; the machine says whether it is possible."""
    row = _found(request, pk)
    file = queries.file_of(row, request.user, today=timezone.localdate())
    if file is None and name not in _OF_THE_CARD:
        raise Http404
    if file is not None:
        row.household = file

    def show(form: Any) -> HttpResponse:
        context = {"row": row, "said": SAID[name], "form": form, "name": name}
        if name == "check":
            context["adults"] = queries.consents_for(row, today=timezone.localdate())
        status = 422 if form.errors else 200
        return render(request, "outreach/hand_over_step.html", context, status=status)

    def done(_result: Any) -> HttpResponse:
        if name in {"decline", "ask-back"}:
            return redirect("outreach:hand_overs", municipality)
        return redirect("outreach:hand_over", municipality, pk)

    return step_page(request, row, STEPS, name, show=show, done=done)
