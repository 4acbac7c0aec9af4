"""What a coordinator reads about a pair, and about nobody."""

import numpy as np
import pytest

from hafen.matching.errors import BadPolicy, BadTable, UnknownRow
from hafen.matching.explaining import explain, why_not
from hafen.matching.indexing import build_index
from hafen.matching.policy import Policy
from hafen.matching.ranking import topk
from hafen.matching.schema import slot
from hafen.matching.tables import Geo, NeedTable, OfferTable
from hafen.matching.tests.towns import POLICY, SCHEMA

UKRAINIAN, ARABIC = 1, 2
GEO = Geo.of([[0, 30], [30, 0]])


def need(**fields):
    must, refuse = SCHEMA.demands({"clearance": "seen", "gender": ["female"]})
    return NeedTable.of(
        {
            "id": [7],
            "slots": [slot(1, 4) | slot(3, 4) | slot(5, 1)],
            "must": [must],
            "refuse": [refuse],
            "wish": [SCHEMA.bits("skills", ["letters", "school"])],
            "languages": [UKRAINIAN | ARABIC],
            "district": [0],
            "min_overlap": [2],
            "waiting_days": [62],
            **{name: [value] for name, value in fields.items()},
        }
    )


def offers(*rows):
    usual = {
        "slots": slot(1, 4) | slot(3, 4) | slot(5, 1),
        "traits": SCHEMA.traits(
            {"skills": ["letters"], "clearance": "certificate", "gender": "female"}
        ),
        "languages": UKRAINIAN | ARABIC,
        "district": 1,
        "radius": 50,
        "capacity": 1,
        "load": 1,
    }
    made = [{**usual, "id": at + 1, **row} for at, row in enumerate(rows)]
    return OfferTable.of({name: [row[name] for row in made] for name in made[0]})


def index(*rows):
    return build_index(offers(*rows), GEO, POLICY, SCHEMA)


def test_the_points_of_a_pair_line_by_line():
    found = explain(need(), 7, index({}), 1)

    points = {term.key: (term.points, term.most) for term in found.terms}
    assert points == {
        "base": (500, 500),
        "proximity": (240, 300),
        "slots": (75, 150),
        "wishes": (40, 120),
        "languages": (30, 90),
        "load": (-20, 0),
        "waiting": (1240, 800_000),
        "priority": (0, 0),
    }
    assert found.total == 2105
    assert found.is_permitted
    assert [term.key for term in found.reasons()] == [
        "proximity", "slots", "wishes", "languages", "load",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "rule", "have", "want"),
    [
        ({"capacity": 0}, "places", 0, 1),
        ({"languages": 4}, "language", 4, UKRAINIAN | ARABIC),
        ({"radius": 29}, "distance", 30, 29),
        ({"slots": slot(1, 4) | slot(6, 0)}, "time", 1, 2),
        ({"traits": SCHEMA.traits({"gender": "female"})}, "clearance", 0, 16),
    ],
)
def test_a_broken_rule_says_what_is_there_and_what_is_wanted(fields, rule, have, want):
    place = index(fields)
    found = explain(need(), 7, place, 1)

    assert [(r.key, r.have, r.want) for r in found.broken()] == [(rule, have, want)]
    assert topk(need(), place, 5).of(0) == []


def test_a_gender_that_is_not_known_does_not_pass_for_the_one_that_is_wished():
    unknown = SCHEMA.traits({"clearance": "seen"})
    found = explain(need(), 7, index({"traits": unknown}), 1)

    assert [rule.key for rule in found.broken()] == ["gender"]


def test_an_exclusion_is_a_rule_like_any_other():
    found = explain(need(), 7, index({}), 1, forbidden=[(7, 1)])

    assert [rule.key for rule in found.broken()] == ["exclusion"]


def test_why_a_list_is_empty():
    place = index({"radius": 20}, {"radius": 20, "capacity": 0}, {"languages": 4})

    lost = {loss.rule: (loss.removes, loss.opens) for loss in why_not(need(), 7, place)}

    assert lost["distance"] == (2, 1)
    assert lost["places"] == (1, 0)
    assert lost["language"] == (1, 1)
    assert lost["time"] == (0, 0)


def test_a_need_without_a_language_or_a_time_takes_whoever_is_near():
    place = index({"languages": 8, "slots": 0}, {"languages": 0, "slots": 0})
    anybody = need(languages=0, min_overlap=0)

    assert [offer for offer, _ in topk(anybody, place, 5).of(0)] == [1, 2]


def test_ties_go_to_the_lower_id_in_whatever_order_the_rows_came():
    rows = offers({"id": 9}, {"id": 4}, {"id": 6})
    place = build_index(rows, GEO, POLICY, SCHEMA)

    assert [offer for offer, _ in topk(need(), place, 2).of(0)] == [4, 6]


def test_equal_policies_have_equal_hashes_and_others_have_not():
    same = Policy(name="test", version=1)

    assert POLICY.hash == same.hash
    assert POLICY.hash != Policy(name="test", version=2).hash
    assert POLICY.hash != Policy(name="test", version=1, place_costs=(0, 60)).hash


@pytest.mark.parametrize(
    "weights",
    [
        {"base": 200},
        {"slot": -1},
        {"place_costs": (0, 60, 40)},
        {"place_costs": ()},
        {"waiting_per_day": 10_000},
    ],
)
def test_weights_that_could_not_be_explained_are_refused(weights):
    with pytest.raises(BadPolicy):
        Policy(name="wrong", version=1, **weights)


@pytest.mark.parametrize(
    "columns",
    [
        {"id": [1, 1]},
        {"id": [1, 2], "slots": [1]},
        {"id": [1], "capacity": [-1]},
        {"id": [1], "colour": [3]},
    ],
)
def test_tables_that_do_not_fit_are_refused(columns):
    with pytest.raises(BadTable):
        OfferTable.of(columns)


def test_a_district_that_is_not_on_the_map_is_refused():
    with pytest.raises(BadTable, match="district"):
        index({"district": 2})
    with pytest.raises(BadTable, match="district"):
        topk(need(district=2), index({}), 5)


def test_an_unknown_id_is_named():
    with pytest.raises(UnknownRow, match="88"):
        explain(need(), 88, index({}), 1)


def test_distances_between_places_are_those_of_the_map():
    geo = Geo.of_points([51.51, 51.51], [7.46, 7.20])

    assert geo.distance.tolist() == [[0, 180], [180, 0]]


@pytest.mark.parametrize(
    ("distance", "why"),
    [
        ([[0, 1]], "square"),
        ([[0, -1], [-1, 0]], "negative"),
        ([[0, 1], [2, 0]], "back"),
    ],
)
def test_a_map_that_cannot_be_is_refused(distance, why):
    with pytest.raises(BadTable, match=why):
        Geo.of(distance)


def test_the_schema_refuses_what_it_does_not_know():
    with pytest.raises(BadTable, match="no value cooking"):
        SCHEMA.bits("skills", ["cooking"])
    with pytest.raises(BadTable, match="no group height"):
        SCHEMA.demands({"height": "tall"})
    with pytest.raises(BadTable, match="no level gold"):
        SCHEMA.traits({"clearance": "gold"})


def test_levels_include_those_below():
    must, _ = SCHEMA.demands({"clearance": "seen"})
    best = SCHEMA.traits({"clearance": "certificate"})

    assert must & best == must
    assert np.uint64(best).dtype == np.uint64
