from collections import Counter

import pytest

from hafen.config import demo_loading, judging
from hafen.mechanisms.search.services import rebuild


@pytest.fixture
def town(db):
    found = judging.load("gesucht")
    rebuild(municipality=found)
    return found


def test_the_judged_queries_find_what_is_meant_among_the_first_five(town):
    judged = judging.judge(town)
    missed = [each for each in judged if each.share < 1]
    by_language = Counter[str]()
    for each in judged:
        by_language[each.language] += each.share

    assert judging.recall(judged) >= 0.95, missed
    assert min(by_language.values()) / 15 >= 0.85, by_language


def test_queries_that_nobody_tuned_for_find_what_is_meant_too(town):
    judged = judging.judge(town, judging.FRESH)
    missed = [each for each in judged if each.share < 1]

    assert judging.recall(judged) >= 0.85, missed


def test_the_fresh_queries_are_in_eight_languages_and_none_is_a_tuned_one():
    tuned, fresh = (demo_loading.read(name) for name in (judging.TUNED, judging.FRESH))
    asked = {query["q"] for each in tuned.values() for query in each}

    assert set(fresh) == set(tuned)
    assert {len(each) for each in fresh.values()} == {5}
    assert not asked & {query["q"] for each in fresh.values() for query in each}


def test_there_are_fifteen_judged_queries_of_all_sorts_in_each_language():
    queries = demo_loading.read("judged_searches")

    assert set(queries) == {"de", "en", "ar", "fa", "uk", "ru", "tr", "fr"}
    for each in queries.values():
        assert len(each) == 15
        assert {query["kind"] for query in each} == {
            "typo",
            "compound",
            "transliteration",
            "synonym",
        }
