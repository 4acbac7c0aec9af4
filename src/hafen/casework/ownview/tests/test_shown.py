"""What the own view shows and does: the person's own, and nothing of anybody else.

Amal and Karim live in one household with one case, and each has one of everything.
"""

import json
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.db.utils import ProgrammingError
from django.utils import timezone

from hafen.casework.cases import services as cases
from hafen.casework.cases.models import (
    Application,
    ApplicationPaper,
    Client,
    ClientPaper,
    Consent,
    ContestedPoint,
    Goal,
    GoalStep,
    IntegrationAgreement,
    Note,
    SecretNote,
    SpecialNote,
)
from hafen.casework.cases.tests.conftest import TODAY, stands
from hafen.casework.cases.tests.test_help import agree
from hafen.casework.consultations.models import Appointment, Visitor
from hafen.casework.ownview.services import OTHER_TIME
from hafen.casework.ownview.tests.conftest import HOME, step, told
from hafen.casework.ownview.views.public import COOKIE
from hafen.casework.referrals.models import Referral
from hafen.core.audit import services as audit
from hafen.core.db.context import opened_for
from hafen.core.db.roles import Role
from hafen.core.places.models import Site
from hafen.mechanisms.privacy.models import RightsRequest
from hafen.mechanisms.todos.models import Todo
from hafen.mechanisms.todos.registries import leads
from tests.hostile.painting import label_of, paint

__all__ = ["agree"]
pytestmark = pytest.mark.django_db
NOW = timezone.now()
CANARY = re.compile(r"canary-(\d+)-x")
# What the person reads in words that people have typed; all of it is Amal's own.
OWN = {
    "cases.Application.form", "cases.Application.agency",
    "cases.ApplicationPaper.name", "cases.Client.notice_edition",
    "cases.Consent.recipient", "cases.ContestedPoint.words",
    "cases.IntegrationAgreement.content", "referrals.Referral.recipient",
    # Of the house: where to come, and whose office read the file.
    "places.Site.name", "places.Site.street", "places.Site.house_number",
    "accounts.Team.name", "places.Municipality.name",
}  # fmt: skip


def paper_with(text):
    part = {"language": "ar", "direction": "rtl"}
    return json.dumps({"parts": [part | {"goals": [{"name": text, "steps": []}]}]})


@pytest.fixture
def site(town):
    return Site.objects.create(
        municipality=town, name="Lotsenhaus", sort_key="l", kind="OFFICE",
        street="Hafenweg", house_number="3",
    )  # fmt: skip


@pytest.fixture
def has(town, file, clara, kompass, south, site, acting):
    """Give a person one of everything, plain (N16) or of a special category (N13)."""

    def give(client, days, *, domain="N16", kind=Consent.Kind.SHARING, gate="CONSENT"):
        acting(town, clara)
        here, about = {"municipality": town}, {"municipality": town, "client": client}
        starts_at = NOW + timedelta(days=days)
        row = Appointment.objects.create(
            **here, site=site, adviser=clara, topic=domain, starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=30),
        )  # fmt: skip
        Visitor.objects.create(
            **about, household=client.household, day=TODAY, appointment=row
        )
        Consent.objects.create(
            **about, kind=kind, purpose=domain, categories=["CONTACT"],
            recipient="Kompass e. V.", organisation=kompass, language="ar",
            edition="1", text="…", given_on=TODAY, given_by="SELF", form="PAPER",
            valid_until=TODAY, ended_on=TODAY,
            released=clara if kind == Consent.Kind.RELEASE else None,
        )  # fmt: skip
        ClientPaper.objects.create(**about, kind="PASSPORT", valid_until=TODAY)
        ContestedPoint.objects.create(
            **about, about="BIRTH", words="…", since=TODAY, settled_on=TODAY,
            how="UNCLEAR",
        )  # fmt: skip
        Referral.objects.create(
            **about, case=file, team=south, owner=clara, topic=domain, way="TOLD",
            recipient="Kompass e. V.", email="kompass@example.org", language="ar",
            gate=gate, gate_note="…", categories=["CONTACT"], organisation=kompass,
            told="[]", question="…", state="OFFERED", offered_at=NOW,
        )  # fmt: skip
        is_special = domain != "N16"
        IntegrationAgreement.objects.create(
            **about, case=file, number=days, content=paper_with(f"{client.name} B1"),
            is_special=is_special, prepared_on=TODAY, signed_on=TODAY, review_on=TODAY,
        )  # fmt: skip
        applied = Application.objects.create(
            **about, case=file, domain=domain, agency="Amt", form="Antrag",
            is_special=is_special, since=TODAY,
        )  # fmt: skip
        ApplicationPaper.objects.create(**here, application=applied, name="Vertrag")
        goal = Goal.objects.create(
            **here, case=file, domain=domain, text="…", is_special=is_special,
            since=TODAY,
        )  # fmt: skip
        GoalStep.objects.create(**here, goal=goal, text="…", who="STAFF", due_on=TODAY)
        return row

    return give


