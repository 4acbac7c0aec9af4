"""Small steps on a page: one form, one call, and back to the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.ui import drafts, sparse


@dataclass(frozen=True)
class Step:
    """What one button of a page does.

    :param form: makes the form for a request and the row; None: a button alone
    :param do: calls one service with what the form says; may return where to go on
    """

    form: Callable[[SignedInRequest, Any], Any] | None
    do: Callable[[SignedInRequest, Any, Any], Any]


def take(
    request: SignedInRequest,
    row: Any,
    steps: Mapping[str, Step],
    name: str,
    *,
    page: Callable[..., HttpResponse],
    done: Callable[[Any], HttpResponse],
    refusal: Callable[[DomainError], str],
) -> HttpResponse:
    """Do one step, or show the page again with what is wrong.

    :param page: shows the row, with a form in place of the one of that name
    :param done: where it goes on, given what the step returned
    :param refusal: says in plain words why something was refused
    """
    if name not in steps:
        raise Http404
    step = steps[name]
    form = step.form(request, row) if step.form else None
    if form is not None and not form.is_valid():
        return page(request, row, **{name.replace("-", "_"): form})
    result = None
    try:
        result = step.do(request, row, form)
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        drafts.saved(request, _("The changes were saved."))
        if form is not None:
            sparse.warn(request, form)
    return done(result)
