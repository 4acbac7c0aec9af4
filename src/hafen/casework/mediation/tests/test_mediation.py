"""Housing advice and mediation: sides, steps, letters, copies, and counts."""

import pytest
from django.urls import reverse

from hafen.casework.cases import errors
from hafen.casework.cases import services as cases
from hafen.casework.cases.tests.conftest import LONG_AGO, TODAY
from hafen.casework.mediation import queries, services, tallies
from hafen.casework.mediation.errors import NothingAgreed
from hafen.casework.mediation.models import Matter, MatterStep, Party
from hafen.core.db.roles import Role
from hafen.mechanisms.todos.registries import leads

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
DAY = TODAY.isoformat()


@pytest.fixture
def at(town):
    def address(name, *parts):
        return reverse(f"mediation:{name}", args=[town.slug, *parts])

    return address


@pytest.fixture
def begin(clara):
    def make(row, kind="CONFLICT", *, on=TODAY):
        facts = {"kind": kind, "about": "Erfunden", "begun_on": on}
        return services.begin_matter(case=row, facts=facts, by=clara)

    return make


def close(row, by, outcome="SOLVED", agreement=""):
    return services.close_matter(
        matter=row, outcome=outcome, agreement=agreement, on=TODAY, by=by
    )


@pytest.fixture
def damp(town, case, clara, at, sign_in, acting):
    """A damp wall with the landlord as a side, entered at the desk."""
    acting(town, clara)
    row = case()
    desk = sign_in(clara)
    sent = {"kind": "DAMAGE", "about": "Feuchte Wand", "begun_on": DAY}
    assert desk.post(at("begin", row.pk), sent).status_code == 302
    found = Matter.objects.get()
    side = {"kind": "LANDLORD", "name": "Hausverwaltung", "address": "Probegasse 12"}
    assert desk.post(at("add_party", found.pk), side).status_code == 302
    return found


def test_d13_a_letter_to_the_landlord_leaves_a_damp_wall_open_until_it_is_resolved(
    damp, clara, at, sign_in
):
    desk, landlord = sign_in(clara), Party.objects.get(kind="LANDLORD")
    step = {"how": "LETTER", "on": DAY, "text": "Bitte trocknen Sie.", "again_on": DAY}
    nobody = desk.post(at("add_step", damp.pk), step)
    assert list(nobody.context["form"].errors) == ["party"]
    step |= {"party": str(landlord.pk)}
    assert desk.post(at("add_step", damp.pk), step).status_code == 302
    letter = desk.get(at("letter", MatterStep.objects.get().pk)).content.decode()
    assert "Probegasse 12" in letter
    assert "Bitte trocknen Sie." in letter
    waiting, where = leads["mediation.due"].find(clara, TODAY)
    assert list(waiting) == [damp]
    assert list(desk.get(where).context["page"]) == [damp]
    end = {"outcome": "REACHED", "follow_up_on": None, "on": TODAY, "by": clara}
    with pytest.raises(errors.StillRunning):
        cases.close_case(case=damp.case, **end)

    done = desk.post(at("close", damp.pk), {"outcome": "SOLVED", "on": DAY})

    assert done.status_code == 302
    assert not cases.close_case(case=damp.case, **end).is_open
    assert desk.get(at("matters"), {"part": "closed", "as": "csv"}).status_code == 200


def test_a_matter_is_read_by_who_reads_the_case(damp, bela, at, sign_in):
    side = Party.objects.get(kind="LANDLORD")
    desk = sign_in(bela)
    for name, key in (
        ("matter", damp.pk), ("of_case", damp.case_id), ("edit_party", side.pk),
    ):  # fmt: skip
        assert desk.get(at(name, key)).status_code == 404


def test_d17_a_conflict_ends_with_an_agreement_and_each_side_gets_its_own_part(
    town, case, clara, at, begin, sign_in, acting
):
    acting(town, clara)
    row = begin(case())
    own = row.parties.get()
    neighbour = services.save_party(
        matter=row, party=None, by=clara,
        facts={"kind": "NEIGHBOUR", "name": "Nachbar", "address": "Beispielweg 2",
               "view": "Zu laut am Sonntag", "part": "Hängt den Plan aus"},
    )  # fmt: skip
    desk = sign_in(clara)
    facts = {"kind": "HOUSEHOLD", "name": own.name, "part": "Wäscht nicht sonntags"}
    assert desk.post(at("edit_party", own.pk), facts).status_code == 302
    assert desk.get(at("copy", own.pk)).status_code == 404
    done = {"outcome": "AGREED", "on": DAY}
    assert list(desk.post(at("close", row.pk), done).context["form"].errors) == [
        "agreement"
    ]

    done |= {"agreement": "Ein Plan für die Waschküche"}
    assert desk.post(at("close", row.pk), done).status_code == 302

    theirs = desk.get(at("copy", neighbour.pk)).content.decode()
    ours = desk.get(at("copy", own.pk)).content.decode()
    for copy, said, unsaid in (
        (theirs, "Hängt den Plan aus", "Wäscht nicht sonntags"),
        (ours, "Wäscht nicht sonntags", "Hängt den Plan aus"),
    ):
        assert "Ein Plan für die Waschküche" in copy
        assert said in copy
        assert unsaid not in copy
    assert "Zu laut" not in theirs + ours
    assert "Beispielweg 2" not in ours
    assert own.name not in theirs
    with pytest.raises(errors.AlreadyClosed):
        close(row, clara)
    page = desk.get(at("matter", row.pk)).content.decode()
    assert at("copy", neighbour.pk) in page


def test_an_agreement_in_writing_is_written_down(case, clara, begin):
    row = begin(case())
    with pytest.raises(NothingAgreed):
        close(row, clara, "AGREED")
    assert queries.keeps_open(row.case)


def test_counts_tell_no_person_and_no_small_number(
    town, case, clara, at, begin, person, sign_in, acting
):
    acting(town, clara)
    row = case()
    for number in range(7):
        each = begin(row, "DAMAGE")
        if number < 4:
            close(each, clara)
    begin(row, "MOVE")
    begin(row, "SEARCH", on=LONG_AGO)
    assert tallies.counted(TODAY, TODAY) == [("DAMAGE", 7, 4)]
    close(Matter.objects.filter(kind="DAMAGE", closed_on=None).first(), clara)
    desk = sign_in(person(town, Role.STEERING))

    [(name, number, solved)] = desk.get(at("counts")).context["rows"]

    assert (str(name), number, solved) == ("Schaden an der Wohnung", 7, None)
    assert desk.get(at("counts"), {"as": "csv"}).status_code == 200
    assert desk.get(at("matters")).status_code == 404


@pytest.mark.parametrize("size", [1, 6])
def test_pages_of_housing_advice_ask_as_much_of_many_as_of_one(
    town, case, clara, at, begin, sign_in, acting, questions, size
):
    acting(town, clara)
    row = case()
    for _number in range(size):
        each = begin(row)
        facts = {"how": "TALK", "text": "Erfunden", "party": None, "on": TODAY}
        services.take_step(matter=each, facts=facts, again_on=None, by=clara)
    desk = sign_in(clara)
    desk.get(reverse("cases:cases", args=[town.slug]))
    asked = {
        name: len(questions(desk, at(name, *parts)))
        for name, *parts in (
            ("matters",), ("of_case", row.pk), ("matter", each.pk), ("counts",),
            ("add_step", each.pk),
        )
    }  # fmt: skip

    assert {name: n for name, n in asked.items() if n > MOST_QUERIES} == {}
