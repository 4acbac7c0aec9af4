"""An inquiry becomes an offer or a request; whoever asked is told so."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.mail.models import Notice
from hafen.core.taxonomy.reference import words_in
from hafen.exchange.pool.models import Posting
from hafen.voice.inquiries.models import Inquiry, Message, Placed
from hafen.voice.inquiries.queries import workable_by
from hafen.voice.inquiries.services._errors import NotLiving, NoWayToAnswer
from hafen.voice.inquiries.services._telling import addresses_of, portal_language
from hafen.voice.inquiries.services._work import reply

_LONGEST_TITLE = 80


def prefill(user: User, key: UUID) -> dict[str, Any] | None:
    """Return what the form of an offer or a request starts with."""
    rows = workable_by(user, today=timezone.localdate()).living()
    inquiry = rows.select_related("requester").filter(pk=key).first()
    if inquiry is None:
        return None
    first = inquiry.messages.filter(kind=Message.Kind.REQUEST).order_by("said_at")
    said = first.first()
    text = said.text if said is not None else ""
    known: dict[str, Any] = {
        "title": text.partition("\n")[0][:_LONGEST_TITLE],
        "text": text[:3_000],
        "is_urgent": inquiry.is_urgent,
        "district": inquiry.district_id,
    }
    return known | _person(inquiry)


def _person(inquiry: Inquiry) -> dict[str, Any]:
    requester = inquiry.requester
    if requester is None:
        return {}
    addresses = addresses_of(requester)
    return {
        "name": requester.name,
        "channel": requester.reply_by or Notice.Channel.VISIT,
        "phone": requester.phone,
        "email": addresses[0] if addresses else "",
        "address": requester.address,
        "person_language": requester.language,
    }


@transaction.atomic
def note_posting(key: UUID, posting: Posting, by: User, now: datetime) -> None:
    """Keep what became of an inquiry, and answer whoever asked, by the own way."""
    inquiry = Inquiry.objects.get(pk=key)
    side = "need" if posting.is_need else "offer"
    Placed.objects.create(
        municipality=inquiry.municipality, inquiry=inquiry, **{side: posting}
    )
    audit.record(action="inquiries.inquiry.placed", subject=inquiry, by=by)
    with words_in(portal_language(inquiry)):
        told = {
            "need": _("We look for somebody who can help you, and write to you."),
            "offer": _("Thank you for your offer. We write as soon as it is needed."),
        }[side]
    try:
        with transaction.atomic():
            reply(
                inquiry=inquiry,
                text=told,
                is_question=False,
                whole=False,
                by=by,
                now=now,
            )
    except (NoWayToAnswer, NotLiving):
        return  # the form of the exchange asks for a way; the desk sees it there
