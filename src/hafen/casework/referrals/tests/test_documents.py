"""Copies of papers that go along: who may lay them in, who opens them, when they go."""

import base64
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation

from hafen.casework.cases import services as casework
from hafen.casework.cases.tests.conftest import TODAY
from hafen.casework.referrals import keys, reference, services, slips
from hafen.casework.referrals.models import Referral, ReferralDocument
from hafen.casework.referrals.tests.conftest import NOW, at
from hafen.core.audit.models import Event
from hafen.core.db import context
from hafen.core.db.errors import DomainError
from hafen.core.db.roles import Role
from tests.hostile.files import pdf, picture

pytestmark = pytest.mark.django_db
HOST = {"HTTP_ORIGIN": "http://testserver"}
TOLD = ["CONTACT", "LANGUAGE", "PAPERS"]
LATER = TODAY + timedelta(days=200)


def upload(content=None, name="Bescheid Amal.pdf"):
    return SimpleUploadedFile(name, content or pdf())


@pytest.fixture
def paper(amal, clara):
    return casework.note_paper(client=amal, kind="BENEFIT", valid_until=LATER, by=clara)


@pytest.fixture
def attached(prepared, agreed, paper, clara):
    """A maker of drafts with a copy of Amal's decision on benefits."""

    def make(**facts):
        agreed("N16", *TOLD)
        row = prepared(categories=TOLD, **facts)
        attach(row, paper, clara)
        return row

    return make


def attach(row, paper, by, content=None):
    return services.attach_document(
        referral=row, paper=paper, upload=upload(content), today=TODAY, by=by
    )


@pytest.fixture
def sent(attached, clara):
    """A maker of referrals that Kompass has taken on, with the page of the office."""

    def make(**facts):
        row = services.offer_referral(referral=attached(**facts), now=NOW, by=clara)
        row = services.accept(referral=row, appointment_at=None, now=NOW, by=None)
        return row, urlsplit(keys.answer_address(row)).path

    return make


def let_in(client, row, page):
    """The office types the number that it was told by telephone."""
    sent = {"step": "open", "number": keys.number_of(row)}
    assert client.post(page, sent, **HOST).status_code == 302


def copies():
    """Return how many copies there are, and of how many it is known that they went."""
    rows = ReferralDocument.objects.all()
    return rows.filter(copy__isnull=False).count(), rows.count()


