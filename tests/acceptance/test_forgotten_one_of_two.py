"""Two adults of one household: one asks, and the other stays (Art. 15, 17 GDPR).

Both have a row in every table that can be theirs, and every other relation of the one
who asks leads to the other. What the household has together is both's.
"""

import pytest

from hafen.casework.cases.models import Client
from tests.acceptance.test_forgotten_people import WITH_KEYS, is_left_out, may_stay
from tests.planting import plant
from tests.worlds import WORD, opened


def two_adults(town):
    stays = plant(town, Client, initial="b")
    return [plant(town, Client, initial="a", neighbour=stays, shares=True)], stays


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with opened(two_adults, django_db_blocker, tmp_path_factory) as found:
        yield found


def told(world, person):
    """Return the words that stand in the copy of somebody."""
    return set(WORD.findall("\n".join(world.copy(person).values())))


def labels(world, texts):
    return sorted(world.words[text].label for text in texts)


def test_both_have_rows_of_their_own_and_some_together(world):
    (asks,), stays = world.people, world.others

    assert asks.root.household_id == stays.root.household_id
    assert asks.refused == stays.refused == []
    assert min(len(asks.own), len(stays.own)) > 60
    assert len(stays.shared) > 10
    assert asks.shared == set()  # what is both's was planted once


def test_the_copy_of_one_tells_what_is_both_s_and_nothing_of_the_other(world):
    (asks,), stays = world.people, world.others
    for person, other in ((asks, stays), (stays, asks)):
        found = told(world, person)
        theirs = {word.text for word in person.own} | stays.shared
        left_out = {text for text in theirs if is_left_out(world.words[text].label)}

        assert labels(world, found & {word.text for word in other.own}) == []
        assert labels(world, theirs - left_out - found) == []


def test_after_the_erasure_of_one_all_of_the_other_is_there(world):
    (asks,), stays = world.people, world.others
    before = {text for text in world.places() if text[1] == "b"}
    copy = told(world, stays)

    world.erase(asks)

    assert [line for line in world.left() if not may_stay(line)] == []
    assert labels(world, before - world.places().keys()) == []
    assert labels(world, copy - told(world, stays)) == []
    assert set(world.keys_left()) - WITH_KEYS == set()
