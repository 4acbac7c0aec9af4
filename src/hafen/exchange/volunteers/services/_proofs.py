"""What is shown or signed, how long it holds, and when it is deleted."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.versions import locked, save_next
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.models import Clearance, MatchStep
from hafen.exchange.volunteers.errors import CertificateTooOld
from hafen.exchange.volunteers.models import (
    PoliceCertificate,
    Proof,
    Proven,
    Referral,
    Stage,
    Volunteer,
)
from hafen.exchange.volunteers.services import _owners as owners
from hafen.exchange.volunteers.services._stages import advance, has_talked

REMIND_BEFORE = timedelta(days=30)
# § 72a (5) SGB VIII: six months after the last time somebody was active.
KEPT_AFTER = timedelta(days=183)


@transaction.atomic
def note_proof(
    *,
    volunteer: Volunteer,
    kind: str,
    shown_on: date,
    valid_until: date | None,
    by: User | None,
    now: datetime,
) -> Proof:
    """Note that something was shown or signed; a newer one takes its place."""
    fresh = locked(volunteer, expected=None)
    proof, _is_new = Proof.objects.update_or_create(
        municipality_id=fresh.municipality_id,
        volunteer=fresh,
        kind=kind,
        defaults={
            "shown_on": shown_on,
            "valid_until": valid_until,
            "reminded_at": None,
            "by": by,
        },
    )
    audit.record(action="volunteers.proof.noted", subject=proof, by=by)
    owners.relieve(fresh.municipality, fresh.pk, owners.PROOF, by=by, now=now)
    advance(fresh, by=by, now=now)
    return proof


@transaction.atomic
def inspect_certificate(
    *,
    volunteer: Volunteer,
    inspected_on: date,
    certificate_date: date,
    relevant_conviction: bool,
    by: User,
    now: datetime,
) -> PoliceCertificate:
    """
    Note that an extended certificate was looked at: three facts, and no more.

    :raises CertificateTooOld: if it was issued too long before
    """
    fresh = locked(volunteer, expected=None)
    agreed = owners.settings_of(fresh.municipality)
    oldest = inspected_on - timedelta(days=31 * agreed.certificate_months)
    if not oldest <= certificate_date <= inspected_on <= timezone.localdate(now):
        raise CertificateTooOld
    found, _is_new = PoliceCertificate.objects.update_or_create(
        municipality_id=fresh.municipality_id,
        volunteer=fresh,
        defaults={
            "inspected_on": inspected_on,
            "certificate_date": certificate_date,
            "relevant_conviction": relevant_conviction,
            "inspected_by": by,
        },
    )
    _set_clearance(fresh, found)
    audit.record(action="volunteers.certificate.inspected", subject=found, by=by)
    owners.relieve(fresh.municipality, fresh.pk, owners.PROOF, by=by, now=now)
    return found


def valid_until(certificate: PoliceCertificate) -> date:
    """Return until when a certificate is taken for valid; nothing is stored."""
    agreed = owners.settings_of(certificate.municipality)
    day = certificate.certificate_date
    # The 29th of February has no day of its own in most years.
    return day.replace(year=day.year + agreed.certificate_years, day=min(day.day, 28))


def _set_clearance(volunteer: Volunteer, certificate: PoliceCertificate | None) -> None:
    """Tell the pool what it may rely on; a conviction leaves the talk alone."""
    helper = volunteer.helper
    if certificate is not None and not certificate.relevant_conviction:
        helper.clearance = Clearance.EXTENDED
        helper.clearance_until = valid_until(certificate)
    else:
        helper.clearance = Clearance.TALK if has_talked(volunteer) else Clearance.NONE
        helper.clearance_until = None
    save_next(helper)


@transaction.atomic
def remind_of_proofs(*, municipality_id: UUID, now: datetime) -> int:
    """Tell people and their desk a month before what runs out; once each."""
    today = timezone.localdate(now)
    until = today + REMIND_BEFORE
    rows = Proof.objects.filter(
        municipality=municipality_id,
        valid_until__lte=until,
        reminded_at__isnull=True,
    ).exclude(volunteer__stage=Stage.LEFT)
    done = 0
    for proof in rows.select_related("volunteer__helper", "volunteer__municipality"):
        proof.reminded_at = now
        save_next(proof)
        ends = proof.valid_until or today
        _remind(proof.volunteer, str(Proven(proof.kind).label), ends, now)
        done += 1
    return done + _remind_of_certificates(municipality_id, until, now)


def _remind_of_certificates(municipality_id: UUID, until: date, now: datetime) -> int:
    """Ask the desk to see a new certificate; the todo keeps it from asking twice."""
    rows = Volunteer.objects.here().filter(
        municipality=municipality_id,
        certificate__relevant_conviction=False,
        helper__clearance_until__lte=until,
    )
    for volunteer in rows.select_related("helper", "municipality", "owner", "team"):
        owners.remind(
            volunteer,
            owners.PROOF,
            owners.PROOF_ENDS,
            due_on=volunteer.helper.clearance_until,
            today=timezone.localdate(now),
            by=None,
        )
    return len(rows)


def _remind(volunteer: Volunteer, kind: str, day: date, now: datetime) -> None:
    owners.remind(
        volunteer,
        owners.PROOF,
        owners.PROOF_ENDS,
        due_on=day,
        today=timezone.localdate(now),
        by=None,
    )
    helper = volunteer.helper
    with translation.override(pool.spoken_to(helper, volunteer.municipality)):
        facts = {"what": kind, "day": date_format(day, "SHORT_DATE_FORMAT")}
        subject = _("Please renew: %(what)s") % facts
        text = _("%(what)s holds until %(day)s. Please show it to us again.") % facts
        try:
            pool.tell(helper, subject=subject, text=text, now=now)
        except pool.NoWayToTell:
            return  # the desk has its todo


@transaction.atomic
def forget_certificates(*, municipality_id: UUID, now: datetime) -> int:
    """
    Delete what § 72a (5) SGB VIII forbids to keep any longer.

    At once where nothing was taken up, else six months after the last time; of
    who is not admitted, at once as well.
    """
    today = timezone.localdate(now)
    rows = PoliceCertificate.objects.filter(
        municipality=municipality_id, volunteer__stage=Stage.LEFT
    ).select_related("volunteer__helper", "volunteer__municipality")
    done = 0
    for certificate in rows:
        last = last_active(certificate.volunteer)
        if last is None or last + KEPT_AFTER < today:
            forget_certificate(certificate=certificate, by=None)
            done += 1
    return done


@transaction.atomic
def forget_certificate(*, certificate: PoliceCertificate, by: User | None) -> None:
    """Delete a record; the trail keeps that it was deleted, and when."""
    volunteer = certificate.volunteer
    audit.record(action="volunteers.certificate.deleted", subject=volunteer, by=by)
    certificate.delete()
    _set_clearance(volunteer, None)


def last_active(volunteer: Volunteer) -> date | None:
    """Return when somebody was active last; None where nothing was taken up."""
    taken = Referral.objects.filter(volunteer=volunteer, answered_at__isnull=False)
    days = [
        timezone.localdate(row.closed_at or row.answered_at)
        for row in taken.exclude(state=Referral.State.DECLINED)
    ]
    pairs = MatchStep.objects.filter(
        match__offer__helper=volunteer.helper,
        state__in=["CONFIRMED", "RUNNING", "ENDED"],
    )
    days += [timezone.localdate(at) for at in pairs.values_list("at", flat=True)]
    return max(days, default=None)
