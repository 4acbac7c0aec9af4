"""Goals, steps and the voluntary agreement, up to what came of them."""

import json
from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.db import connection

from hafen.casework.cases import errors, planning, queries, services
from hafen.casework.cases.models import (
    AreaOutcome,
    Client,
    Goal,
    GoalStep,
    IntegrationAgreement,
    NeedTopic,
)
from hafen.casework.cases.tests.conftest import TODAY, only
from hafen.casework.cases.tests.test_desk import MOST_QUERIES, at
from hafen.casework.cases.tests.test_needs import rate as rate
from hafen.mechanisms.todos.registries import leads

pytestmark = pytest.mark.django_db
DAY = TODAY.isoformat()


@pytest.fixture
def desk(clara, south, sign_in):
    return sign_in(clara)


@pytest.fixture
def goal(case, clara):
    """A maker of goals: `goal(case, "N01", text="…", due=day)`."""

    def make(row, domain="N01", *, text="Einen Kurs finden", due=TODAY, own=""):
        found = services.set_goal(
            case=row,
            facts={"domain": domain, "text": text, "own_text": own},
            is_special=domain == "N13",
            today=TODAY,
            by=clara,
        )
        step = {"text": "Zum Test anmelden", "own_text": "", "who": "CLIENT"}
        services.add_step(
            goal=found, facts=step | {"other": "", "due_on": due}, by=clara
        )
        return found

    return make


def prepare(row, by, **more):
    return services.prepare_agreement(
        case=row,
        client=only(row.household),
        review_on=more.get("review_on", TODAY),
        today=TODAY,
        by=by,
    )


def sign(agreement, by):
    return services.sign_agreement(
        agreement=agreement, on=TODAY, interpreted="PROFESSIONAL", by=by
    )


def test_d18_the_agreement_is_printed_in_german_and_arabic(desk, town, case):
    row = case()
    sent = {"domain": "N01", "text": "Deutsch bis B1", "own_text": "الألمانية حتى B1"}
    desk.post(at(town, "add_goal", row.pk), sent)
    where = at(town, "add_step", Goal.objects.get().pk)
    sent = {"text": "Kurs suchen", "who": "OTHER", "other": "VHS", "due_on": DAY}
    assert desk.post(where, sent).status_code == 302
    nobody = desk.post(where, sent | {"other": ""})
    assert list(nobody.context["form"].errors) == ["other"]
    sent = {"client": str(only(row.household).pk), "review_on": DAY}
    assert desk.post(at(town, "agree", row.pk), sent).status_code == 302

    made = IntegrationAgreement.objects.get()
    paper = desk.get(at(town, "agreement", made.pk))

    pages = pypdfium2.PdfDocument(BytesIO(paper.content))
    read = [page.get_textpage().get_text_range() for page in pages]
    text = " ".join(" ".join(read).split())
    assert "Integrationsvereinbarung" in text
    assert "Kurs suchen (wer: VHS" in text
    assert text.count("Unterschrift") == 2
    arabic, german = json.loads(made.content)["parts"]
    assert (arabic["direction"], german["direction"]) == ("rtl", "ltr")
    assert "الألمانية" in arabic["goals"][0]["name"]
    assert paper["Cache-Control"] == "no-store"


def test_e15_what_is_done_in_a_case_tells_how_far_it_is(case, rate, goal, clara):
    """Assessed, agreed, the first step taken; a later sheet takes nothing back."""
    row = case()
    seen = [row.stage]

    def look():
        row.refresh_from_db()
        seen.append(row.stage)

    rate(row, N01="WEEK")
    look()
    goal(row)
    services.sign_agreement(
        agreement=prepare(row, clara), on=TODAY, interpreted="", by=clara
    )
    look()
    services.finish_step(step=GoalStep.objects.get(), on=TODAY, by=clara)
    look()
    rate(row, N01="NONE", on=TODAY)
    look()

    assert seen == ["NEW", "ASSESSMENT", "PLAN", "SERVICE", "SERVICE"]


