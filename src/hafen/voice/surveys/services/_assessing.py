"""The joint assessment: collected, written, and approved by every partner."""

from datetime import date

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.versions import locked, save_next
from hafen.network.organisations.models import Organisation
from hafen.voice.surveys.models import Assessment, Contribution, Partner, Wave
from hafen.voice.surveys.services._errors import OtherText


@transaction.atomic
def add_partner(*, wave: Wave, organisation: Organisation, by: User | None) -> Partner:
    """
    Assess a round together with an organisation; the municipality is always a party.

    A text that was approved before waits for the new partner.
    """
    assessment = _assessment_of(locked(wave, expected=None))
    partner, is_new = Partner.objects.get_or_create(
        municipality_id=wave.municipality_id,
        assessment=assessment,
        organisation=organisation,
    )
    if is_new:
        _settle(assessment, None)
        audit.record(action="surveys.partner.added", subject=assessment, by=by)
    return partner


def _assessment_of(wave: Wave) -> Assessment:
    found, is_new = Assessment.objects.get_or_create(
        municipality_id=wave.municipality_id, wave=wave
    )
    if is_new:
        Partner.objects.create(municipality_id=wave.municipality_id, assessment=found)
    return found


@transaction.atomic
def contribute(
    *, partner: Partner, topic: str, text: str, by: User | None
) -> Contribution:
    """Write down what a partner says about a topic."""
    made = Contribution.objects.create(
        municipality_id=partner.municipality_id,
        partner=partner,
        topic=topic,
        sort_key=sort_key(topic),
        text=text,
    )
    audit.record(action="surveys.statement.added", subject=partner.assessment, by=by)
    return made


@transaction.atomic
def take_contribution_back(*, contribution: Contribution, by: User) -> None:
    assessment = contribution.partner.assessment
    audit.record(action="surveys.statement.taken_back", subject=assessment, by=by)
    contribution.delete()


@transaction.atomic
def write_assessment(
    *, assessment: Assessment, text: str, expected: int | None, by: User | None
) -> Assessment:
    """
    Write the joint text; every partner has to approve it anew.

    :raises LostUpdate: if it changed since it was read
    """
    fresh = locked(assessment, expected=expected)
    if fresh.text != text:
        fresh.text = text
        fresh.edition += 1
        fresh.approved_on = None
    save_next(fresh)
    audit.record(action="surveys.assessment.written", subject=fresh, by=by)
    return fresh


@transaction.atomic
def approve_assessment(
    *, partner: Partner, edition: int, is_on_behalf: bool, today: date, by: User | None
) -> Assessment:
    """
    Approve the text for one partner; once all have, it stands with the results.

    :param edition: of the text that was read
    :param is_on_behalf: told by telephone or letter, and noted at the desk
    :raises OtherText: if the text has changed since, or there is none
    """
    fresh = locked(partner.assessment, expected=None)
    if not fresh.text or fresh.edition != edition:
        raise OtherText
    row = locked(partner, expected=None)
    row.approved_edition, row.approved_on = edition, today
    row.is_on_behalf = is_on_behalf
    save_next(row)
    audit.record(
        action="surveys.assessment.approved",
        subject=fresh,
        by=by,
        details={"partner": str(row.pk), "is_on_behalf": is_on_behalf},
    )
    lacking = fresh.partners.exclude(approved_edition=edition)
    return _settle(fresh, None if lacking.exists() else today)


def _settle(assessment: Assessment, day: date | None) -> Assessment:
    assessment.approved_on = day
    save_next(assessment)
    return assessment
