from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import is_on, of_feature
from hafen.information.knowledge import queries, services
from hafen.information.knowledge.doors import FEATURE, LINK_CHECK
from hafen.information.knowledge.forms import NewLinkForm
from hafen.information.knowledge.rules import MANAGE_PAGES
from hafen.information.knowledge.sheets import LINKS


@require_safe
@requires(MANAGE_PAGES)
@of_feature(FEATURE)
def links(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Links that lead nowhere, with the pages that have them."""
    del municipality
    found = queries.broken_links(request.municipality)
    if file := answer(request, LINKS, found):
        return file
    context = {"links": found, "asks_the_web": is_on(request.municipality, LINK_CHECK)}
    return render(request, "knowledge/desk/links.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_PAGES)
@of_feature(FEATURE)
def replace_link(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Another address on every page that has this one; first the list of them."""
    old = request.GET.get("old", "")
    pages = queries.pages_with(request.municipality, old)
    if not pages:
        if request.method == "POST" or old:
            raise Http404
        return redirect("knowledge:links", municipality)
    form = NewLinkForm(request.POST or None)
    if form.is_bound and form.is_valid():
        released, drafts = services.replace_link(
            municipality=request.municipality,
            old=old,
            new=form.cleaned_data["new"],
            by=request.user,
        )
        said = _("Pages released with the new address: %(pages)s. Drafts: %(drafts)s.")
        messages.success(request, said % {"pages": released, "drafts": drafts})
        return redirect("knowledge:links", municipality)
    context = {"form": form, "old": old, "pages": pages}
    status = 422 if form.errors else 200
    return render(request, "knowledge/desk/replace_link.html", context, status=status)
