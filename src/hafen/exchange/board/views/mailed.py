"""What a mailed link opens: the own notice, a talk, a subscription."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.errors import DomainError
from hafen.core.places import queries as places
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.conflict import edited
from hafen.core.ui.errors import too_many
from hafen.core.ui.visitors import by_link, language_of
from hafen.exchange.board import categories, keys, queries, services, words
from hafen.exchange.board.doors import FEATURE
from hafen.exchange.board.forms.public import (
    FACTS,
    AlertForm,
    CloseForm,
    EditForm,
    SayForm,
    TalkReportForm,
)
from hafen.exchange.board.models import Post, Talk
from hafen.exchange.board.views._common import choices, today
from hafen.mechanisms.feedback.services import (
    WINDOW_SECONDS,
    TooManyMessages,
    count_sending,
)

_MOST_AN_HOUR = 60


@by_link(FEATURE)
def mine(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Show the own notice with its buttons; looking changes nothing."""
    row = _own(request, pk, code)
    step = request.POST.get("step", "")
    form = CloseForm(request.POST if step == "close" else None)
    said = ""
    if request.method == "POST":
        said = _step(row, step, form)
        if not said and not form.errors:
            return redirect(_after(request, pk))
    shown = {
        "post": queries.post_of_link(request.municipality, pk) or row,
        "form": form,
        "said": said,
        "code": code,
        "talks": _talks(row),
        "names": categories.names(today()),
    }
    status = 422 if form.errors or said else 200
    return render(request, "board/mine.html", shown, status=status)


def _after(request: PlaceRequest, pk: UUID) -> str:
    """Return the page itself, or the thanks where the notice is gone."""
    town = request.municipality
    if queries.post_of_link(town, pk) is not None:
        return request.path
    where = reverse("board_public:thanks", args=[town.slug, language_of(request)])
    return f"{where}?of=deleted"


def _talks(row: Post) -> list[tuple[Talk, str]]:
    talks = queries.talks_of(row)[:50]
    return [(talk, keys.talk_code(talk, Talk.Side.AUTHOR)) for talk in talks]


def _step(row: Post, step: str, form: CloseForm) -> str:
    """Do what the button says; return why it cannot be done, if so."""
    now = timezone.now()
    try:
        if step == "renew":
            services.renew_post(row=row, by=None, now=now)
        elif step == "delete":
            services.delete_post(row=row, by=None, now=now)
        elif step == "close" and form.is_valid():
            outcome = form.cleaned_data["outcome"]
            services.close_post(row=row, outcome=outcome, by=None, now=now)
    except DomainError as refused:
        return words.refusal(refused)
    return ""


