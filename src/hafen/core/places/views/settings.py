"""The settings of a municipality: name, languages, look, rooms, publication."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hafen.core.db.permissions import requires
from hafen.core.places import rules, services
from hafen.core.places.forms import FeaturesForm, MunicipalityForm, PublicationForm
from hafen.core.places.requests import PlaceRequest
from hafen.core.places.views.pages import crumbs, form_page, to


@requires(rules.EDIT_MUNICIPALITY)
def settings(request: PlaceRequest, municipality: str) -> HttpResponse:
    """Change name, languages, domain, colour and contact data."""
    del municipality
    form = MunicipalityForm(request.POST or None, municipality=request.municipality)

    def save() -> str:
        services.change_municipality(
            request.municipality, values=form.content, expected=form.read_version
        )
        return to(request, "settings")

    return form_page(
        request,
        form,
        save,
        title=_("Municipality"),
        crumbs=[],
        template="places/settings.html",
        is_published=request.municipality.is_published,
    )


@requires(rules.EDIT_MUNICIPALITY)
def features(request: PlaceRequest, municipality: str) -> HttpResponse:
    """Show and hide rooms."""
    del municipality
    form = FeaturesForm(request.POST or None, municipality=request.municipality)

    def save() -> str:
        services.set_features(
            request.municipality, switched=form.content, expected=form.read_version
        )
        return to(request, "settings")

    return form_page(
        request,
        form,
        save,
        title=_("Rooms of the platform"),
        crumbs=crumbs(request, (_("Municipality"), "settings")),
        note=_("What is switched off disappears from pages, navigation and search."),
    )


@requires(rules.EDIT_MUNICIPALITY)
def publication(request: PlaceRequest, municipality: str) -> HttpResponse:
    """Open the portal to the public, or close it."""
    del municipality
    initial = {"is_published": request.municipality.is_published}
    form = PublicationForm(request.POST or None, initial=initial)

    def save() -> str:
        services.set_published(request.municipality, **form.content)
        return to(request, "settings")

    return form_page(
        request,
        form,
        save,
        title=_("Publication"),
        crumbs=crumbs(request, (_("Municipality"), "settings")),
    )
