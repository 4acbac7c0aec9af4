"""What the office decides once: contact points, mailboxes, texts written often."""

import re
from typing import TypedDict

from django.db import transaction
from django.utils import formats

from hafen.core.accounts.models import Team, User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality, Site
from hafen.core.places.services import content_changed
from hafen.core.taxonomy.reference import words_in
from hafen.voice.inquiries.models import (
    ContactPoint,
    Inquiry,
    Mailbox,
    ReplyTemplate,
    ReplyTemplateText,
)
from hafen.voice.inquiries.services._errors import TemplateExists
from hafen.voice.inquiries.services._telling import page_address, portal_language

_PLACE = re.compile(r"\{(\w+)\}")


class PointData(TypedDict, total=False):
    """What can be said of a contact point."""

    name: str
    mandates: dict[str, str]
    funding: str
    site: Site | None
    team: Team | None
    addressee: User | None
    phone: str
    email: str
    is_public: bool
    answer_days: int
    urgent_days: int


@transaction.atomic
def save_point(
    *,
    municipality: Municipality,
    point: ContactPoint | None,
    data: PointData,
    expected: int | None,
    by: User,
) -> ContactPoint:
    """
    Make a contact point, or change one.

    :raises LostUpdate: when somebody else changed it since version `expected`
    """
    row = (
        ContactPoint(municipality=municipality)
        if point is None
        else locked(point, expected=expected)
    )
    for name, value in data.items():
        setattr(row, name, value)
    row.sort_key = sort_key(row.name)
    save_next(row)
    audit.record(action="inquiries.point.saved", subject=row, by=by)
    content_changed(municipality.pk)
    return row


@transaction.atomic
def save_mailbox(
    *,
    municipality: Municipality,
    mailbox: Mailbox | None,
    data: dict[str, object],
    expected: int | None,
    by: User,
) -> Mailbox:
    """
    Make a mailbox, or change one; an empty secret leaves the old one.

    :raises LostUpdate: when somebody else changed it since version `expected`
    """
    row = (
        Mailbox(municipality=municipality)
        if mailbox is None
        else locked(mailbox, expected=expected)
    )
    for name, value in data.items():
        if name in {"secret", "client_secret"} and not value and mailbox is not None:
            continue
        setattr(row, name, value)
    row.trouble = ""
    save_next(row)
    audit.record(action="inquiries.mailbox.saved", subject=row, by=by)
    return row


@transaction.atomic
def save_template(
    *,
    municipality: Municipality,
    template: ReplyTemplate | None,
    name: str,
    texts: dict[str, str],
    by: User,
) -> ReplyTemplate:
    """
    Make a text that is written often, or change one; an empty text goes.

    :raises TemplateExists: if another one has this name
    """
    row = template or ReplyTemplate(municipality=municipality)
    others = ReplyTemplate.objects.filter(municipality=municipality, name=name)
    if others.exclude(pk=row.pk).exists():
        raise TemplateExists
    row.name, row.sort_key = name, sort_key(name)
    save_next(row)
    for language, text in texts.items():
        rows = ReplyTemplateText.objects.filter(template=row, language=language)
        if not text.strip():
            rows.delete()
        elif not rows.update(text=text):
            ReplyTemplateText.objects.create(
                municipality=municipality, template=row, language=language, text=text
            )
    audit.record(action="inquiries.template.saved", subject=row, by=by)
    return row


def filled(template: ReplyTemplate, inquiry: Inquiry) -> str:
    """Return a template in the requester's language with its places filled.

    Where there is no such text it is the one of the town's first language; a
    place that nobody knows stays as it is, so that the desk sees it.
    """
    wanted = portal_language(inquiry)
    texts = {text.language: text.text for text in template.texts.all()}
    fallback = texts.get(inquiry.municipality.default_language, "")
    with words_in(wanted):
        values = {
            "number": inquiry.number,
            "name": inquiry.requester.name if inquiry.requester else "",
            "due": formats.date_format(inquiry.due_on, "SHORT_DATE_FORMAT"),
            "town": inquiry.municipality.name,
            "phone": inquiry.point.phone if inquiry.point else "",
            "link": page_address(inquiry),
        }
    return _PLACE.sub(
        lambda found: values.get(found[1], found[0]), texts.get(wanted) or fallback
    )
