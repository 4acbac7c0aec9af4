"""The screens of the desk."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from hafen.casework.cases import queries, services
from hafen.casework.cases.models import (
    AccessRefusal,
    BenefitMember,
    Case,
    Circumstance,
    Client,
    Guardian,
    Household,
    KeptOut,
    Programme,
    StandIn,
)
from hafen.casework.cases.reference import programme_templates
from hafen.casework.cases.tests.conftest import TODAY, only, stands
from hafen.core.db.languages import PORTAL_LANGUAGES
from hafen.core.db.roles import Role

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
# What came of the areas of life that are asked for at each end.
AREAS = dict.fromkeys((f"area_N0{n}" for n in (1, 5, 6, 8)), "REACHED")


def at(town, name, *parts):
    return reverse(f"cases:{name}", args=[town.slug, *parts])


@pytest.fixture
def desk(clara, south, sign_in):
    return sign_in(clara)


def person_data(**more):
    known = {
        "name": "Amal Muster",
        "original_name": "أمل مستر",
        "other_names": "Amel Muster\nAmaal Moster",
        "born_on": "1990-01-01",
        "birth": "ESTIMATED",
        "gender": "FEMALE",
        "language_1": "ar",
        "language_2": "fa",
        "notice_on": TODAY.isoformat(),
        "notice_edition": "2026-1",
    }
    return known | more


def test_a_household_is_taken_in_with_its_first_person(desk, town, south):
    person = {f"person-{name}": value for name, value in person_data().items()}
    sent = {"name": "Familie Muster", "team": str(south.pk)} | person
    done = desk.post(at(town, "add_household"), sent)

    row = Household.objects.get()
    assert done["Location"] == at(town, "household", row.pk)
    assert only(row).other_names == ["Amel Muster", "Amaal Moster"]
    assert only(row).languages == ["ar", "fa"]
    page = desk.get(at(town, "household", row.pk)).content.decode()
    assert "أمل مستر" in page


def test_nobody_is_taken_in_without_the_data_protection_notice(desk, town, south):
    person = person_data(notice_on="")
    sent = {f"person-{name}": value for name, value in person.items()}

    answer = desk.post(
        at(town, "add_household"), {"name": "X", "team": str(south.pk)} | sent
    )

    assert answer.status_code == 422
    assert list(answer.context["person"].errors) == ["notice_on"]
    assert not Household.objects.exists()


def test_what_happens_in_a_household_is_written_down(desk, town, household):
    row = household()
    child = person_data(name="Nour Muster", original_name="", other_names="")
    child |= {"kind": "CHILD", "came": "BIRTH", "on": TODAY.isoformat()}
    assert desk.post(at(town, "add_member", row.pk), child).status_code == 302
    nour = Client.objects.get(name="Nour Muster")
    day = TODAY.isoformat()
    for where, name, sent in (
        ("client", "circumstance", {"what": "LEGAL_AREA:sgb2", "valid_from": day}),
        (
            "protection",
            "guardian",
            {"kind": "PARENT", "name": "Amal Muster", "valid_from": day},
        ),
    ):
        step = at(town, f"{where}_step", nour.pk, name)
        assert desk.post(step, sent).status_code == 302
    sent = {"clients": [str(nour.pk)], "number": "BG-1", "valid_from": day}
    desk.post(at(town, "household_step", row.pk, "community"), sent)
    assert Circumstance.objects.get().code == "sgb2"
    assert Guardian.objects.get().name == "Amal Muster"
    assert BenefitMember.objects.get().client == nour
    assert "SGB II" in desk.get(at(town, "household", row.pk)).content.decode()
    taken_back = at(town, "take_back", Circumstance.objects.get().pk)
    assert desk.post(taken_back).status_code == 302

    moved = desk.post(at(town, "move_out", nour.pk), {"left": "OWN", "on": day})

    own = Household.objects.exclude(pk=row.pk).get()
    assert moved["Location"] == at(town, "household", own.pk)
    assert not Circumstance.objects.exists()


def test_no_address_carries_a_person_in_its_query(desk, town, household):
    person = only(household())
    page = desk.get(at(town, "client", person.pk)).content.decode()
    links = re.findall(r'href="([^"]*)"', page)
    assert len([each for each in links if str(person.pk) in each]) > 8
    assert [each for each in links if str(person.pk) in each.partition("?")[2]] == []


def test_a_nationality_is_typed_and_told_where_it_is_not_known(desk, town, household):
    client, day = only(household()), TODAY.isoformat()
    step = at(town, "client_step", client.pk, "circumstance")

    def errors(**sent):
        answer = desk.post(step, sent | {"valid_from": day})
        return list(answer.context["circumstance"].errors)

    assert errors() == ["what"]
    assert errors(what="GERMAN:a2", nationality="Syrien") == ["what"]
    assert errors(nationality="<b>Atlantis</b>") == ["nationality"]
    assert not Circumstance.objects.exists()

    for said, code in (("syrien", "SY"), ("UA", "UA"), ("staatenlos", "stateless")):
        Circumstance.objects.all().delete()
        sent = {"nationality": f" {said} ", "valid_from": day}
        assert desk.post(step, sent).status_code == 302
        kept = Circumstance.objects.get()
        assert (kept.kind, kept.code) == ("NATIONALITY", code)
    page = desk.get(at(town, "client", client.pk)).content.decode()
    assert "staatenlos" in page
    assert "Afghanistan" not in page


def test_a_colleague_is_kept_out_at_the_desk(desk, town, household, bela):
    client = only(household())
    where = at(town, "protection_step", client.pk, "keep-out")

    assert (
        desk.post(where, {"user": str(bela.pk), "why": "RELATIVE"}).status_code == 302
    )

    assert KeptOut.objects.get().user == bela


def test_from_opening_a_case_to_opening_it_again(desk, town, household, clara, bela):
    programme = Programme.objects.create(
        municipality=town, name="IM", sort_key="im", months=1, longest_months=2
    )
    row, day = household(), TODAY.isoformat()
    sent = {"owner": str(clara.pk), "programme": str(programme.pk), "on": day}
    assert desk.post(at(town, "open_case", row.pk), sent).status_code == 302
    assert desk.post(at(town, "open_case", row.pk), sent).status_code == 422
    case = Case.objects.get()
    steps = {
        "save": {
            "stage": "PLAN",
            "intensity": "LIGHT",
            "programme": str(programme.pk),
            "version": "1",
        },
        "note": {"on": day, "text": "Termin"},
        "extend": {"because": "Prüfung"},
        "close": {"outcome": "REACHED", "on": day, "follow_up_on": day} | AREAS,
        "follow-up": {},
        "reopen": {"because": "Neuer Bescheid"},
    }
    for name, content in steps.items():
        step = at(town, "case_step", case.pk, name)
        where = at(town, "close", case.pk) if name == "close" else step
        assert desk.post(where, content).status_code == 302, name
    case.refresh_from_db()
    assert (case.stage, case.is_open, case.follow_up_on) == ("PLAN", True, None)
    assert "Termin" in desk.get(at(town, "case", case.pk)).content.decode()
    where = at(town, "responsible_step", case.pk, "deputy")
    sent = {"user": str(bela.pk), "valid_from": day, "valid_until": day}
    assert desk.post(where, sent).status_code == 302
    page = desk.get(at(town, "responsible", case.pk)).content.decode()
    assert bela.name in page
    assert (
        desk.post(at(town, "end_deputy", StandIn.objects.get().pk)).status_code == 302
    )
    where = at(town, "responsible_step", case.pk, "hand-over")

    assert desk.post(where, {"to": str(bela.pk)}).status_code == 302

    assert desk.get(at(town, "case", case.pk)).status_code == 404


def test_two_who_change_one_household_compare_and_decide(desk, town, household, south):
    row = household()
    sent = {"team": str(south.pk), "version": str(row.version)}
    where = at(town, "edit_household", row.pk)
    assert desk.post(where, sent | {"name": "Familie Süd"}).status_code == 302

    late = desk.post(where, sent | {"name": "Familie Nord"})

    assert late.status_code == 409
    assert "Familie Süd" in late.content.decode()


def test_lists_are_filtered_and_taken_away(desk, town, case, household):
    row = case()
    household("Zeynep Probe")
    for name in ("households", "cases", "load"):
        assert desk.get(at(town, name)).status_code == 200
        assert desk.get(at(town, name), {"as": "csv"}).status_code == 200
    found = desk.get(at(town, "households"), {"q": "probe"}).context["page"]
    assert [each.name for each in found] == ["Familie Probe"]
    found = desk.get(at(town, "households"), {"part": "without"}).context["page"]
    assert [each.name for each in found] == ["Familie Probe"]
    assert list(desk.get(at(town, "cases")).context["page"]) == [row]


def test_a_partner_takes_no_file_away(town, person, team, sign_in):
    paul = person(town, Role.PARTNER_CASE_WORKER, name="Paul")
    team("West", paul)
    desk = sign_in(paul)

    assert desk.get(at(town, "households")).status_code == 200
    assert desk.get(at(town, "households"), {"as": "csv"}).status_code == 404


def test_programmes_are_kept_by_the_administration(town, person, sign_in):
    desk = sign_in(person(town, Role.PROJECT_LEAD))
    sent = {"name": "IM", "months": "36", "longest_months": "48", "source": "VwV"}
    sent |= {"offer_days": "14"}
    assert desk.post(at(town, "add_programme"), sent).status_code == 302
    row = Programme.objects.get()
    wrong = desk.post(at(town, "add_programme"), sent | {"longest_months": "12"})
    assert list(wrong.context["form"].errors) == ["longest_months"]
    twice = desk.post(at(town, "add_programme"), sent)
    assert list(twice.context["form"].errors) == ["name"]
    assert desk.get(at(town, "edit_programme", row.pk)).status_code == 200
    assert "VwV" in desk.get(at(town, "programmes")).content.decode()
    assert desk.get(at(town, "cases")).status_code == 404


@pytest.mark.parametrize("size", [1, 100])
def test_pages_ask_as_much_of_many_as_of_one(
    desk, town, case, household, add, clara, questions, size
):
    """Twelve questions at most, whatever the size (desk pages of the house)."""
    row = case()
    for number in range(size):
        client = add(row.household, f"Kind {number}")
        stands(client, "RESIDENCE", "tolerated", clara)
        stands(client, "LEGAL_AREA", "sgb2", clara)
        services.write_note(case=row, text="Notiz", on=TODAY, by=clara)
    for number in range(size):
        household(f"Person Muster{number}")
    desk.get(at(town, "cases"))  # what a process keeps after its first page
    asked = {
        name: len(questions(desk, address))
        for name, address in (
            ("households", at(town, "households")),
            ("household", at(town, "household", row.household_id)),
            ("client", at(town, "client", only_first(row).pk)),
            ("cases", at(town, "cases")),
            ("protection", at(town, "protection", only_first(row).pk)),
            ("case", at(town, "case", row.pk)),
            ("responsible", at(town, "responsible", row.pk)),
            ("special", at(town, "special", row.pk)),
            ("secret", at(town, "secret", row.pk)),
            ("readings", at(town, "readings", row.household_id)),
            ("load", at(town, "load")),
        )
    }

    assert {name: n for name, n in asked.items() if n > MOST_QUERIES} == {}


def only_first(row):
    return queries.members_on(row.household, day=TODAY).now[0].client


def test_a_programme_is_taken_over_as_it_ships_and_then_one_s_own(
    town, person, sign_in, acting
):
    desk = sign_in(person(town, Role.PROJECT_LEAD))
    code = "bw-integration-management"

    page = desk.get(at(town, "programmes")).content.decode()
    taken = desk.post(at(town, "take_programme", code))

    assert page.count("take-over/") == 3
    assert taken.status_code == 302
    acting(town)
    row = Programme.objects.get()
    assert (row.months, row.longest_months, row.review_months) == (36, 48, 6)
    assert row.template == code
    assert desk.get(at(town, "programmes")).content.decode().count("take-over/") == 2
    assert desk.post(at(town, "take_programme", code)).status_code == 422
    assert desk.post(at(town, "take_programme", "nothing")).status_code == 404
    sent = {
        "name": "Eigener Name",
        "months": "24",
        "offer_days": "7",
        "version": str(row.version),
    }
    renamed = desk.post(at(town, "edit_programme", row.pk), sent | {"template": code})
    assert renamed.status_code == 302
    worker = sign_in(person(town, Role.SOCIAL_WORKER))
    assert worker.post(at(town, "take_programme", "nrw-kim")).status_code == 404


def test_a_case_is_opened_by_the_criteria_on_its_form(
    desk, town, household, clara, shipped
):
    kim = shipped("nrw-kim")
    row = household()
    where, met = at(town, "open_case", row.pk), ["voluntary", "complex", "agencies"]
    sent = {"owner": str(clara.pk), "programme": str(kim.pk), "on": TODAY.isoformat()}

    refused = desk.post(where, sent | {"criteria": met})
    opened = desk.post(where, sent | {"criteria": [*met, "nobody-else"]})

    assert (refused.status_code, opened.status_code) == (422, 302)
    assert refused.context["form"]["criteria"].value() == met
    assert at(town, "count_refusal") in refused.content.decode()
    page = desk.get(at(town, "case", Case.objects.get().pk)).content.decode()
    assert "Klärung (Intake)" in page
    assert "Kein anderer Dienst ist zuständig · " not in page
    assert "Kein anderer Dienst ist zuständig</" in page


def test_whoever_is_not_taken_in_is_counted_without_a_person(
    desk, town, clara, person, sign_in, acting, shipped
):
    where = at(town, "count_refusal")
    assert desk.get(where).status_code == 404
    kim = shipped("nrw-kim")
    sent = {"programme": str(kim.pk), "on": TODAY.isoformat(), "reason": "full"}
    later = {"on": (TODAY + timedelta(days=1)).isoformat()}

    assert desk.post(where, sent | later).status_code == 422
    assert desk.post(where, sent | {"reason": "Amal Muster"}).status_code == 422
    assert desk.post(where, sent | {"referred_to": "WELFARE"}).status_code == 302

    page = desk.get(at(town, "refused"), {"programme": kim.pk, "last": TODAY})
    assert "Kein Platz im Case Management" in page.content.decode()
    assert "Wohlfahrtsverband" in desk.get(at(town, "refused"), {"as": "csv"}).text
    acting(town)
    row = AccessRefusal.objects.get()
    mayor = sign_in(person(town, Role.STEERING))
    assert mayor.get(at(town, "refused")).status_code == 404
    assert mayor.post(at(town, "take_back_refusal", row.pk)).status_code == 404
    desk = sign_in(clara)
    assert desk.post(at(town, "take_back_refusal", row.pk)).status_code == 302
    assert desk.post(at(town, "take_back_refusal", row.pk)).status_code == 404
    acting(town)
    assert not AccessRefusal.objects.exists()


def test_integration_management_warns_and_ends_as_its_programme_says(
    desk, town, case, shipped
):
    programme = shipped("bw-integration-management")
    begun = services.months_later(TODAY, -31)
    row = case(programme=programme, on=begun)
    young = case(programme=programme, on=TODAY, name="Jonas Exempel")

    page = desk.get(at(town, "case", row.pk)).content.decode()
    early = desk.get(at(town, "case", young.pk)).content.decode()
    close = desk.get(at(town, "close", row.pk)).context["form"]

    assert "30 Monate des Programms sind vorbei" in page
    assert "Monate des Programms sind vorbei" not in early
    offered = [code for code, _label in close.fields["outcome"].choices]
    assert "LIMIT" in offered
    assert "PARTLY" not in offered
    plan = desk.get(at(town, "plan", row.pk)).content.decode()
    assert "Bis zu fünf Ziele mit Schritten" in plan


def test_programmes_that_ship_are_worded_in_all_languages():
    for each in programme_templates(TODAY).values():
        assert len(each.source) <= 200
        for term in (*each.contents, *each.criteria, *each.refusals, *each.phases):
            assert set(term.names) == set(dict(PORTAL_LANGUAGES)), term.code
