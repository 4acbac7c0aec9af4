"""One form, one service, and back to where it belongs."""

from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hafen.casework.cases.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import Permission
from hafen.core.places.features import is_on
from hafen.core.ui import sparse


class _Action(Protocol):
    @property
    def permission(self) -> Permission: ...
    @property
    def feature(self) -> str: ...


_Offered = TypeVar("_Offered", bound=_Action)


def offered(actions: Iterable[_Offered], request: SignedInRequest) -> list[_Offered]:
    """Return which buttons of rooms above somebody finds."""
    return [
        action
        for action in actions
        if action.permission.held_by(request.user)
        and (not action.feature or is_on(request.municipality, action.feature))
    ]


def asked(
    request: SignedInRequest,
    form: Any,
    save: Callable[[], Any],
    *,
    title: str,
    back: str,
    lead: str = "",
    warning: str = "",
) -> HttpResponse:
    """
    Answer the page with a form, or save what it says and go back.

    :param save: calls one service with what the form says
    :param lead: what stands above the form
    :param warning: what is to be known first
    """
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("The changes were saved."))
            sparse.warn(request, form)
            return redirect(back)
    context = {"form": form, "title": title, "back": back, "lead": lead}
    context["warning"] = warning
    status = 422 if form.errors else 200
    return render(request, "cases/asked.html", context, status=status)


def taken(
    request: SignedInRequest, form: Any, do: Callable[[], Any], where: str
) -> HttpResponse:
    """Take a step that stands in a list, say what became of it, and go back there."""
    if form is not None and not form.is_valid():
        messages.error(request, _("Fill in all fields of the step."))
        return redirect(where)
    try:
        do()
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("The changes were saved."))
        if form is not None:
            sparse.warn(request, form)
    return redirect(where)
