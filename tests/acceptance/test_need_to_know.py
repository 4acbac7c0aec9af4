"""Need to know: the 17 rules of the catalogue, and who sees which class of a file.

Each rule is proved in the room that keeps it; here stands where, and a proof that is
renamed or lost is missed. What crosses all rooms is proved here: a canary in each
class of a file, and everybody at the desk.
"""

import ast
from functools import cache

import pytest
from django.http import HttpResponseNotFound
from django.urls import reverse

from hafen.casework.cases import services
from hafen.casework.cases.tests.conftest import (
    TODAY,
    agatha,
    bela,
    case,
    clara,
    emil,
    facts,
    household,
    north,
    south,
    team,
)  # fmt: skip
from hafen.config import environment as env
from hafen.config import urls
from hafen.core.db.roles import EVERYBODY, Role

__all__ = [
    "agatha", "bela", "case", "clara", "emil", "facts", "household", "north", "south",
    "team",
]  # fmt: skip

# By rule: in which files its proofs stand, and how they are called.
PROOFS = {
    "01 a file is read by who is responsible, by deputies, after a hand-over": {
        "src/hafen/casework/cases/tests/test_fences.py": [
            "test_p7_a_manager_sees_own_cases_and_those_deputised",
            "test_whoever_hands_a_case_over_loses_it_at_once",
        ],
        "src/hafen/casework/outreach/tests/test_machine.py": [
            "test_events_in_any_order_keep_the_invariants",
        ],
    },
    "02 nothing goes out without a consent for this recipient and purpose": {
        "src/hafen/casework/cases/tests/test_consents.py": [
            "test_d42_r6_without_a_valid_consent_there_is_no_page",
            "test_d42_r4_a_withdrawal_ends_it_at_once_and_the_recipient_is_told",
        ],
        "src/hafen/casework/referrals/tests/test_referrals.py": [
            "test_d43_without_a_recorded_consent_nothing_is_sent",
        ],
        "src/hafen/casework/casetable/tests/test_table.py": [
            "test_p12_a_release_ends_with_the_consent",
        ],
    },
    "03 a volunteer sees a card, and the address until the end": {
        "src/hafen/casework/outreach/tests/test_arrivals.py": [
            "test_p16_a_volunteer_sees_name_language_address_and_day_only",
            "test_after_the_day_named_the_card_is_closed",
        ],
    },
    "04 an interpreter sees the appointment and no case": {
        "tests/acceptance/test_interpreting.py": [
            "test_l9_a_social_worker_books_and_the_interpreter_sees_no_case",
        ],
        "tests/hostile/test_exchange_leaks.py": [
            "test_no_role_reads_a_field_of_the_exchange_that_its_rules_do_not_grant",
        ],
    },
    "05 transfers reach the worker with names and groups without": {
        "src/hafen/casework/outreach/tests/test_arrivals.py": [
            "test_l18_the_worker_gets_names_and_the_group_a_family_of_four",
        ],
    },
    "06 partners read of needs as sums": {
        "src/hafen/information/directory/tests/test_entries.py": [
            "test_d8_a_partner_reads_of_needs_without_names_and_registers_an_offer",
            "test_d8_few_people_are_told_as_few_and_strangers_decide_nothing",
        ],
    },
    "07 small cells are hidden, as each report says": {
        "src/hafen/voice/surveys/tests/test_results.py": [
            "test_a_small_count_and_others_are_hidden_in_page_and_file",
        ],
        "src/hafen/voice/surveys/tests/test_suppression.py": [
            "test_without_a_limit_all_counts_are_shown",
        ],
    },
    "08 whom a complaint is about does not read it": {
        "src/hafen/voice/inquiries/tests/test_complaints.py": [
            "test_w8_whom_it_is_about_finds_it_in_no_list_search_trail_or_export",
        ],
    },
    "09 a resident in need gets no file": {
        "src/hafen/casework/referrals/tests/test_referrals.py": [
            "test_d63_a_resident_is_referred_without_a_file",
        ],
    },
    "10 a wish to return is read by who is responsible for the case": {
        "src/hafen/casework/returns/tests/test_returns.py": [
            "test_p14_a_wish_is_read_by_who_is_responsible_and_by_nobody_else",
            "test_p14_no_figure_tells_one",
        ],
    },
    "11 there is no legal advice": {
        "src/hafen/casework/referrals/tests/test_referrals.py": [
            "test_d14_a_legal_topic_says_no_advice_and_ends_with_information",
        ],
    },
    "12 a volunteer has no status": {
        "tests/acceptance/test_volunteers.py": [
            "test_w48_a_refugee_registers_in_arabic_and_no_status_is_asked",
        ],
    },
    "13 nothing leads from an answer to whoever gave it": {
        "src/hafen/voice/surveys/tests/test_answering.py": [
            "test_nothing_leads_from_an_answer_to_an_invitation",
        ],
        "src/hafen/voice/surveys/tests/test_mixing.py": [
            "test_a_night_later_no_row_tells_with_which_link_it_came",
        ],
    },
    "14 access for a time ends by itself": {
        "src/hafen/core/accounts/tests/test_roles.py": [
            "test_d61_access_of_an_intern_ends_by_itself",
        ],
        "tests/acceptance/test_core_entries.py": [
            "test_p45_a_bufdi_opens_tasks_and_no_people_and_nothing_after_the_last_day",
        ],
    },
    "15 who read a file is kept and told": {
        "src/hafen/casework/cases/tests/test_notes.py": [
            "test_the_list_of_readers_names_functions_and_no_colleague",
        ],
        "src/hafen/casework/ownview/tests/test_shown.py": [
            "test_readings_name_functions_and_offices_and_no_special_notes",
        ],
    },
}
# Rules on rooms that are not built, and so not proved.
LEFT_OUT = {
    "16": "housing profiles come with the housing rooms",
    "17": "calls for funding come with the funding rooms",
}


