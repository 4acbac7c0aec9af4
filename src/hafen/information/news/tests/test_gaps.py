from datetime import date, time

from hafen.information.news.gaps import filled, gaps_in, kind_of


def test_each_gap_is_named_once_in_the_order_of_the_text():
    texts = ("{ort}: zu am {datum}", "Am {datum} ab {zeit}. {} {1} { x }")

    assert gaps_in(texts) == ["ort", "datum", "zeit"]
    assert [kind_of(name) for name in gaps_in(texts)] == ["words", "day", "time"]


def test_days_and_times_are_said_in_the_language_of_the_text():
    values = {"datum": date(2026, 12, 24), "zeit": time(14, 30)}

    assert filled("Zu am {datum}, {zeit}", values, "de") == (
        "Zu am 24. Dezember 2026, 14:30"
    )
    assert "décembre" in filled("Fermé le {datum}", values, "fr")
    assert "{" not in filled("مغلق {datum} {zeit}", values, "ar")


def test_a_value_that_looks_like_a_gap_is_none():
    values = {"a": "{b}", "b": "geheim"}

    assert filled("{a} {c}", values, "de") == "{b} {c}"
