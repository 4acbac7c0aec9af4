"""Papers that may go along, copies that do, and what an office gets of a person."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from hafen.casework.cases import queries as cases
from hafen.casework.cases.models import ClientPaper
from hafen.casework.referrals import reference
from hafen.casework.referrals.models import Referral, ReferralDocument
from hafen.core.accounts.models import User


def papers_for(referral: Referral, user: User, *, today: date) -> QuerySet[ClientPaper]:
    """Return the papers of the person of which a copy may go along."""
    rows = cases.papers_visible_to(user, today=today).filter(
        client=referral.client_id,
        kind__in=reference.papers_for(referral.topic, today),
        settled_on__isnull=True,
    )
    return rows.order_by("kind", "valid_until")


def documents_of(referral: Referral) -> QuerySet[ReferralDocument]:
    """Return what goes or went along; a copy is read when it is opened."""
    rows = ReferralDocument.objects.filter(referral=referral)
    return rows.defer("copy").order_by("created_at", "id")


def told_now(
    referral: Referral,
    documents: Iterable[ReferralDocument],
    *,
    wording: Any,
    spoken: dict[str, Any],
    day: date,
) -> list[tuple[str, list[str]]]:
    """Return what the office gets on a day, in the language that is active."""
    if referral.client is None:
        return []
    found = cases.told_of(
        referral.client,
        [code for code in referral.categories if code != reference.PAPERS],
        day=day,
        wording=wording,
        spoken=spoken,
    )
    told = [(str(each.label), each.lines) for each in found]
    if papers := [spelled(each) for each in documents]:
        told.append((_("Copies of papers"), papers))
    return told


def spelled(paper: ClientPaper | ReferralDocument) -> str:
    """Return what a paper is called, and until when it holds."""
    return _("%(paper)s, valid until %(day)s") % {
        "paper": paper.get_kind_display(),
        "day": formats.date_format(paper.valid_until, "SHORT_DATE_FORMAT"),
    }
