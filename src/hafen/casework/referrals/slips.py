"""What a person takes along: where to go, when, and for whom it is, on one page."""

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from hafen.casework.referrals.models import Referral
from hafen.casework.referrals.queries import documents_of
from hafen.casework.referrals.words import topics
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import words_in
from hafen.core.ui.fields import spelled
from hafen.information.directory import leaflets, queries

_SOURCE = "de"


def slip(
    referral: Referral, town: Municipality, *, language: str, now: datetime
) -> bytes:
    """Return the slip as tagged PDF, in the person's language and in German.

    No name stands on it: the person has it in the hand.
    """
    today = timezone.localdate(now)
    with words_in(language):
        own = [_where(referral, town, language, now)]
        heading = _("Your way to help")
    sections = [("", own)]
    if language != _SOURCE:
        with words_in(_SOURCE):
            sections.append((_("For the office"), [_for_office(referral, today)]))
    return leaflets.sheet(heading, town, sections, language=language, today=today)


def _where(
    referral: Referral, town: Municipality, language: str, now: datetime
) -> dict[str, object]:
    """Return where to go; of an offer also when it is open and what to bring."""
    service, unit = referral.service, referral.unit
    rows = rows_of(referral, language, timezone.localdate(now))
    if service is not None:
        found = queries.entry(service, town, language=language, now=now)
        offer = leaflets.offer_of(found, town, language)
        told = leaflets.offer_data("", "", "", rows, "", language)["rows"]
        return offer | {"rows": [*told, *offer["rows"]]}
    if unit is not None and unit.is_public:
        address = unit.site.address if unit.site else ""
        phone = spelled(unit.phone) if unit.phone else ""
        rows += [(_("Where"), [address]), (_("Contact"), [phone, unit.email])]
    elif referral.organisation is not None:
        body = referral.organisation
        rows += [
            (_("Where"), [body.postal_address]),
            (_("Contact"), [body.phone, body.email]),
        ]
    return leaflets.offer_data(referral.recipient, "", "", rows, "", language)


def rows_of(
    referral: Referral, language: str, today: date
) -> list[tuple[str, list[str]]]:
    rows = [(_("What it is about"), [topics(today, language).name(referral.topic)])]
    if referral.appointment_at:
        at = timezone.localtime(referral.appointment_at)
        shown = formats.date_format(at, "SHORT_DATETIME_FORMAT")
        rows.append((_("Appointment"), [shown]))
    if going := [each.get_kind_display() for each in documents_of(referral)]:
        rows.append((_("What we send along"), going))
    if referral.is_legal:
        rows.append(
            (_("Please note"), [_("This is no legal advice. You get it there.")])
        )
    return rows


def _for_office(referral: Referral, today: date) -> dict[str, object]:
    rows = [
        (_("What it is about"), [topics(today, _SOURCE).name(referral.topic)]),
        (
            _("Please tell us"),
            [_("[_] arrived   [_] not responsible   [_] please refer to: ______")],
        ),
    ]
    return leaflets.offer_data(
        referral.recipient, referral.team.name, "", rows, "", _SOURCE
    )
