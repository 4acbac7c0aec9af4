"""The board at the desk: look, publish, refuse, post for others."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.models import Team
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places import queries as places
from hafen.core.places.features import is_on, of_feature
from hafen.core.ui.history import history_of
from hafen.core.ui.pages import render_page
from hafen.exchange.board import addresses, categories, queries, services, words
from hafen.exchange.board.doors import FEATURE, ORIGIN
from hafen.exchange.board.forms.desk import (
    DeskFilterForm,
    DeskPostForm,
    RefuseForm,
    SettingsForm,
)
from hafen.exchange.board.forms.public import CloseForm
from hafen.exchange.board.models import Post, Talk
from hafen.exchange.board.queries import DeskFilter
from hafen.exchange.board.rules import (
    EXPORT_BOARD,
    MODERATE,
    POST_FOR_OTHERS,
    SET_UP_BOARD,
)
from hafen.exchange.board.sheets import POSTS
from hafen.exchange.board.views._common import today
from hafen.exchange.pool.doors import FEATURE as POOL
from hafen.exchange.pool.rules import PLACE
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.queries import (
    is_of_the_house,
    organisations_editable_by,
    organisations_visible_to,
)

PAGE = 25
MOST_EXPORTED = 10_000


@require_safe
@requires(POST_FOR_OTHERS)
@of_feature(FEATURE)
def listing(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Notices by what is to be done; first those that wait for a look."""
    del municipality
    is_moderator = MODERATE.held_by(request.user)
    form = DeskFilterForm(request.GET, categories=categories.choices(today()))
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    usual = "look" if is_moderator else "all"
    chosen = DeskFilter(
        part=request.GET.get("part") or usual,
        category=values.get("category", ""),
        words=values.get("q", ""),
    )
    rows = queries.desk_filtered(queries.posts_visible_to(request.user), chosen)
    if file := answer(request, POSTS, rows[:MOST_EXPORTED], right=EXPORT_BOARD):
        return file
    shown = {
        "form": form,
        "filters": chosen.count,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "names": categories.names(today()),
        "part": chosen.part,
        "parts": _parts().items(),
        "may_export": EXPORT_BOARD.held_by(request.user),
    }
    return render_page(request, "board/desk.html", shown)


def _parts() -> dict[str, str]:
    return {
        "look": pgettext("notices", "To look at"),
        "reported": pgettext("notices", "Reported"),
        "public": pgettext("notices", "Public"),
        "over": pgettext("notices", "Over"),
        "all": pgettext("notices", "All"),
    }