def test_d42_the_contact_sees_only_the_request_and_its_attachments(
    town, sent, amal, clara, client, acting
):
    row, page = sent()
    acting(town, clara)
    other = ReferralDocument.objects.get()
    sent()
    let_in(client, row, page)

    shown = client.get(page).content.decode()
    found = client.get(f"{page}papers/{other.pk}/")

    assert shown.count("/papers/") == 1
    assert "Leistungsbescheid" in shown
    assert found.content == pdf()
    assert found["Content-Disposition"] == 'attachment; filename="benefit.pdf"'
    assert found["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in found["Content-Security-Policy"]
    assert found["Cache-Control"] == "no-store"
    acting(town, clara)
    opened = Event.objects.filter(action="referrals.document.read")
    assert [event.subject_id for event in opened] == [str(amal.pk)]


def test_d42_no_other_link_and_no_guessed_address_opens_a_copy(
    town, sent, clara, client, acting
):
    row, page = sent()
    acting(town, clara)
    other = ReferralDocument.objects.get()
    _second, second_page = sent()
    acting(town, clara)
    [foreign] = ReferralDocument.objects.exclude(pk=other.pk)
    # Whoever has the mail alone has no number.
    assert client.get(f"{page}papers/{other.pk}/").status_code == 404
    let_in(client, row, page)

    # The link of one opens no copy of another, and a guessed address none at all.
    assert client.get(f"{page}papers/{foreign.pk}/").status_code == 404
    assert client.get(f"{second_page}papers/{other.pk}/").status_code == 404
    assert client.get(f"{page}papers/{row.pk}/").status_code == 404
    guessed = page.replace(page.split("/")[-2], "0" * 32)
    assert client.get(f"{guessed}papers/{other.pk}/").status_code == 404
    assert client.post(f"{page}papers/{other.pk}/", **HOST).status_code == 405
    assert client.get(at("document", town, row.pk, other.pk)).status_code == 302


def test_d42_what_was_opened_stands_with_the_readers_of_the_file(
    town, sent, clara, client, sign_in, amal, acting
):
    row, page = sent()
    let_in(client, row, page)
    acting(town, clara)
    client.get(f"{page}papers/{row.documents.get().pk}/")

    readings = reverse("cases:readings", args=[town.slug, amal.household_id])
    seen = sign_in(clara).get(readings)

    assert "Kopie eines Papiers" in seen.content.decode()


def test_d42_before_it_takes_the_person_on_an_office_opens_nothing(
    town, attached, clara, client
):
    row = services.offer_referral(referral=attached(), now=NOW, by=clara)
    page = urlsplit(keys.answer_address(row)).path
    pk = row.documents.get().pk

    assert "/papers/" not in client.get(page).content.decode()
    assert client.get(f"{page}papers/{pk}/").status_code == 404


@pytest.mark.parametrize("ending", ["finish", "withdraw", "consent"])
def test_d42_the_copies_are_gone_with_the_end(
    town, sent, amal, agreed, clara, client, ending, acting, sign_in
):
    row, page = sent()
    acting(town, clara)
    pk = row.documents.get().pk
    let_in(client, row, page)
    acting(town, clara)

    if ending == "finish":
        services.finish(referral=row, outcome="INFORMED", answer="", now=NOW, by=None)
    elif ending == "withdraw":
        services.withdraw_referral(referral=row, today=TODAY, by=clara)
    else:
        consent = amal.consents.get()
        casework.withdraw_consent(consent=consent, on=TODAY, by=clara)

    assert copies() == (0, 1)
    assert client.get(f"{page}papers/{pk}/").status_code == 404
    where = at("document", town, row.pk, pk)
    assert sign_in(clara).get(where).status_code == 404
    page = sign_in(clara).get(at("referral", town, row.pk)).content.decode()
    assert "die Kopie ist fort" in page


def test_d42_the_copies_are_gone_with_the_day(town, sent, clara, client, acting):
    row, page = sent()
    acting(town, clara)
    Referral.objects.filter(pk=row.pk).update(told_until=TODAY - timedelta(days=1))
    let_in(client, row, page)

    acting(town, clara)
    gone = client.get(f"{page}papers/{row.documents.get().pk}/")
    acting(town)
    with transaction.atomic(), context.opened_for(town.pk):
        forgotten = services.forget_copies(municipality_id=town.pk, today=TODAY)

    acting(town, clara)
    row.refresh_from_db()
    assert (gone.status_code, forgotten, copies()) == (404, 1, (0, 1))
    assert (row.told, row.state) == ("", "ACCEPTED")


def test_a_draft_keeps_no_copy_for_long_nor_past_its_consent(
    town, attached, amal, clara, acting
):
    attached()
    casework.withdraw_consent(consent=amal.consents.get(), on=TODAY, by=clara)
    assert copies() == (0, 0)

    row = attached()
    acting(town)
    with transaction.atomic(), context.opened_for(town.pk):
        later = TODAY + timedelta(days=31)
        services.forget_copies(municipality_id=town.pk, today=later)

    acting(town, clara)
    assert (row.documents.filter(size__gt=0).count(), row.is_draft) == (0, True)


def test_e14_copies_need_a_consent_of_their_own(prepared, agreed, paper, clara):
    agreed("N16")
    with pytest.raises(services.NoGate):
        prepared(categories=TOLD)
    row = prepared()

    with pytest.raises(services.NoGate):
        attach(row, paper, clara)


def test_e14_what_the_topic_does_not_need_stays_at_home(
    attached, amal, paper, clara, prepared, agreed
):
    row = attached()
    passport = casework.note_paper(
        client=amal, kind="PASSPORT", valid_until=LATER, by=clara
    )

    with pytest.raises(services.NotNeeded):
        attach(row, passport, clara)
    assert "PAPERS" not in reference.fields_for("N13", TODAY)
    # Looked at once more when it is offered.
    casework.settle_paper(paper=paper, on=TODAY, by=clara)
    with pytest.raises(services.NotNeeded):
        services.offer_referral(referral=row, now=NOW, by=clara)


def test_d43_no_paper_of_another_member_and_no_note_goes_along(
    town, attached, amal, clara, add
):
    row = attached()
    karim = add(amal.household, "Karim Muster")
    his = casework.note_paper(client=karim, kind="BENEFIT", valid_until=LATER, by=clara)

    with pytest.raises(services.NotTheirs):
        attach(row, his, clara)
    facts = {
        "municipality": town, "referral": row, "kind": "BENEFIT", "size": 3,
        "valid_until": LATER, "content_type": "application/pdf", "copy": "YWJj",
    }  # fmt: skip
    # The database says the same: neither of another member nor of no paper at all,
    # which is what a note would be.
    for paper in (his, None):
        with (
            pytest.raises(IntegrityError, match="only a paper of the person"),
            transaction.atomic(),
        ):
            ReferralDocument.objects.create(**facts, paper=paper)


def test_d42_nothing_is_added_once_it_has_gone(attached, paper, clara):
    row = services.offer_referral(referral=attached(), now=NOW, by=clara)

    with pytest.raises(services.AlreadyAnswered):
        attach(row, paper, clara)
    with pytest.raises(services.AlreadyAnswered):
        services.detach_document(document=row.documents.get(), by=clara)


def test_no_more_than_five_go_along_and_no_program(attached, paper, clara):
    row = attached()
    for content in (b"MZ\x90\x00", b"<html>", b"Nur Text"):
        with pytest.raises(DomainError):
            attach(row, paper, clara, content)
    for _time in range(4):
        attach(row, paper, clara, picture())

    with pytest.raises(services.TooManyPapers):
        attach(row, paper, clara)


def test_a_copy_lies_sealed_and_a_photograph_loses_where_it_was_taken(
    attached, paper, clara
):
    row = attached()
    document = attach(row, paper, clara, picture())

    kept = base64.b64decode(ReferralDocument.objects.get(pk=document.pk).copy)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT copy FROM referrals_referraldocument WHERE id = %s", [document.pk]
        )
        lies = bytes(cursor.fetchone()[0])
    assert b"Canary" not in kept
    assert kept not in lies
    assert base64.b64encode(kept) not in lies


