"""What of the contact point belongs to a person, and who may take it over."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.errors import ReceiverMayNot
from hafen.core.accounts.models import Team, User
from hafen.core.accounts.registries import Ownable, give, ownables
from hafen.voice.inquiries import queries
from hafen.voice.inquiries.models import ContactPoint, Inquiry
from hafen.voice.inquiries.rules import WORK_ON_INQUIRY


def register() -> None:
    ownables.register(
        Ownable(
            "inquiries.inquiry",
            _("Inquiries in work"),
            _in_work,
            team="team",
            needs=WORK_ON_INQUIRY,
            give=_give,
        )
    )
    ownables.register(
        Ownable(
            "inquiries.addressed",
            _("Inquiries that only this person reads"),
            lambda municipality: _in_work(municipality).exclude(addressee=None),
            owner="addressee",
            needs=WORK_ON_INQUIRY,
            give=_give,
        )
    )
    ownables.register(
        Ownable(
            "inquiries.point",
            _("Contact points whose inquiries only this person reads"),
            lambda municipality: ContactPoint.objects.filter(
                municipality=municipality, addressee__isnull=False
            ),
            owner="addressee",
            needs=WORK_ON_INQUIRY,
        )
    )


def _in_work(municipality: UUID) -> QuerySet[Any]:
    return Inquiry.objects.filter(municipality=municipality).living()


def _give(
    ownable: Ownable, rows: QuerySet[Any], user: User | None, team: Team | None
) -> int:
    """Give inquiries to somebody about whom none of them is a complaint.

    :raises ReceiverMayNot: when one of them is
    """
    today = timezone.localdate()
    if (
        user is not None
        and queries.hidden_from(user, today=today)
        .filter(pk__in=rows.values("pk"))
        .exists()
    ):
        raise ReceiverMayNot(ownable.name)
    accused = Q(accused__team=team) if team else Q(pk__in=[])
    if rows.filter(accused).exists():
        raise ReceiverMayNot(ownable.name)
    return give(ownable, rows, user, team)
