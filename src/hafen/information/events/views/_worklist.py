"""Pages that are a list with steps and one small form below."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from hafen.core.accounts.requests import SignedInRequest


@dataclass(frozen=True)
class Item:
    """One line: what it is, how it stands, what can be done with it."""

    key: UUID
    title: str
    note: str = ""
    badge: str = ""
    look: str = "info"
    address: str = ""
    steps: tuple[tuple[str, str], ...] = ()


def worklist(
    request: SignedInRequest,
    *,
    heading: str,
    items: Iterable[Item],
    form: Any,
    save: Callable[[Any], None],
    step: Callable[[str, str], None],
    **words: Any,
) -> HttpResponse:
    """Show a list, do a step of a line, or save the form; then show it anew.

    :param save: takes the valid form
    :param step: takes the name of the step and the key of the line, which may
        be none of ours
    """
    if request.method == "POST" and "step" in request.POST:
        step(request.POST["step"], request.POST.get("item", ""))
        return _again(request)
    if form is not None and form.is_bound and form.is_valid():
        save(form)
        if not form.errors:
            return _again(request)
    context: Mapping[str, Any] = {
        "heading": heading,
        "items": list(items),
        "form": form,
        **words,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "events/worklist.html", dict(context), status=status)


def _again(request: SignedInRequest) -> HttpResponse:
    messages.success(request, _("The changes were saved."))
    return HttpResponseRedirect(request.path)


def sent(request: SignedInRequest) -> Any:
    """Return what was sent for the form below the list; None for a step."""
    is_form = request.method == "POST" and "step" not in request.POST
    return request.POST if is_form else None


def key_of(text: str) -> UUID:
    """Return the key that a form or an address names, one of nothing if it is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
