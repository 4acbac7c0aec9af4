"""A small step on a page of its own: shown when asked for, taken when sent."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse, QueryDict

from hafen.casework.outreach.views._refusals import refusal
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.ui.steps import Step, take


def sent(request: SignedInRequest) -> QueryDict | None:
    """Return what was sent, even where a form is only a button."""
    return request.POST if request.method == "POST" else None


def step_page(
    request: SignedInRequest,
    row: Any,
    steps: Mapping[str, Step],
    name: str,
    *,
    show: Callable[[Any], HttpResponse],
    done: Callable[[Any], HttpResponse],
) -> HttpResponse:
    """
    Show the form of a step, or take it.

    :param show: the page with a form
    :param done: where it goes on, given what the step returned
    :raises Http404: for another name, and for a button that nobody has pressed
    """

    def page(_request: SignedInRequest, _row: Any, **shown: Any) -> HttpResponse:
        [form] = shown.values()
        return show(form)

    make = steps[name].form if name in steps else None
    if request.method != "POST":
        if make is None:
            raise Http404
        return show(make(request, row))
    return take(request, row, steps, name, page=page, done=done, refusal=refusal)
