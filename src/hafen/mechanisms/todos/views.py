from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.mechanisms.todos import queries, services
from hafen.mechanisms.todos.forms import HandOverForm, WaitForm
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.rules import DO_TODO, REASSIGN_MANY, SEE_TODAY

MOST = 200


@require_http_methods(["GET", "HEAD"])
@requires(SEE_TODAY)
def detail(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    return _page(request, _todo(request, pk))


@require_POST
@requires(DO_TODO)
def move(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Tick off, drop or reopen, as the button says."""
    todo = _todo(request, pk)
    now = timezone.now()
    try:
        done = _step(request.POST.get("step", ""), todo, request, now)
    except (services.AlreadyFinished, LostUpdate):
        messages.error(request, _("Somebody else was faster; please look again."))
    else:
        messages.success(request, done)
    back = request.POST.get("back")
    if back == "today":
        return redirect(f"/{municipality}/desk/")
    return redirect("todos:detail", municipality, pk)


def _step(step: str, todo: Todo, request: SignedInRequest, now: datetime) -> str:
    """Do one step and return what to say.

    :raises Http404: when there is no such step
    """
    if step == "done":
        services.finish_todo(todo=todo, by=request.user, now=now)
        return _("Done.")
    if step == "drop":
        services.drop_todo(todo=todo, by=request.user, now=now)
        return _("Dropped.")
    if step == "reopen":
        services.reopen_todo(todo=todo, by=request.user)
        return _("It is open again.")
    raise Http404


@require_POST
@requires(DO_TODO)
def hand_over(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    todo = _todo(request, pk)
    people, teams = queries.receivers_for(request.user)
    form = HandOverForm(request.POST, people=people, teams=teams)
    if not form.is_valid():
        return _page(request, todo, hand_over=form)
    services.hand_over(
        todo=todo,
        owner=form.cleaned_data["owner"],
        team=form.cleaned_data["team"],
        by=request.user,
    )
    messages.success(request, _("Handed over."))
    return redirect(f"/{municipality}/desk/")


@require_POST
@requires(DO_TODO)
def wait(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    todo = _todo(request, pk)
    form = WaitForm(request.POST)
    if not form.is_valid():
        return _page(request, todo, wait=form)
    services.wait_for(
        todo=todo,
        whom=form.cleaned_data["whom"],
        until=form.cleaned_data["until"],
        by=request.user,
    )
    messages.success(request, _("Noted; you will see it under “waiting”."))
    return redirect("todos:detail", municipality, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(REASSIGN_MANY)
def reassign(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Give many todos to somebody else at once."""
    today = timezone.localdate()
    rows = queries.todos_visible_to(request.user, today=today).open()
    people, teams = queries.receivers_for(request.user)
    form = HandOverForm(request.POST or None, people=people, teams=teams)
    if request.method == "POST" and form.is_valid():
        chosen = rows.filter(pk__in=_keys(request.POST.getlist("todos")))
        moved = services.reassign(
            todos=chosen,
            owner=form.cleaned_data["owner"],
            team=form.cleaned_data["team"],
            by=request.user,
        )
        text = ngettext("%d todo handed over.", "%d todos handed over.", moved)
        messages.success(request, text % moved)
        return redirect(f"/{municipality}/desk/")
    shown = rows.select_related("owner", "team").by_urgency()[:MOST]
    context = {
        "form": form,
        "lines": queries.lines(shown, user=request.user, today=today),
    }
    status = 422 if form.errors else 200
    return render(request, "todos/reassign.html", context, status=status)


def _keys(texts: list[str]) -> list[UUID]:
    keys = []
    for text in texts[:MOST]:
        try:
            keys.append(UUID(text))
        except ValueError:
            continue
    return keys


def _todo(request: SignedInRequest, pk: UUID) -> Todo:
    rows = queries.todos_visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(rows.select_related("owner", "team"), pk=pk)


def _page(
    request: SignedInRequest,
    todo: Todo,
    hand_over: HandOverForm | None = None,
    wait: WaitForm | None = None,
) -> HttpResponse:
    people, teams = queries.receivers_for(request.user)
    today = timezone.localdate()
    (line,) = queries.lines([todo], user=request.user, today=today)
    context = {
        "line": line,
        "hand_over": hand_over or HandOverForm(people=people, teams=teams),
        "wait": wait or WaitForm(),
    }
    status = 422 if hand_over or wait else 200
    return render(request, "todos/detail.html", context, status=status)