@pytest.fixture
def karim(file, add):
    born_on = TODAY - timedelta(days=12_000)
    return add(file.household, "Karim Muster", kind="PARTNER", born_on=born_on)


@pytest.fixture
def notes(file, clara, town, amal):
    about = {"municipality": town, "case": file, "author": clara, "on": TODAY}
    for model in (Note, SpecialNote, SecretNote):
        model.objects.create(**about, text="…")
    stands(amal, "LEGAL_AREA", "sgb2", clara)


def test_e23_canaries_of_other_columns_and_other_people_do_not_sing(
    clara, amal, karim, has, notes, inside, town, acting
):
    has(amal, 1)
    has(amal, 2, domain="N13")
    has(amal, 3, kind=Consent.Kind.RELEASE, gate="NORM")
    has(karim, 4)
    acting(town, clara)
    audit.seen(subject=amal, what="cases.client")
    sung = []

    def canary(field, row):
        sung.append((label_of(field), getattr(row, "client_id", row.pk), row.pk))
        text = f"canary-{len(sung)}-x"
        is_paper = label_of(field) == "cases.IntegrationAgreement.content"
        return paper_with(text) if is_paper else text

    # The visit itself stays open, and what is special stays so.
    kept = {"session_key", "purpose"}
    painted = paint(canary, only=lambda field: field.name not in kept)
    assert {"cases.Client.name", "cases.SecretNote.text", "cases.Note.text"} < {
        *painted
    }

    page = told(inside)
    assert str(ContestedPoint.How.UNCLEAR.label) in page
    heard = [sung[int(number) - 1] for number in CANARY.findall(page)]

    assert {label for label, _whose, _row in heard} == OWN
    assert {
        whose for label, whose, _row in heard if label[:8] in {"cases.Cl", "cases.Co"}
    } == {amal.pk}
    for model, shown in (
        (Consent, 1), (Referral, 1), (IntegrationAgreement, 2), (Application, 2),
    ):  # fmt: skip
        rows = {
            row
            for label, _whose, row in heard
            if label.startswith(f"{label_name(model)}.")
        }
        acting(town, clara)
        assert rows == set(own(model, amal)), model
        assert len(rows) == shown
    assert karim.name not in page


def label_name(model):
    return model._meta.label


def own(model, amal):
    """Return the keys of Amal's rows that nothing of a special category is in."""
    rows = model.objects.filter(client=amal)
    if model is Consent:
        rows = rows.filter(kind="SHARING", purpose="N16")
    elif model is Referral:
        rows = rows.filter(topic="N16", gate="CONSENT")
    else:
        rows = rows.filter(is_special=False)
    return rows.values_list("pk", flat=True)


def test_raw_sql_without_the_secret_of_a_visit_gets_nothing(
    amal, has, inside, town, other_town, acting
):
    has(amal, 1)
    secret = inside.cookies[COOKIE].value

    def asked(text):
        with connection.cursor() as cursor:
            cursor.execute("SELECT ownview_shown(%s)", [text])
            return cursor.fetchone()[0]

    acting(town)
    assert asked(secret) is not None
    assert asked("") is asked(secret[:-1]) is None
    assert Client.objects.count() == 0
    acting(other_town)
    assert asked(secret) is None
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM ownview_who(%s)", [secret])


def test_keys_of_others_and_of_what_is_not_shown_change_nothing(
    amal, karim, has, inside, town, clara, acting
):
    hidden = has(amal, 2, domain="N13")
    his = has(karim, 4)
    step(inside, "call-off", his.pk)
    for row in Consent.objects.all():
        step(inside, "withdraw", row.pk)
    for row in Referral.objects.all():
        step(inside, "arrived", row.pk)
        assert inside.get(f"{HOME}slip/{row.pk}/").status_code == 404

    assert step(inside, "withdraw", "no key").status_code == 404
    acting(town, clara)
    assert Consent.objects.filter(withdrawn_on__isnull=False).count() == 0
    assert Referral.objects.exclude(state="OFFERED").count() == 0
    his.refresh_from_db()
    assert (his.is_arranged, hidden.is_arranged) == (True, True)