def test_who_refers_adds_looks_and_takes_back_on_the_page(
    town, prepared, agreed, paper, clara, sign_in, questions
):
    agreed("N16", *TOLD)
    row = prepared(categories=TOLD)
    desk = sign_in(clara)
    step = at("attach", town, row.pk)

    refused = desk.post(step, {"paper": "", "file": upload()})
    desk.post(step, {"paper": paper.pk, "file": upload()})

    document = row.documents.get()
    where = at("document", town, row.pk, document.pk)
    page = desk.get(at("referral", town, row.pk)).content.decode()
    assert refused.status_code == 422
    assert where in page
    assert desk.get(where).content == pdf()
    asked = questions(desk, at("referral", town, row.pk))
    assert len(asked) <= 12
    desk.post(at("detach", town, row.pk, document.pk))
    assert copies() == (0, 0)
    services.offer_referral(referral=row, now=NOW, by=clara)
    row.refresh_from_db()
    assert row.categories == ["CONTACT", "LANGUAGE"]


def test_nobody_else_opens_a_copy(
    town, other_town, attached, clara, bela, emil, person, sign_in, amal, case
):
    case(amal.household)
    row = attached()
    pk = row.documents.get().pk

    for user in (bela, emil, person(town, Role.VOLUNTEER)):
        answer = sign_in(user).get(at("document", town, row.pk, pk))
        assert answer.status_code == 404, user.name
    stranger = sign_in(person(other_town, Role.SOCIAL_WORKER))
    for place in (town, other_town):
        found = stranger.get(at("document", place, row.pk, pk))
        assert found.status_code in {302, 403, 404}


def test_a_link_works_in_its_own_town_alone(town, other_town, sent, client, acting):
    row, page = sent()
    acting(town, row.owner)
    pk = row.documents.get().pk

    let_in(client, row, page)
    elsewhere = page.replace(f"/{town.slug}/", f"/{other_town.slug}/", 1)

    assert client.get(f"{elsewhere}papers/{pk}/").status_code == 404
    assert client.get(elsewhere).status_code == 404


def test_the_slip_names_what_goes_along(town, sent, clara, acting):
    row, _page = sent()
    acting(town, clara)

    with translation.override("de"):
        assert ("Was wir mitschicken", ["Leistungsbescheid"]) in slips.rows_of(
            row, "de", TODAY
        )
