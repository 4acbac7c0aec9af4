"""Where other rooms and pages find this one."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hafen.core.db import navigation
from hafen.core.translation.contents import Content, contents
from hafen.network.organisations import features as room_features
from hafen.network.organisations.models import Organisation, OrganisationQuerySet
from hafen.network.organisations.rules import VIEW_ORGANISATION


def register() -> None:
    room_features.register()
    navigation.public.register(
        navigation.PublicEntry(
            _("Organisations"),
            "organisations_public:public_listing",
            order=25,
            icon="organisation",
            feature=room_features.ACTORS,
        )
    )
    navigation.staff.register(
        navigation.StaffEntry(
            label=_("Organisations"),
            url_name="organisations:listing",
            group=navigation.NETWORK,
            permission=VIEW_ORGANISATION,
            order=10,
            icon="organisation",
        )
    )
    contents.register(
        Content(
            key="organisations.organisation",
            title=_("Organisations"),
            model=Organisation,
            rows=_described,
            address=_address,
        )
    )


def _described(municipality: UUID) -> OrganisationQuerySet:
    return (
        Organisation.objects.filter(municipality=municipality)
        .published()
        .exclude(description="")
        .sorted()
    )


def _address(row: Organisation, language: str) -> str:
    return reverse(
        "organisations:translate", args=[row.municipality.slug, row.pk, language]
    )
