"""Where other rooms and pages find the news."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.registries import Ownable, ownables
from hafen.core.db import navigation
from hafen.core.places import changes
from hafen.core.places.features import Feature, features
from hafen.core.translation.contents import Content, contents
from hafen.information.news import documents, queries
from hafen.information.news.models import NewsItem, NewsQuerySet
from hafen.information.news.rules import EDIT_NEWS, VIEW_NEWS
from hafen.mechanisms.search import registries as search

FEATURE = "news"


def register() -> None:
    features.register(Feature(FEATURE, _("News of the town")))
    changes.sources.register(changes.Source("news", queries.next_change))
    search.sources.register(
        search.Source("news", _("News"), documents.drafts, feature=FEATURE)
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("News"),
            url_name="news:listing",
            group=navigation.INFORMATION,
            permission=VIEW_NEWS,
            order=15,
            icon="bell",
            feature=FEATURE,
        )
    )
    navigation.public.register(
        navigation.PublicEntry(
            _("News"), "news_public:news", order=28, icon="bell", feature=FEATURE
        )
    )
    contents.register(
        Content(
            key="news.item",
            title=_("News"),
            model=NewsItem,
            rows=_worth_translating,
            address=_address,
        )
    )
    ownables.register(
        Ownable(
            "news.item",
            _("News that the person looks after"),
            _alive,
            team="team",
            needs=EDIT_NEWS,
        )
    )


def _worth_translating(municipality: UUID) -> NewsQuerySet:
    """Return the templates, and what is public or will be."""
    states = Q(state=NewsItem.State.TEMPLATE) | (
        Q(state=NewsItem.State.PUBLISHED)
        & (Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()))
    )
    rows = NewsItem.objects.filter(states, municipality=municipality)
    return rows.select_related("municipality").order_by("publish_at", "pk")


def _alive(municipality: UUID) -> NewsQuerySet:
    return NewsItem.objects.filter(municipality=municipality).exclude(
        state=NewsItem.State.ARCHIVED
    )


def _address(row: Any, language: str) -> str:
    return reverse("news:translate", args=[row.municipality.slug, row.pk, language])