@cache
def names_in(path):
    tree = ast.parse((env.ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("rule", sorted(PROOFS))
def test_each_rule_has_its_proof(rule):
    for path, names in PROOFS[rule].items():
        assert set(names) <= names_in(path)


def test_no_rule_is_forgotten():
    numbers = {rule[:2] for rule in PROOFS} | set(LEFT_OUT)

    assert numbers == {f"{number:02}" for number in range(1, 18)}


# A word of each class of a file, as it is written into it.
CANARIES = {
    "C1": "Quittenduft", "C2": "Kornblumentag", "C3": "Therapieweiher",
    "C4": "Beichtgeheimnis",
}  # fmt: skip


@pytest.fixture
def file(case, clara):
    row = case(name=f"Amal {CANARIES['C1']}")
    told = {"case": row, "on": TODAY, "by": clara}
    services.write_note(text=CANARIES["C2"], **told)
    services.write_special(text=CANARIES["C3"], today=TODAY, **told)
    services.write_secret(text=CANARIES["C4"], **told)
    return row


def heard(client, town, file, person):
    """Return which classes are read on lists, pages, files, and in the search."""
    addresses = (
        reverse("cases:households", args=[town.slug]),
        reverse("cases:households", args=[town.slug]) + "?as=csv",
        reverse("cases:cases", args=[town.slug]),
        reverse("cases:household", args=[town.slug, file.household_id]),
        reverse("cases:client", args=[town.slug, person]),
        *(
            reverse(f"cases:{name}", args=[town.slug, file.pk])
            for name in ("case", "special", "secret")
        ),
        reverse("desk:search", args=[town.slug]) + f"?q=Amal {CANARIES['C1'][:5]}",
    )
    found = set()
    for address in addresses:
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        body = b"".join(answer) if answer.streaming else answer.content
        text = body.decode()
        found |= {name for name, word in CANARIES.items() if word in text}
    return found


# Special notes open by a reason alone, one by one (`test_notes`): no page shows them.
SEEN = {
    "who is responsible": {"C1", "C2", "C4"},
    "who stands in": {"C1", "C2"},
    "who leads the team": {"C1", "C2"},
    "a colleague of the team": {"C1"},
    "another team": set(),
}


def test_matrix_of_the_team_and_the_classes_of_a_file(
    town, file, person, north, clara, bela, agatha, emil, team, south, sign_in, acting
):
    """Domain 5.2 for those who work on cases: each by what binds them to the file."""
    acting(town, clara)
    services.name_deputy(
        case=file, user=bela, valid_from=TODAY, valid_until=TODAY, by=clara
    )
    acting(town)
    carl = person(town, Role.INTEGRATION_MANAGER, name="Carl")
    south.memberships.create(municipality=town, user=carl, valid_from=TODAY)
    people = dict(zip(SEEN, (clara, bela, agatha, carl, emil), strict=True))

    found = {}
    for who, user in people.items():
        acting(town, clara)
        found[who] = heard_by(user, town, file, sign_in)

    assert found == SEEN


def heard_by(user, town, file, sign_in):
    file.refresh_from_db()
    person = file.household.clients.get().pk
    return heard(sign_in(user), town, file, person)


def test_matrix_nobody_else_sees_anything_of_a_file(
    town, file, person, clara, sign_in, acting, monkeypatch
):
    """All roles beside the team, whatever their right is called."""
    monkeypatch.setattr(urls, "handler404", lambda *_, **__: HttpResponseNotFound())
    found = {}
    for role in sorted(EVERYBODY):
        stranger = person(town, role)
        acting(town, clara)
        found[role] = heard_by(stranger, town, file, sign_in)

    assert found == {role: set() for role in sorted(EVERYBODY)}