def test_e23_a_withdrawal_ends_the_referral_and_asks_for_a_letter(
    amal, has, inside, town, clara, acting
):
    has(amal, 1)
    row = Consent.objects.get()

    answer = step(inside, "withdraw", row.pk)

    assert answer["Location"].endswith("?done=withdraw")
    acting(town, clara)
    row.refresh_from_db()
    assert row.withdrawn_on == TODAY
    assert Referral.objects.get().state == "WITHDRAWN"
    assert Todo.objects.get(kind=cases.TELL).team == amal.household.team
    assert [sent.to for sent in mail.outbox] == [["kompass@example.org"]]
    assert "Kompass" not in told(inside)


def test_a_withdrawal_closes_what_the_exchange_was_asked_for(
    amal, file, agree, inside, person, town, clara, acting
):
    vera = person(town, Role.VOLUNTEER_COORDINATOR)
    acting(town, clara)
    consent = agree(amal)
    facts = {"kind": "SPONSORSHIP", "title": "Patenschaft", "owner": vera}
    sought = cases.seek_help(case=file, consent=consent, facts=facts, now=NOW, by=clara)

    step(inside, "withdraw", consent.pk)

    acting(town, clara)
    sought.need.refresh_from_db()
    assert sought.need.state == "WITHDRAWN"


def test_e23_an_appointment_is_called_off_and_another_time_asked_for(
    amal, has, inside, town, clara, acting
):
    row = has(amal, 1)
    assert "Lotsenhaus" in told(inside)

    step(inside, "call-off", row.pk, other="yes")

    acting(town, clara)
    row.refresh_from_db()
    todo = Todo.objects.get(kind=OTHER_TIME)
    assert (row.state, todo.owner, todo.subject_id) == ("OFF", clara, amal.pk)
    assert "Lotsenhaus" not in told(inside)


def test_e23_the_person_says_that_they_arrived_and_takes_the_slip_along(
    amal, has, inside, town, clara, acting
):
    has(amal, 1)
    row = Referral.objects.get()

    paper = inside.get(f"{HOME}slip/{row.pk}/")
    step(inside, "arrived", row.pk)

    assert (paper.content[:5], paper["Cache-Control"]) == (b"%PDF-", "no-store")
    acting(town, clara)
    row.refresh_from_db()
    assert (row.state, row.arrived_on) == ("ARRIVED", TODAY)


def test_a_copy_is_asked_for_once_and_stands_on_today(
    amal, inside, town, clara, person, acting
):
    officer = person(town, Role.DATA_PROTECTION_OFFICER)
    step(inside, "copy")
    step(inside, "copy")

    asked = RightsRequest.objects.get()
    assert (asked.kind, asked.roots) == ("ACCESS", [f"cases.Client:{amal.pk}"])
    assert asked.received_on == TODAY
    find = leads["ownview.copies"].find
    assert [find(user, TODAY)[0].count() for user in (officer, clara)] == [1, 0]


def test_readings_name_functions_and_offices_and_no_special_notes(
    amal, file, inside, town, clara, acting
):
    acting(town, clara)
    audit.seen(subject=file, what="cases.special")

    page = told(inside)

    assert "Süd" in page
    assert clara.name not in page
    with connection.cursor() as cursor:
        acting(town)
        cursor.execute("SELECT ownview_shown(%s)", [inside.cookies[COOKIE].value])
        assert "special" not in str(cursor.fetchone()[0])


def test_after_a_separation_the_papers_of_the_old_household_stay_there(
    amal, has, inside, town, clara, acting, case
):
    has(amal, 1)
    assert "Amal Muster B1" in told(inside)
    acting(town, clara)
    began = cases.move_out(client=amal, left="SEPARATED", on=TODAY, by=clara)
    assert inside.get(HOME).status_code == 403  # no case of the new one yet

    case(of=began)

    page = told(inside)
    assert "Amal Muster B1" not in page
    assert "Kompass" in page  # what she agreed to is hers


def test_art_18_the_own_view_of_a_restricted_file_keeps_working(
    inside, agreed, offered, amal, town, clara, closed, acting
):
    acting(town, clara)
    referral = offered()
    consent = Consent.objects.get(client=amal)
    closed(amal)

    page = told(inside)
    assert "Art. 18" not in page
    assert 'class="kern-alert' in page
    assert referral.recipient in page
    step(inside, "arrived", referral.pk)
    assert inside.get(f"{HOME}slip/{referral.pk}/").status_code == 200
    step(inside, "withdraw", consent.pk)
    step(inside, "copy")

    acting(town)
    with opened_for(town.pk):
        consent.refresh_from_db()
        assert consent.withdrawn_on == TODAY
    assert RightsRequest.objects.filter(kind="ACCESS").count() == 1
