"""Files go when their period is over and two people have released them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.casework.cases import services
from hafen.casework.cases.models import Case, Client, Household, Membership
from hafen.casework.cases.tests.conftest import LONG_AGO, TODAY, only
from hafen.core.db.errors import LostUpdate
from hafen.core.db.roles import Role
from hafen.core.places import services as places
from hafen.mechanisms.privacy import holding, periods, releasing, requests, retention
from hafen.mechanisms.privacy.models import DeletionRun, RightsRequest
from hafen.mechanisms.privacy.rights import key_of

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATER = NOW + timedelta(days=4 * 365)


@pytest.fixture
def officer(town, person):
    return person(town, Role.DATA_PROTECTION_OFFICER, name="Ofelia")


@pytest.fixture
def lead(town, person):
    return person(town, Role.PROJECT_LEAD, name="Lea")


@pytest.fixture
def no_archive(town):
    places.set_features(town, switched={releasing.OFFER: False}, expected=None)
    town.refresh_from_db()


@pytest.fixture
def ended(household, clara):
    row = household()
    return services.end_household(
        household=row, ending="MOVED", on=TODAY, expected=None, by=clara
    )


def night(town, now=LATER):
    """Do what the house does each night; return the run that is not done."""
    retention.sweep(now=now)
    releasing.carry_out(municipality=town.pk, now=now)
    return releasing.list_due(municipality=town.pk, now=now)


def release(run, by, now=LATER):
    run.refresh_from_db()
    return releasing.release(run=run, expected=run.version, by=by, now=now)


def test_a_file_waits_for_two_people_and_goes_in_the_night_after(
    ended, town, officer, lead, no_archive
):
    run = night(town)
    assert run.roots["cases.Household"] == [str(ended.pk)]
    release(run, lead)
    night(town)
    assert Household.objects.filter(pk=ended.pk).exists()

    assert release(run, officer).is_released
    night(town)

    assert not Household.objects.filter(pk=ended.pk).exists()
    run.refresh_from_db()
    assert (run.state, run.roots) == (DeletionRun.State.DONE, {})
    assert run.counts["cases.Household"] == 1


def test_nobody_releases_twice_and_one_of_both_is_the_officer(
    ended, town, person, officer, lead, no_archive
):
    run = night(town)
    other = person(town, Role.ADMINISTRATOR, name="Arno")
    release(run, lead)
    with pytest.raises(releasing.SecondPersonNeeded):
        release(run, lead)
    with pytest.raises(releasing.OfficerNeeded):
        release(run, other)
    release(run, officer)
    with pytest.raises(releasing.NoLongerOpen):
        release(run, other)


def test_a_list_that_changed_meanwhile_is_read_again(ended, household, town, lead):
    run = night(town)
    second = household("Bilal Beispiel")
    Household.objects.filter(pk=second.pk).update(ended_on=TODAY, ending="MOVED")
    night(town)
    with pytest.raises(LostUpdate):
        releasing.release(run=run, expected=run.version, by=lead, now=LATER)


def test_what_was_released_stays_as_it_was_read(
    ended, household, town, officer, lead, no_archive
):
    run = night(town)
    release(run, lead)
    second = household("Bilal Beispiel")
    Household.objects.filter(pk=second.pk).update(ended_on=TODAY, ending="MOVED")
    night(town)
    release(run, officer)
    listed = night(town)
    assert Household.objects.filter(pk=second.pk).exists()
    assert listed.roots["cases.Household"] == [str(second.pk)]


def test_releases_are_taken_back_and_the_files_stay(ended, town, officer, lead):
    run = night(town)
    release(run, lead)
    releasing.take_back(run=run, by=officer)
    assert night(town).is_listed
    assert Household.objects.filter(pk=ended.pk).exists()


def test_the_archive_answers_before_the_second_release(ended, town, officer, lead):
    run = release(night(town), lead)
    with pytest.raises(releasing.ArchiveNotAsked):
        release(run, officer)
    run = releasing.note_answer(
        run=run, answer="NOTHING", on=TODAY, expected=run.version, by=lead
    )
    assert release(run, officer).is_released


def test_in_a_small_office_a_day_and_a_mail_stand_for_the_second_person(
    ended, town, officer, lead, no_archive, mailoutbox
):
    places.set_features(town, switched={requests.SMALL_OFFICE: True}, expected=None)
    lead.municipality.refresh_from_db()
    run = release(night(town), lead)
    assert [mail.to for mail in mailoutbox] == [[officer.email]]
    with pytest.raises(releasing.TooEarly):
        release(run, lead)
    assert release(run, lead, LATER + timedelta(days=1)).is_released


def test_a_hold_keeps_all_of_a_person_until_it_is_ended(
    ended, town, officer, lead, no_archive
):
    amal = only(ended)
    hold = holding.place(
        roots=[key_of(amal)], is_of_all=True, reason="Klage 1 K 2/26",
        look_again_on=TODAY + timedelta(days=90), by=officer, today=TODAY,
    )  # fmt: skip
    assert night(town) is None
    holding.end(hold=hold, by=officer, today=TODAY)
    with pytest.raises(holding.HoldEnded):
        holding.end(hold=hold, by=officer, today=TODAY)
    run = night(town)
    release(run, lead)
    holding.place(
        roots=[key_of(amal)], is_of_all=False, reason="Klage 1 K 3/26",
        look_again_on=TODAY + timedelta(days=90), by=officer, today=TODAY,
    )  # fmt: skip
    release(run, officer)
    night(town)
    assert Client.objects.filter(pk=amal.pk).exists()


def test_what_is_on_hold_is_not_erased_on_request_either(ended, town, officer, person):
    amal = only(ended)
    holding.place(
        roots=[key_of(amal)], is_of_all=False, reason="Klage 1 K 2/26",
        look_again_on=TODAY + timedelta(days=90), by=officer, today=TODAY,
    )  # fmt: skip
    asked = requests.receive(
        kind=RightsRequest.Kind.ERASURE, roots=[key_of(amal)], received_on=TODAY,
        by=officer,
    )  # fmt: skip
    second = person(town, Role.ADMINISTRATOR)
    with pytest.raises(holding.OnHold):
        requests.carry_out(asked=asked, blacken=(), by=second, now=NOW)
    assert Client.objects.filter(pk=amal.pk).exists()


def test_a_file_that_nobody_ended_runs_from_its_last_closed_case(
    case, town, clara, no_archive
):
    row = case()
    Case.objects.filter(pk=row.pk).update(closed_on=TODAY, outcome="REACHED")
    run = night(town)
    assert run.roots["cases.Household"] == [str(row.household_id)]


def test_a_file_with_an_open_case_is_never_due(case, town):
    case()
    assert night(town) is None


def test_who_left_or_died_is_due_while_the_household_goes_on(
    case, add, town, officer, lead, no_archive
):
    row = case()
    karim = add(row.household, "Karim Muster", kind="PARTNER")
    Membership.objects.filter(client=karim).update(valid_until=TODAY, left="DIED")
    run = night(town)
    assert run.roots == {"cases.Client": [str(karim.pk)]}
    release(run, lead)
    release(run, officer)
    night(town)
    assert not Client.objects.filter(pk=karim.pk).exists()
    assert Household.objects.filter(pk=row.household_id).exists()


def test_a_municipality_keeps_files_longer_from_a_day_on(ended, town, officer):
    periods.set_period(
        kind="cases.Household", days=5 * 365, valid_from=TODAY, reason="Aktenplan",
        decided_by="Archiv", by=officer, today=TODAY,
    )  # fmt: skip
    assert night(town) is None
    assert night(town, NOW + timedelta(days=5 * 365 + 2)) is not None


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        ("cases.Household", 11 * 365),
        ("cases.Household", 1),
        ("interpreting.Voucher", 365),
        ("surveys.Served", 100),
        ("accounts.RoleAssignment", 2000),
        ("cases.Nothing", 100),
    ],
)
def test_the_law_sets_limits(town, officer, kind, days):
    with pytest.raises(periods.NotAllowed):
        periods.set_period(
            kind=kind, days=days, valid_from=TODAY, reason="x", decided_by="x",
            by=officer, today=TODAY,
        )  # fmt: skip


def test_the_way_through_the_desk(ended, town, officer, lead, sign_in, no_archive):
    Household.objects.filter(pk=ended.pk).update(ended_on=TODAY - timedelta(days=2000))
    run = night(town, NOW)
    page = reverse("privacy:keeping", args=[town.slug])
    step = reverse("privacy:deletion_step", args=[town.slug, run.pk])
    rows = reverse("privacy:due_rows", args=[town.slug, "cases.Household"])

    client = sign_in(lead)
    shown = client.get(page).content.decode()
    assert "Familie Muster" not in shown
    assert "erste von zwei" in shown
    assert client.get(rows).status_code == 404
    assert client.get(reverse("privacy:holds", args=[town.slug])).status_code == 404
    client.post(step, {"step": "release", "version": run.version})

    client = sign_in(officer)
    assert "Familie Muster" in client.get(rows).content.decode()
    today = client.get(reverse("desk:today", args=[town.slug])).content.decode()
    assert "Freigabe" in today
    run.refresh_from_db()
    answer = client.post(step, {"step": "release", "version": run.version}, follow=True)
    assert "kommenden Nacht" in answer.content.decode()


def test_a_hold_through_the_desk(ended, town, officer, clara, sign_in):
    amal = key_of(only(ended))
    client = sign_in(officer)
    start = reverse("privacy:holds", args=[town.slug])
    assert client.get(start).status_code == 200
    found = client.post(
        reverse("privacy:find_for_hold", args=[town.slug]), {"name": "Amal"}
    )
    assert amal in found.content.decode()
    client.post(
        reverse("privacy:place_hold", args=[town.slug]),
        {
            "roots": [amal],
            "is_of_all": "on",
            "reason": "Klage 1 K 2/26",
            "look_again_on": str(TODAY + timedelta(days=30)),
        },
    )
    assert "1 K 2/26" in client.get(start).content.decode()
    assert sign_in(clara).get(start).status_code == 404


def test_a_period_through_the_desk(town, officer, sign_in):
    client = sign_in(officer)
    page = reverse("privacy:own_periods", args=[town.slug])
    sent = {
        "kind": "cases.Household", "days": "1825", "valid_from": str(TODAY),
        "reason": "Aktenplan", "decided_by": "Archiv",
    }  # fmt: skip
    assert client.post(page, sent | {"days": "9000"}).status_code == 422
    assert client.post(page, sent).status_code == 302
    assert "Aktenplan" in client.get(page).content.decode()


def test_another_municipality_finds_no_run(ended, town, other_town, person, sign_in):
    run = night(town)
    stranger = person(other_town, Role.DATA_PROTECTION_OFFICER)
    client = sign_in(stranger)
    step = reverse("privacy:deletion_step", args=[other_town.slug, run.pk])
    assert client.post(step, {"step": "release", "version": 1}).status_code == 404


def test_the_page_asks_as_often_for_many_files(
    household, town, officer, sign_in, questions
):
    page = reverse("privacy:keeping", args=[town.slug])
    for name in ("Amal Muster", "Bilal Beispiel", "Chiara Probe"):
        household(name)
    client = sign_in(officer)
    few = questions(client, page)
    Household.objects.update(ended_on=LONG_AGO - timedelta(days=2000), ending="MOVED")
    night(town, NOW)
    assert len(questions(client, page)) <= max(12, len(few) + 2)