@by_link(FEATURE)
def edit(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Change the own notice; it is looked at once more."""
    row = _own(request, pk, code)
    form = EditForm(
        request.POST or None,
        request.FILES or None,
        initial={name: getattr(row, name) for name in FACTS},
        version=row.version,
    )
    form.fill(**choices(request))
    form.offer_photos(row)
    done = _edited(request, row, form)
    if isinstance(done, HttpResponse):
        return done
    if done:
        return redirect(request.path.removesuffix("edit/"))
    shown = {"post": row, "form": form, "code": code}
    status = 422 if form.errors else 200
    return render(request, "board/edit.html", shown, status=status)


def _edited(request: PlaceRequest, row: Post, form: EditForm) -> HttpResponse | bool:
    def save(**version: Any) -> None:
        services.edit_post(
            row=row,
            facts=form.facts,
            photos=form.cleaned_data["photos"],
            removed=form.cleaned_data.get("removed") or (),
            by=None,
            now=timezone.now(),
            **version,
        )

    refusals = {kind: (None, str(said)) for kind, said in words.REFUSALS.items()}
    return edited(
        request,
        form,
        row,
        save,
        current=form.initial,
        refusals=refusals,
        layout="layouts/public.html",
    )


@by_link(FEATURE)
def talk(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Read and write a talk, release the own name, end it, report it."""
    row = queries.talk_of_link(request.municipality, pk)
    side = keys.side_of(row, code) if row else None
    if row is None or side is None:
        raise Http404
    step = request.POST.get("step", "")
    say = SayForm(request.POST if step == "say" else None)
    report = TalkReportForm(request.POST if step == "report" else None)
    forms = {"say": say, "report": report}
    said = ""
    if request.method == "POST":
        try:
            said = _talk_step(row, side, step, forms, language_of(request))
        except TooManyMessages:
            return too_many(request, wait=WINDOW_SECONDS)
        if not said and not say.errors and not report.errors:
            return redirect(f"{request.path}?done={step}" if step else request.path)
    shown = _talk_shown(row, side) | {"form": say, "report": report, "said": said}
    status = 422 if said or say.errors or report.errors else 200
    return render(request, "board/talk.html", shown, status=status)


def _talk_step(
    row: Talk, side: str, step: str, forms: dict[str, Any], language: str
) -> str:
    """
    Do what a button of a talk says; return why it cannot be done, if so.

    :raises TooManyMessages: when somebody writes too often
    """
    now = timezone.now()
    if step in forms and not forms[step].is_valid():
        return ""
    try:
        if step == "say":
            count_sending(row.municipality, f"talk:{row.pk}", _MOST_AN_HOUR, now)
            text = forms["say"].cleaned_data["text"]
            services.say(talk=row, side=side, text=text, language=language, now=now)
        elif step == "report":
            said = forms["report"].cleaned_data
            services.report(
                row=row.post,
                talk=row,
                side=side,
                reason=said["reason"],
                text=said["text"],
                now=now,
            )
        elif step == "release":
            services.release_name(talk=row, side=side, now=now)
        elif step == "end":
            services.end_talk(talk=row, side=side)
    except TooManyMessages:
        raise
    except DomainError as refused:
        return words.refusal(refused)
    return ""


def _talk_shown(row: Talk, side: str) -> dict[str, Any]:
    fresh = queries.talk_of_link(row.municipality, row.pk) or row
    other = Talk.Side.ASKER if side == Talk.Side.AUTHOR else Talk.Side.AUTHOR
    return {
        "talk": fresh,
        "post": fresh.post,
        "side": side,
        "is_author": side == Talk.Side.AUTHOR,
        "other": services.name_for(fresh, other),
        "has_released": fresh.has_released(side),
        "is_open": not fresh.is_blocked and fresh.person(other) is not None,
        "messages": fresh.messages.order_by("said_at", "pk"),
        "warning": categories.warning_for(fresh.post.category),
    }


@by_link(FEATURE)
def alert(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """Confirm, change or end a subscription by a button."""
    row = queries.subscription_of_link(request.municipality, pk)
    if row is None:
        if request.GET.get("done") != "ended":
            raise Http404
        return render(request, "board/alert.html", {"row": None})
    if not keys.is_alert_code(row, code):
        raise Http404
    names = ("side", "categories", "district")
    initial = {name: getattr(row, name) for name in names}
    form = AlertForm(request.POST or None, initial=initial)
    form.fill(
        categories.top_choices(today()), places.districts_of(request.municipality)
    )
    if request.method == "POST" and form.is_valid():
        return redirect(f"{request.path}{_wish(row, request, form)}")
    return render(request, "board/alert.html", {"row": row, "form": form})


def _wish(row: Any, request: PlaceRequest, form: AlertForm) -> str:
    steps: dict[str, Callable[[], Any]] = {
        "end": lambda: services.unsubscribe(row=row),
        "keep": lambda: services.confirm_subscription(
            row=row, **form.wish, now=timezone.now()
        ),
    }
    step = request.POST.get("step", "")
    if step not in steps:
        raise Http404
    steps[step]()
    return "?done=ended" if step == "end" else "?done=kept"


def _own(request: PlaceRequest, pk: UUID, code: str) -> Post:
    row = queries.post_of_link(request.municipality, pk)
    if row is None or not keys.is_manage_code(row, code):
        raise Http404
    return row