def test_d18_ending_the_agreement_leaves_the_case_as_it_is(
    desk, town, case, goal, clara
):
    row = case()
    goal(row)
    made = prepare(row, clara)
    later = TODAY + timedelta(days=90)
    for name, sent in (
        ("sign", {"on": DAY, "interpreted": ""}),
        ("review", {"review_on": later.isoformat()}),
        ("withdraw", {}),
    ):
        where = at(town, "agreement_step", made.pk, name)
        assert desk.post(where, sent).status_code == 302

    made.refresh_from_db()
    row.refresh_from_db()
    assert (made.signed_on, made.review_on) == (TODAY, later)
    assert (made.withdrawn_on, made.is_in_force) == (TODAY, False)
    assert (row.is_open, row.stage) == (True, "PLAN")
    assert Goal.objects.get().is_open
    assert desk.get(at(town, "agreements", row.pk)).status_code == 200


def test_p20_a_new_version_keeps_what_was_signed_before(case, goal, clara):
    row = case()
    first_goal = goal(row, text="Erstes Ziel")
    first = sign(prepare(row, clara), clara)
    services.end_goal(goal=first_goal, state="REACHED", on=TODAY, by=clara)
    with pytest.raises(errors.NothingToAgree):
        prepare(row, clara)
    goal(row, text="Zweites Ziel")
    second = sign(prepare(row, clara), clara)

    first.refresh_from_db()
    assert (first.replaced_on, second.number) == (TODAY, 2)
    assert "Erstes Ziel" in first.content
    assert "Erstes Ziel" not in second.content
    assert planning.paper(first).startswith(b"%PDF")
    with pytest.raises(errors.AlreadyClosed):
        services.withdraw_agreement(agreement=first, on=TODAY, by=clara)
    with pytest.raises(errors.AlreadyClosed):
        sign(first, clara)


def test_each_adult_signs_alone_and_no_child(case, add, goal):
    row = case(person={"born_on": date(1990, 5, 1)})
    karim = add(row.household, "Karim Muster", kind="PARTNER")
    add(row.household, "Nour Muster", born_on=TODAY - timedelta(days=4000))

    found = queries.signers(row, today=TODAY)

    assert found == [only_named("Amal"), karim]


def only_named(name):
    return Client.objects.get(name__startswith=name)


def test_a_goal_of_a_special_category_makes_the_paper_one_for_named_persons(
    case, goal, town, clara, agatha, acting
):
    row = case()
    goal(row, "N13", text="Arzttermin")
    prepare(row, clara)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM cases_goal UNION SELECT content FROM"
                       " cases_integrationagreement")  # fmt: skip
        assert not any(b"Arzt" in bytes(text) for (text,) in cursor.fetchall())
    acting(town, agatha)

    assert not Goal.objects.exists()
    assert not GoalStep.objects.exists()
    assert not IntegrationAgreement.objects.exists()
    assert not queries.steps_visible_to(agatha, today=TODAY).exists()
    with pytest.raises(errors.NotNamed):
        services.set_goal(
            case=row, facts={"domain": "N13", "text": "X"}, is_special=True,
            today=TODAY, by=agatha,
        )  # fmt: skip


def test_e09_steps_that_are_due_and_reviews_rise_on_today(
    desk, town, case, goal, clara
):
    row = case()
    goal(row, due=TODAY + queries.STEP_NOTICE)
    goal(row, "N05", due=TODAY + timedelta(days=60))
    due, later = GoalStep.objects.order_by("due_on")
    sign(prepare(row, clara), clara)
    found, where = leads["cases.steps"].find(clara, TODAY)
    assert list(found) == [due]
    reviews, _where = leads["cases.reviews"].find(clara, TODAY)
    assert reviews.count() == 1
    page = desk.get(where)
    assert (list(page.context["page"]), len(page.context["reviews"])) == ([due], 1)
    everything = desk.get(where.partition("?")[0], {"part": "open"})
    assert list(everything.context["page"]) == [due, later]

    for _twice in range(2):
        done = desk.post(at(town, "finish_step", due.pk))
        assert done.status_code == 302

    assert not leads["cases.steps"].find(clara, TODAY)[0].exists()
    assert desk.get(at(town, "steps"), {"part": "done", "as": "csv"}).status_code == 200


