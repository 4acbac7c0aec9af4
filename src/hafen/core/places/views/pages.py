"""What the screens of places share: one way to show, refuse and save a form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hafen.core.db.errors import LostUpdate
from hafen.core.db.forms import Form
from hafen.core.places.errors import Refused
from hafen.core.places.forms.rows import RowForm, differences
from hafen.core.places.requests import PlaceRequest


@dataclass(frozen=True)
class Crumb:
    """A link of the way back."""

    label: str
    address: str


def form_page(
    request: PlaceRequest,
    form: Form,
    save: Callable[[], str],
    *,
    title: str,
    crumbs: list[Crumb],
    template: str = "places/form.html",
    **context: Any,
) -> HttpResponse:
    """Show a form, or save it and lead on.

    :param save: does the one write and returns the address to go to
    """
    changed: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                address = save()
        except LostUpdate:
            form.add_error(None, _("Somebody else has saved this meanwhile."))
            changed = differences(form) if isinstance(form, RowForm) else []
        except Refused as refused:
            form.add_error(None, str(refused))
        except IntegrityError:
            form.add_error(None, _("There already is an entry with these values."))
        else:
            messages.success(request, _("Saved."))
            return redirect(address)
    return render(
        request,
        template,
        {
            "form": form,
            "title": title,
            "crumbs": crumbs,
            "cancel": crumbs[-1].address if crumbs else "",
            "differences": changed,
            **context,
        },
        status=422 if form.errors else 200,
    )


def to(request: PlaceRequest, name: str, *arguments: Any) -> str:
    """Return the address of a staff page of places in this municipality."""
    return reverse(f"places:{name}", args=[request.municipality.slug, *arguments])


def crumbs(request: PlaceRequest, *entries: tuple[str, str]) -> list[Crumb]:
    """Return the way back from pairs of label and name of the page."""
    return [Crumb(label, to(request, name)) for label, name in entries]


def typed(request: PlaceRequest, name: str, *, longest: int = 100) -> str:
    """Return what somebody typed into a search, without what no database takes."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:longest]
