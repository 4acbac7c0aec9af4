"""What everybody reads: who takes part in the town, and whom to ask there."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.db.names import short_id_in
from hafen.core.db.permissions import public
from hafen.core.places import changes
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.features import of_feature
from hafen.core.places.requests import PlaceRequest
from hafen.core.taxonomy.reference import own_name
from hafen.core.translation.texts import text_in, texts_in
from hafen.network.organisations import queries, words
from hafen.network.organisations.features import ACTORS
from hafen.network.organisations.forms import PublicFilterForm
from hafen.network.organisations.views._choosing import wanted_by

PAGE = 50


@require_safe
@public
@of_feature(ACTORS)
def public_listing(
    request: PlaceRequest, municipality: str, language: str
) -> HttpResponse:
    """List the published organisations by field of work and district."""
    del municipality
    town = request.municipality
    labels = words.topics(timezone.localdate())
    form = PublicFilterForm(
        request.GET,
        topics=words.topic_choices(labels),
        districts=words.district_choices(town),
    )
    wanted = wanted_by(request, form, labels)
    everybody = queries.published_organisations(town)
    rows = Paginator(queries.filtered(everybody, wanted), PAGE)
    page = rows.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "filters": wanted.count,
        "page": page,
        "cards": [(row, words.topic_names(row.topics, labels)) for row in page],
        "profiles": everybody.count(),
        "networks": queries.public_networks(town, language),
    }
    answer = render(request, "organisations/public_listing.html", context)
    return same_for_everybody(answer, town)


@require_safe
@public
@of_feature(ACTORS)
def public_detail(
    request: PlaceRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """Show an organisation; an address of an earlier name leads on."""
    town = request.municipality
    found = queries.published_organisation(town, address)
    if found is None:
        raise Http404
    if address != found.address:
        place = reverse(
            "organisations_public:public_detail",
            args=[municipality, language, found.address],
        )
        # An entry that was joined to this one may be parted from it again.
        return redirect(place, permanent=found.short_id == short_id_in(address))
    labels = words.topics(timezone.localdate())
    context = {
        "organisation": found,
        **queries.description_in(found, language),
        "topics": words.topic_names(found.topics, labels),
        "districts": queries.district_names(found, language),
        "spoken": [(tag, own_name(tag)) for tag in found.languages],
        "people": queries.public_persons(found),
        "parts": queries.public_parts(found, language),
    }
    answer = render(request, "organisations/public_detail.html", context)
    return same_for_everybody(
        answer, town, until=changes.next_change(town, timezone.now())
    )


@require_safe
@public
@of_feature(ACTORS)
def public_network(
    request: PlaceRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """Show a network that shows itself, with its published members of today."""
    town = request.municipality
    found = queries.public_network(town, address, language)
    if found is None:
        raise Http404
    if address != found.address:
        place = reverse(
            "organisations_public:public_network",
            args=[municipality, language, found.address],
        )
        return redirect(place, permanent=True)
    today = timezone.localdate()
    members = queries.members_on([found.pk], today)
    context = {
        "network": found,
        "texts": texts_in(found, language),
        "above": text_in(found.parent, language) if found.parent else None,
        "members": [
            row.organisation for row in members if row.organisation.is_published
        ],
        "speakers": queries.public_speakers(found, today),
        "groups": queries.public_groups(found, language),
    }
    answer = render(request, "organisations/public_network.html", context)
    return same_for_everybody(answer, town)