def test_p53_a_case_closes_with_an_outcome_in_each_area_of_life(desk, town, case, rate):
    row = case()
    rate(row, N03="WEEK", N13="TODAY")
    where = at(town, "close", row.pk)
    sent = {"outcome": "PARTLY", "on": DAY}
    refused = desk.post(where, sent)
    asked = {name for name in refused.context["form"].errors if "area_" in name}
    assert asked == {f"area_N{n:02}" for n in (1, 3, 5, 6, 8, 13)}

    areas = dict.fromkeys(asked, "NO_SUBJECT") | {
        "area_N03": "REACHED", "area_N08": "NOT_REACHED", "area_N13": "PARTLY",
    }  # fmt: skip
    assert desk.post(where, sent | areas).status_code == 302

    found = dict(AreaOutcome.objects.values_list("domain", "outcome"))
    assert (found["N03"], found["N08"], found["N01"]) == (
        "REACHED", "NOT_REACHED", "NO_SUBJECT",
    )  # fmt: skip
    assert dict(NeedTopic.objects.values_list("domain", "state")) == {
        "N03": "MET", "N13": "PARTLY",
    }  # fmt: skip


def test_p53_the_yearly_share_of_goals_reached(household, case, desk, town, clara):
    for index in range(7):
        outcome = "REACHED" if index < 4 else "NOT_REACHED"
        services.close_case(
            case=case(of=household(f"Person Muster{index}")),
            outcome="REACHED" if index < 3 else "LOST",
            areas={"N01": (outcome, False), "N05": ("REACHED", False)},
            follow_up_on=None,
            on=TODAY,
            by=clara,
        )

    page = desk.get(at(town, "outcomes"), {"year": str(TODAY.year)})

    closed, rows = page.context["closed"], page.context["rows"]
    assert (closed.number, closed.reached, closed.share) == (7, 3, 43)
    # All of seven have found work: a share of all would tell each of them.
    told = [(name, count.number, count.reached) for name, count in rows]
    assert told == [("Arbeit", 7, None), ("Sprache", 7, 4)]


@pytest.mark.parametrize("size", [1, 8])
def test_pages_of_plans_ask_as_much_of_many_as_of_one(
    desk, town, case, goal, clara, questions, size
):
    row = case()
    for _each in range(size):
        goal(row)
        prepare(row, clara)
    desk.get(at(town, "cases"))
    asked = {
        name: len(questions(desk, at(town, name, *parts)))
        for name, *parts in (
            ("plan", row.pk), ("case", row.pk), ("steps",), ("agree", row.pk),
            ("agreements", row.pk),
            ("outcomes",),
        )
    }  # fmt: skip

    assert {name: n for name, n in asked.items() if n > MOST_QUERIES} == {}


def test_a_programme_has_the_plan_looked_at_again_in_time(case, goal, shipped, clara):
    row = case(programme=shipped("bw-integration-management"))
    goal(row)
    latest = services.months_later(TODAY, 6)
    late = latest + timedelta(days=1)

    with pytest.raises(errors.ReviewTooLate):
        prepare(row, clara, review_on=late)
    agreement = sign(prepare(row, clara, review_on=latest), clara)
    with pytest.raises(errors.ReviewTooLate):
        services.review_agreement(
            agreement=agreement, review_on=late, today=TODAY, by=clara
        )
    assert services.latest_review(case(name="Jonas Exempel"), TODAY) is None
