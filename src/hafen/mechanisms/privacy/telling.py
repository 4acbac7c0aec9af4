"""Recipients hear of an erasure or a correction, confirm it, are asked again once."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.links import derived_code
from hafen.core.db.versions import locked, save_next
from hafen.core.places.models import Municipality
from hafen.mechanisms.privacy import rights
from hafen.mechanisms.privacy.models import RecipientNotice, RightsRequest
from hafen.mechanisms.privacy.recipients import Recipient, sources
from hafen.mechanisms.privacy.rules import HANDLE_RIGHTS
from hafen.mechanisms.privacy.words import table_name

WAIT = timedelta(days=14)


def recipients_of(parts: Iterable[rights.Part]) -> list[tuple[str, Recipient]]:
    """Return who was told what belongs to a person, with the kind of rows.

    Of one who was told the same kind more than once the last time is named.
    """
    parts = list(parts)
    keys = {key for part in parts for key in part.keys}
    found: dict[tuple[str, str, str], tuple[str, Recipient]] = {}
    for part in parts:
        label = part.model._meta.label
        if label not in sources:
            continue
        told = sources[label].told(part.rows, keys)
        for each in sorted(told, key=lambda one: one.on):
            found[label, each.name, each.email] = label, each
    return list(found.values())


def kind_of(label: str) -> Any:
    """Return what the rows that were passed on are called.

    A notice outlives an update that gives its table another name.
    """
    try:
        return table_name(apps.get_model(label))
    except (LookupError, ValueError):
        return label


def tell(
    *, asked: RightsRequest, told: Iterable[tuple[str, Recipient]], today: date
) -> list[RecipientNotice]:
    """Tell who has a mailbox, and note down all others for a letter."""
    made = []
    for label, each in told:
        notice = RecipientNotice.objects.create(
            municipality_id=asked.municipality_id,
            request=asked,
            name=each.name[:200],
            email=each.email,
            kind=label,
            passed_on=each.on,
            reference=each.reference[:40],
            told_on=today if each.email else None,
        )
        if notice.email:
            _write(notice)
        made.append(notice)
    if made:
        details = {"recipients": len(made)}
        audit.record(action="privacy.recipients.told", subject=asked, details=details)
    return made


@transaction.atomic
def tell_of_correction(
    *,
    root: models.Model,
    parts: Collection[str],
    received_on: date,
    now: datetime,
    by: User,
) -> RightsRequest | None:
    """
    Tell whoever got one of these parts of a person's data that it was corrected.

    :param parts: as consents name them
    :return: under which the answers stand; None where nobody got any of it
    """
    if not parts:
        return None
    # Whoever corrects it learns nothing of the recipients.
    with opened_for(by.municipality_id):
        found = recipients_of(rights.gather([root]))
    told = [
        (label, each)
        for label, each in found
        if each.parts is None or not each.parts.isdisjoint(parts)
    ]
    if not told:
        return None
    asked = RightsRequest.objects.create(
        municipality_id=by.municipality_id,
        kind=RightsRequest.Kind.CORRECTION,
        state=RightsRequest.State.DONE,
        roots=[rights.key_of(root)],
        received_on=received_on,
        asked_by=by,
        done_at=now,
    )
    tell(asked=asked, told=told, today=timezone.localdate(now))
    return asked


def _write(notice: RecipientNotice, *, is_again: bool = False) -> None:
    """Write to a recipient; the mail names nobody and says nothing of a file."""
    town = notice.municipality
    with translation.override(town.default_language):
        day = formats.date_format(notice.passed_on, "SHORT_DATE_FORMAT")
        about = {"town": town.name, "day": day, "number": notice.reference}
        parts = [
            _("On %(day)s you received personal data from %(town)s.") % about,
            _("Reference number: %(number)s") % about,
            _wanted(notice),
            address_of(notice),
        ]
        if is_again:
            parts.insert(0, _("We wrote to you before and wait for your answer."))
        subject = (
            _("%(town)s: please correct data that you received")
            if notice.request.is_correction
            else _("%(town)s: please erase data that you received")
        )
        EmailMessage(
            subject=subject % about,
            body="\n\n".join(parts) + "\n",
            to=[notice.email],
        ).send()


def _wanted(notice: RecipientNotice) -> str:
    if notice.request.is_correction:
        return _(
            "Something of it was wrong and has been corrected here (Art. 16 GDPR)."
            " Please ask us under this number what is right, correct what you"
            " received, and confirm it here with one click:"
        )
    return _(
        "The data has been erased here (Art. 17 GDPR). Please erase what you"
        " received as well, unless you must keep it by law, and confirm it"
        " here with one click:"
    )


def address_of(notice: RecipientNotice) -> str:
    """Return the address of the page on which a recipient confirms."""
    town = notice.municipality
    path = reverse(
        "privacy_public:confirm_erasure",
        args=[town.slug, town.default_language, notice.pk, _code(notice.pk)],
    )
    return f"{settings.PUBLIC_URL}{path}"


def _code(pk: UUID) -> str:
    return derived_code("hafen.privacy.recipient", pk)


def notice_by_link(town: Municipality, pk: UUID, code: str) -> RecipientNotice | None:
    """Return what the link of a mail opens; None where it is no link of ours."""
    if not constant_time_compare(code, _code(pk)):
        return None
    return RecipientNotice.objects.filter(municipality=town, pk=pk).first()


def notices_visible_to(user: User) -> models.QuerySet[RecipientNotice]:
    """Return who is told, of all requests of the municipality."""
    if not HANDLE_RIGHTS.held_by(user):
        return RecipientNotice.objects.none()
    rows = RecipientNotice.objects.filter(municipality_id=user.municipality_id)
    return rows.order_by("name", "id")


def notices_to_do(user: User, today: date) -> models.QuerySet[RecipientNotice]:
    """Return who waits for a letter, and who has not answered a second mail."""
    silent = Q(told_on__lte=today - WAIT) & (
        Q(email="") | Q(reminded_on__lte=today - WAIT)
    )
    rows = notices_visible_to(user).filter(confirmed_on__isnull=True)
    return rows.filter(Q(told_on__isnull=True) | silent)


@transaction.atomic
def confirm(*, notice: RecipientNotice, today: date, by: User | None = None) -> None:
    """Note that it is done there; a second time changes nothing."""
    fresh = locked(notice, expected=None)
    if fresh.is_confirmed:
        return
    fresh.told_on = fresh.told_on or today
    fresh.confirmed_on = today
    save_next(fresh)
    audit.record(action="privacy.recipient.confirmed", subject=fresh.request, by=by)


@transaction.atomic
def note_letter(*, notice: RecipientNotice, today: date, by: User) -> None:
    """Note that the letter is in the post; a second time changes nothing."""
    fresh = locked(notice, expected=None)
    if fresh.told_on is not None:
        return
    fresh.told_on = today
    save_next(fresh)
    audit.record(action="privacy.recipient.told", subject=fresh.request, by=by)


@transaction.atomic
def remind(*, municipality: UUID, today: date) -> int:
    """Ask everybody once more who has not confirmed after two weeks."""
    silent = RecipientNotice.objects.filter(
        municipality=municipality,
        confirmed_on__isnull=True,
        reminded_on__isnull=True,
        told_on__lte=today - WAIT,
    ).exclude(email="")
    locked_rows = silent.select_for_update(of=("self",))
    rows = list(locked_rows.select_related("municipality", "request"))
    for notice in rows:
        notice.reminded_on = today
        save_next(notice)
        _write(notice, is_again=True)
    return len(rows)
