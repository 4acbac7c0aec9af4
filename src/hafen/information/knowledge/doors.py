"""Where other rooms and pages find the knowledge base."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.db import guards, navigation
from hafen.core.db.guards import TablePolicy
from hafen.core.places.features import Feature, features
from hafen.core.translation.contents import contents
from hafen.information.knowledge import (
    belongings,
    documents,
    doing,
    queries,
    services,
)
from hafen.information.knowledge.rules import MANAGE_PAGES, VIEW_PAGES
from hafen.information.knowledge.translating import Pages
from hafen.mechanisms.search import registries as search
from hafen.mechanisms.todos.registries import Kind, Lead, Waiting, kinds, leads
from hafen.network.organisations import registries as organisations

FEATURE = "knowledge"
LINK_CHECK = "knowledge-links"
# What Wagtail keeps about its editors is seen where their accounts are.
_OF_PEOPLE = (
    "wagtailusers_userprofile",
    "wagtailadmin_editingsession",
    "wagtailadmin_formstate",
    "wagtailcore_comment",
    "wagtailcore_commentreply",
    "wagtailcore_pagesubscription",
)
_OWNER_IS_SEEN = "EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = user_id)"


def register() -> None:
    belongings.register()
    doing.register()
    features.register(Feature(FEATURE, _("Knowledge base")))
    features.register(
        Feature(LINK_CHECK, _("Check links to other sites every night"), is_on=False)
    )
    search.sources.register(
        search.Source("page", _("Article"), documents.drafts, feature=FEATURE)
    )
    contents.register(Pages())
    organisations.page_actions.register(
        organisations.PageAction(
            "knowledge", "knowledge/of_organisation.html", VIEW_PAGES, FEATURE
        )
    )
    navigation.public.register(
        navigation.PublicEntry(
            _("Good to know"),
            "knowledge_public:home",
            order=15,
            icon="info",
            feature=FEATURE,
        )
    )
    for table in _OF_PEOPLE:
        guards.table_policies.register(TablePolicy(table, _OWNER_IS_SEEN))
    for label, url_name, needed, order in (
        (_("Pages"), "knowledge:pages", VIEW_PAGES, 5),
        (_("Changes of the law"), "knowledge:law_changes", MANAGE_PAGES, 67),
    ):
        navigation.staff.register(
            navigation.StaffEntry(
                label=label,
                url_name=url_name,
                group=navigation.INFORMATION,
                permission=needed,
                order=order,
                icon="file",
                feature=FEATURE,
            )
        )
    for name, label, title in (
        (services.CHECK, _("Check of a page"), services.CHECK_TITLE),
        (services.REVIEW, _("Draft of a page"), services.REVIEW_TITLE),
        (services.RETURNED, _("Draft that came back"), services.RETURNED_TITLE),
        (services.LAW, _("Change of the law"), services.LAW_TITLE),
        (services.LINKS, _("Broken links"), services.LINKS_TITLE),
        (services.LATE, _("Page without a check"), services.LATE_TITLE),
    ):
        kinds.register(
            Kind(name=name, label=label, titles=(title,), addresses=_addresses)
        )
    leads.register(
        Lead("knowledge.checks", _("Pages to be checked"), _checks, icon="clock")
    )
    leads.register(
        Lead("knowledge.drafts", _("Concepts to be approved"), _drafts, icon="edit")
    )


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    slug = user.municipality.slug
    rows = queries.pages_visible_to(user).filter(translation_key__in=subjects)
    return {
        row.translation_key: reverse("knowledge:read", args=[slug, row.address])
        for row in rows
    }


def _drafts(user: User, _today: date) -> tuple[Waiting, str]:
    address = reverse("knowledge:concepts", args=[user.municipality.slug])
    return queries.drafts_to_approve(user), address


def _checks(user: User, today: date) -> tuple[Waiting, str]:
    rows = queries.pages_visible_to(user).overdue(today)
    address = reverse("knowledge:pages", args=[user.municipality.slug])
    return rows, f"{address}?overdue=on"
