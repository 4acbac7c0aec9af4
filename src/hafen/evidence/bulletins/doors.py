"""Where other rooms and pages find this one."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.db import navigation
from hafen.core.places.features import Feature, features
from hafen.evidence.bulletins import queries, services
from hafen.evidence.bulletins.rules import VIEW_BULLETINS
from hafen.mechanisms.todos.registries import Kind, kinds

FEATURE = "bulletins"


def register() -> None:
    features.register(Feature(FEATURE, _("Needs bulletins to partners")))
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Needs bulletins"),
            url_name="bulletins:listing",
            group=navigation.EVIDENCE,
            permission=VIEW_BULLETINS,
            order=30,
            icon="mail",
            feature=FEATURE,
        )
    )
    kinds.register(
        Kind(
            services.ANSWERED,
            _("Answer to a needs bulletin"),
            icon="mail",
            titles=(services.ANSWERED_TITLE,),
            addresses=_addresses,
        )
    )


def _addresses(subjects: Collection[UUID], user: User) -> dict[UUID, str]:
    rows = queries.bulletins_visible_to(user).filter(pk__in=subjects)
    slug = user.municipality.slug
    return {
        pk: reverse("bulletins:bulletin", args=[slug, pk])
        for pk in rows.values_list("pk", flat=True)
    }