@require_safe
@requires(POST_FOR_OTHERS)
@of_feature(FEATURE)
def post(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """One notice, with what can be decided about it."""
    del municipality
    return _page(request, _post(request, pk), RefuseForm(), CloseForm())


def _page(
    request: SignedInRequest,
    row: Post,
    refuse: RefuseForm,
    close: CloseForm,
    status: int = 200,
) -> HttpResponse:
    is_moderator = MODERATE.held_by(request.user)
    talks = queries.talks_visible_to(request.user).filter(post=row)
    risk = categories.risk_of(row.category)
    shown = {
        "post": row,
        "names": categories.names(today()),
        "risk": risk.label if risk else "",
        "photos": row.photos.select_related("file").order_by("pk"),
        "reports": row.reports.select_related("talk").order_by(
            "done_at", "-created_at"
        ),
        "talks": [_talk(each, row, request) for each in talks.order_by("-created_at")],
        "refuse": refuse,
        "close": close,
        "is_moderator": is_moderator,
        "may_convert": is_moderator
        and PLACE.held_by(request.user)
        and is_on(row.municipality, POOL),
        "convert": f"{_form_of(row)}?from={ORIGIN}:{row.pk}",
        "converted": row.converted.select_related("need", "offer"),
    }
    return render(request, "board/post.html", shown, status=status)


@require_safe
@requires(POST_FOR_OTHERS)
@of_feature(FEATURE)
def history(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What was done to a notice, and by whom."""
    del municipality
    row = _post(request, pk)
    shown = {"post": row, "moments": history_of(row, actions=words.ACTIONS)}
    return render(request, "board/history.html", shown)


def _talk(row: Talk, post: Post, request: SignedInRequest) -> dict[str, Any]:
    """Return a talk with its messages, and its page for who leads it."""
    leads = post.owner_id == request.user.pk
    language = row.municipality.default_language
    row.post = post
    return {
        "talk": row,
        "messages": row.messages.order_by("said_at", "pk"),
        "address": addresses.talk(row, Talk.Side.AUTHOR, language) if leads else "",
    }


def _form_of(row: Post) -> str:
    side = "offer" if row.is_offer else "need"
    return reverse(f"pool:add_{side}", args=[row.municipality.slug])


@require_POST
@requires(POST_FOR_OTHERS)
@of_feature(FEATURE)
def decide(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Do what a button says; what the moderators alone may do is not found else."""
    row = _post(request, pk)
    step = request.POST.get("step", "")
    refuse = RefuseForm(request.POST if step in {"refuse", "shut_out"} else None)
    close = CloseForm(request.POST if step == "close" else None)
    bound = [form for form in (refuse, close) if form.is_bound]
    if all(form.is_valid() for form in bound):
        try:
            _done(request, row, step, refuse, close)
        except DomainError as refused:
            messages.error(request, words.refusal(refused))
        if step == "delete":
            return redirect("board:listing", municipality)
        return redirect("board:post", municipality, pk)
    return _page(request, row, refuse, close, status=422)


def _done(
    request: SignedInRequest,
    row: Post,
    step: str,
    refuse: RefuseForm,
    close: CloseForm,
) -> None:
    """Do a step; one of the moderators is none for others.

    :raises DomainError: if it cannot be done any more
    """
    by, now = request.user, timezone.now()
    own: dict[str, Callable[[], Any]] = {
        "renew": lambda: services.renew_post(row=row, by=by, now=now),
        "delete": lambda: services.delete_post(row=row, by=by, now=now),
        "close": lambda: services.close_post(
            row=row, outcome=close.cleaned_data["outcome"], by=by, now=now
        ),
    }
    moderators: dict[str, Callable[[], Any]] = {
        "publish": lambda: services.publish_post(row=row, by=by, now=now),
        "urgent": lambda: services.publish_post(
            row=row, is_urgent=True, by=by, now=now
        ),
        "look": lambda: services.note_look(row=row, by=by, now=now),
        "refuse": lambda: services.refuse_post(
            row=row, reason=refuse.cleaned_data["reason"], by=by, now=now
        ),
        "settle": lambda: services.settle_reports(row=row, by=by, now=now),
        "shut_out": lambda: _shut_out(row, refuse, by, now),
        "let_in": lambda: (
            row.member and services.let_in_again(member=row.member, by=by)
        ),
    }
    steps = own | moderators if MODERATE.held_by(by) else own
    if step not in steps:
        raise Http404
    steps[step]()


def _shut_out(row: Post, refuse: RefuseForm, by: Any, now: Any) -> None:
    if row.member is not None:
        reason = refuse.cleaned_data["reason"]
        services.shut_out(member=row.member, reason=reason, by=by, now=now)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(POST_FOR_OTHERS)
@of_feature(FEATURE)
def add(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Post for an organisation, or for somebody without an address."""
    form = _desk_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            row = _posted(request, form)
        except DomainError as refused:
            form.add_error(None, words.refusal(refused))
        else:
            messages.success(request, _("The notice is saved."))
            return redirect("board:post", municipality, row.pk)
    status = 422 if form.errors else 200
    return render(request, "board/add.html", {"form": form}, status=status)


def _desk_form(request: SignedInRequest) -> DeskPostForm:
    is_house = is_of_the_house(request.user)
    form = DeskPostForm(
        request.POST or None, request.FILES or None, initial={"language": "de"}
    )
    form.fill(
        categories=categories.choices(today()),
        languages=words.language_choices(today()),
        districts=places.districts_of(request.municipality),
    )
    bodies = (
        organisations_visible_to(request.user)
        if is_house
        else organisations_editable_by(request.user)
    )
    form.serve(bodies.sorted(), only_organisations=not is_house)
    return form


def _posted(request: SignedInRequest, form: DeskPostForm) -> Post:
    body: Organisation | None = form.cleaned_data.get("organisation")
    person = (
        {
            "name": body.name,
            "email": request.user.email,
            "language": form.cleaned_data["language"],
        }
        if body is not None
        else form.person
    )
    new = services.NewPost(
        facts=form.facts,
        person=person,
        photos=form.cleaned_data["photos"],
        organisation=body,
        is_on_behalf=body is None,
        by=request.user,
    )
    return services.post(municipality=request.municipality, new=new, now=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SET_UP_BOARD)
@of_feature(FEATURE)
def settings(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How long notices hang, who looks at them, which words are refused."""
    found = services.settings_of(request.municipality)
    names = ("valid_days", "remind_days", "check_days", "team")
    initial = {name: getattr(found, name) for name in names}
    initial["refused_words"] = "\n".join(found.refused_words)
    form = SettingsForm(request.POST or None, initial=initial)
    team: Any = form.fields["team"]
    team.label_from_instance = lambda row: row.name
    team.queryset = Team.objects.filter(
        municipality=request.municipality, is_archived=False
    ).order_by("name", "pk")
    if request.method == "POST" and form.is_valid():
        services.save_settings(
            municipality=request.municipality, data=form.content, by=request.user
        )
        messages.success(request, _("The changes were saved."))
        return redirect("board:settings", municipality)
    status = 422 if form.errors else 200
    return render(request, "board/settings.html", {"form": form}, status=status)


def _post(request: SignedInRequest, pk: UUID) -> Post:
    rows = queries.posts_visible_to(request.user).select_related(
        "member__organisation", "district", "owner", "municipality", "first_checked_by"
    )
    return get_object_or_404(rows.exclude(state=Post.State.DELETED), pk=pk)
