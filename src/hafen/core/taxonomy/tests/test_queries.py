from datetime import date

import pytest

from hafen.core.taxonomy import queries
from hafen.core.taxonomy.models import Language, Term, TermLabel, Vocabulary

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)


def test_labels_come_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.labels(Vocabulary.NEEDS, language="ar", today=TODAY)
    assert found[0].name == "اللغة"
    assert found[0].direction == "rtl"
    assert not any(label.is_fallback for label in found)


def test_a_missing_label_falls_back_and_says_so():
    TermLabel.objects.filter(language="uk", term__code="N06").delete()
    found = queries.labels(Vocabulary.NEEDS, language="uk", today=TODAY)
    housing = next(label for label in found if label.code == "N06")
    assert (housing.language, housing.is_fallback) == ("de", True)


def test_the_tree_has_23_domains_in_order_with_their_sub_topics():
    tree = queries.topics_tree(language="de", today=TODAY)
    assert [label.code for label in tree] == [f"N{n:02}" for n in range(1, 24)]
    assert [child.code for child in tree[0].children][:2] == [
        "N01.course",
        "N01.certificate",
    ]
    assert tree[0].short == "Deutsch lernen"


def test_a_term_that_ran_out_is_gone_from_lists_but_keeps_its_label():
    old = Term.objects.get(code="N22")
    Term.objects.filter(pk=old.pk).update(valid_to=date(2026, 5, 31))
    tree = queries.topics_tree(language="de", today=TODAY)
    assert "N22" not in [label.code for label in tree]
    assert queries.labels_of([old.pk], language="de")[old.pk].short == "Rückkehr"


def test_languages_know_their_direction_and_their_names():
    tags = {language.tag: language for language in queries.languages(today=TODAY)}
    assert tags["prs"].direction == "rtl"
    assert tags["uk"].name_in("tr") == "Ukraynaca"
    first = queries.languages(today=TODAY, tiers=[Language.Tier.PORTAL]).first()
    assert first.tag == "de"


def test_vocabularies_are_counted():
    found = {row.code: row for row in queries.vocabularies_with_counts(today=TODAY)}
    assert found["needs"].top_terms == 23
    assert found["needs"].all_terms > 100
