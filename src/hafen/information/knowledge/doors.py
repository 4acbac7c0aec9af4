"""Where other rooms and pages find the knowledge base."""

from django.utils.translation import gettext_lazy as _

from hafen.core.db import guards, navigation
from hafen.core.db.guards import TablePolicy
from hafen.core.places.features import Feature, features
from hafen.information.knowledge import documents
from hafen.mechanisms.search import registries as search

FEATURE = "knowledge"
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
    features.register(Feature(FEATURE, _("Knowledge base")))
    search.sources.register(search.Source("page", _("Article"), documents.drafts))
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
