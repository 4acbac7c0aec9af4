from collections import Counter

import pytest

from hafen.config import demo_loading, judging
from hafen.mechanisms.search.services import rebuild


@pytest.mark.django_db
def test_the_judged_queries_find_what_is_meant_among_the_first_five():
    town = judging.load("gesucht")
    rebuild(municipality=town)

    judged = judging.judge(town)
    missed = [each for each in judged if each.share < 1]
    by_language = Counter[str]()
    for each in judged:
        by_language[each.language] += each.share

    assert judging.recall(judged) >= 0.95, missed
    assert min(by_language.values()) / 15 >= 0.85, by_language


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
