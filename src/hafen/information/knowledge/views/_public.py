from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.accounts.models import User
from hafen.core.db.permissions import public
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.changes import next_change
from hafen.core.places.features import of_feature
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import labels
from hafen.information.knowledge import queries
from hafen.information.knowledge.doors import FEATURE
from hafen.information.knowledge.models import Entry


class PublicRequest(HttpRequest):
    """A request below `/<municipality>/<language>/`; the edge read both."""

    municipality: Municipality


@require_safe
@public
@of_feature(FEATURE)
def home(request: PublicRequest, municipality: str, language: str) -> HttpResponse:
    """All topics with their pages."""
    town = request.municipality
    context = {
        "branches": queries.tree_of(town, language=language),
        "has_faq": queries.has_kind(town, Entry.Kind.FAQ),
        "has_steps": queries.has_kind(town, Entry.Kind.STEPS),
    }
    response = render(request, "knowledge/home.html", context)
    return same_for_everybody(response, town)


@require_safe
@public
@of_feature(FEATURE)
def faq(request: PublicRequest, municipality: str, language: str) -> HttpResponse:
    """Questions and answers by topic; the answers fold out."""
    town, now = request.municipality, timezone.now()
    groups = queries.faq_groups(town, language=language, now=now)
    response = render(request, "knowledge/faq.html", {"groups": groups})
    return same_for_everybody(response, town, until=next_change(town, now))


@require_safe
@public
@of_feature(FEATURE)
def situations(
    request: PublicRequest, municipality: str, language: str
) -> HttpResponse:
    """From the own situation and need to the steps that help."""
    town = request.municipality
    chosen = request.GET.get("group", "")
    topic = request.GET.get("topic", "")
    found = queries.listed(
        town,
        language=language,
        kinds=[Entry.Kind.STEPS],
        situation=chosen if chosen in Entry.Status else "",
        topic=topic,
    )
    context = {
        "situations": [each for each in Entry.Status.choices if each[0] != "ANY"],
        "topics": queries.topics_of(town, Entry.Kind.STEPS, language=language),
        "chosen": chosen,
        "topic": topic,
        "guides": found,
    }
    response = render(request, "knowledge/situations.html", context)
    return same_for_everybody(response, town)


@require_safe
@public
@of_feature(FEATURE)
def page(
    request: PublicRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    """One page; an old slug leads to the new one, a draft to its testers only."""
    town, now = request.municipality, timezone.now()
    original = queries.find_entry(town, address)
    if original is None or original.is_internal:
        raise Http404
    is_test = not original.live
    if is_test and not _may_test(request, original):
        raise Http404
    view = queries.page_view(original, language=language, now=now, is_test=is_test)
    if view.entry.address != address:
        target = reverse(
            "knowledge_public:page", args=[town.slug, language, view.entry.address]
        )
        return HttpResponseRedirect(target, status=302 if is_test else 301)
    response = render(request, "knowledge/page.html", _context(view, language))
    if is_test:
        response.headers["Cache-Control"] = "no-store"
        return response
    return same_for_everybody(response, town, until=next_change(town, now))


def _may_test(request: HttpRequest, original: Entry) -> bool:
    user = request.user if hasattr(request, "session") else None
    if not isinstance(user, User) or user.municipality_id != original.municipality_id:
        return False
    return queries.tested_by(original, user, timezone.localdate())


def _context(view: queries.PageView, language: str) -> dict[str, object]:
    today = timezone.localdate()
    names = {
        label.code: label.name
        for vocabulary in (Vocabulary.LEGAL_AREAS, Vocabulary.TARGET_GROUPS)
        for label in labels(vocabulary, language=language, today=today)
    }
    original = view.original
    return {
        "view": view,
        "entry": view.entry,
        "original": original,
        "legal_areas": [names[code] for code in original.legal_areas if code in names],
        "groups": [names[code] for code in original.target_groups if code in names],
    }
