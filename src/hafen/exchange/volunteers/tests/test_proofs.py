"""What may be kept of an extended certificate, and for how long (domain 1.5)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.exchange.volunteers import services
from hafen.exchange.volunteers.errors import CertificateTooOld
from hafen.exchange.volunteers.models import PoliceCertificate, Proof, Volunteer
from hafen.exchange.volunteers.tests.conftest import sign, talk
from hafen.mechanisms.todos.models import Todo


def inspect(volunteer, by, *, conviction=False, days_old=20, now=None):
    now = now or timezone.now()
    today = timezone.localdate(now)
    return services.inspect_certificate(
        volunteer=volunteer,
        inspected_on=today,
        certificate_date=today - timedelta(days=days_old),
        relevant_conviction=conviction,
        by=by,
        now=now,
    )


def test_three_facts_are_kept_and_no_file_and_no_text():
    kept = {field.name for field in PoliceCertificate._meta.get_fields()}
    usual = {"id", "created_at", "updated_at", "version", "municipality"}

    assert kept - usual == {
        "volunteer", "inspected_on", "certificate_date", "relevant_conviction",
        "inspected_by",
    }  # fmt: skip
    for field in PoliceCertificate._meta.get_fields():
        assert not isinstance(field, models.FileField | models.TextField)


def test_a_file_is_refused_at_every_address_of_a_certificate(
    town, clara, volunteer, sign_in
):
    row = volunteer(talked=True)
    desk = sign_in(clara)
    today = timezone.localdate().isoformat()
    for name in ("inspect", "forget"):
        where = reverse("volunteers:certificate", args=[town.slug, row.pk, name])
        scan = SimpleUploadedFile("zeugnis.pdf", b"%PDF-1.4")
        sent = {
            "inspected_on": today,
            "certificate_date": today,
            "relevant_conviction": "no",
            "scan": scan,
        }
        assert desk.post(where, sent).status_code == 404
    assert PoliceCertificate.objects.count() == 0


def test_the_coordinator_reads_it_and_others_read_whether_somebody_may_begin(
    town, clara, volunteer, person, sign_in
):
    row = volunteer(ready=True)
    inspect(row, clara)
    other = person(town, Role.ADMINISTRATIVE_COORDINATOR, name="Dora")
    where = reverse("volunteers:volunteer", args=[town.slug, row.pk])

    mine = sign_in(clara).get(where).content.decode()
    assert "Ausgestellt am" in mine or "ausgestellt am" in mine
    theirs = sign_in(other).get(where).content.decode()
    assert "ausgestellt am" not in theirs
    assert "Darf Aufgaben übernehmen" in theirs
    sealed = reverse("volunteers:certificate", args=[town.slug, row.pk, "forget"])
    assert sign_in(other).post(sealed).status_code in {403, 404}


def test_it_is_taken_for_valid_for_the_agreed_years_and_must_be_fresh(clara, volunteer):
    row = volunteer(talked=True)
    with pytest.raises(CertificateTooOld):
        inspect(row, clara, days_old=200)
    found = inspect(row, clara)
    row.helper.refresh_from_db()

    assert row.helper.clearance == 3
    assert services.valid_until(found).year == found.certificate_date.year + 5
    assert row.helper.clearance_until == services.valid_until(found)


def test_a_conviction_takes_the_clearance_away(clara, volunteer):
    row = volunteer(talked=True)
    inspect(row, clara)
    inspect(row, clara, conviction=True)
    row.helper.refresh_from_db()

    assert row.helper.clearance == 1


def test_without_any_activity_the_record_goes_at_once(clara, volunteer):
    row = volunteer(ready=True)
    inspect(row, clara)
    now = timezone.now()
    assert (
        services.forget_certificates(municipality_id=row.municipality_id, now=now) == 0
    )

    services.leave(volunteer=row, reason="NO_TIME", by=clara, now=now)
    services.forget_certificates(municipality_id=row.municipality_id, now=now)

    assert PoliceCertificate.objects.count() == 0
    row.helper.refresh_from_db()
    assert row.helper.clearance == 1


def test_a_proof_that_runs_out_is_told_once_to_both(clara, volunteer, mailoutbox):
    row = volunteer(ready=True)
    now = timezone.now()
    today = timezone.localdate(now)
    services.note_proof(
        volunteer=row,
        kind="FIRST_AID",
        shown_on=today,
        valid_until=today + timedelta(days=20),
        by=clara,
        now=now,
    )
    mailoutbox.clear()
    for _time in range(2):
        services.remind_of_proofs(municipality_id=row.municipality_id, now=now)

    assert [mail.subject for mail in mailoutbox] == ["Bitte erneuern: Erste Hilfe"]
    todo = Todo.objects.get(kind="volunteers.proof", state="OPEN")
    assert todo.due_on == today + timedelta(days=20)
    assert Proof.objects.get(kind="FIRST_AID").reminded_at == now


def test_both_undertakings_make_somebody_ready(clara, volunteer):
    row = volunteer(talked=True)
    assert row.stage == "DOCUMENTS"
    sign(row, clara, timezone.now(), kinds=("CONFIDENTIALITY",))
    assert Volunteer.objects.get().stage == "DOCUMENTS"
    sign(row, clara, timezone.now(), kinds=("DATA_PROTECTION",))
    assert Volunteer.objects.get().stage == "READY"


def test_put_off_paused_gone_and_welcomed_back(clara, volunteer):
    row = volunteer()
    now = timezone.now()
    later = timezone.localdate(now) + timedelta(days=60)
    talk(row, clara, now, decision="DEFERRED", paused_until=later)
    row.refresh_from_db()
    assert (row.stage, row.due_on) == ("PAUSED", later)

    services.go_on(volunteer=row, by=clara, now=now)
    row.refresh_from_db()
    assert row.stage == "CONTACT"
    services.leave(volunteer=row, reason="MOVED", by=clara, now=now, may_return=True)
    services.go_on(volunteer=row, by=clara, now=now)
    row.refresh_from_db()
    assert (row.stage, row.left_on, row.exit_reason) == ("CONTACT", None, "")


def test_the_letter_that_asks_for_a_certificate_is_a_pdf(
    town, clara, volunteer, sign_in
):
    row = volunteer(talked=True)
    where = reverse("volunteers:request_letter", args=[town.slug, row.pk])

    assert sign_in(clara).get(where).content.startswith(b"%PDF")
