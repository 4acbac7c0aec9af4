import pytest

from hafen.core.taxonomy import reference
from hafen.core.taxonomy.scripts import direction_of, folded


@pytest.mark.parametrize("tag", ["ar", "fa", "prs", "ps", "ckb", "ur", "aii", "apc"])
def test_these_languages_run_from_right_to_left(tag):
    assert reference.direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["de", "uk", "ti", "kmr", "gsg", "pa-Guru", "zh-Hans"])
def test_these_languages_run_from_left_to_right(tag):
    assert reference.direction(tag) == "ltr"


def test_a_language_without_a_script_is_a_signed_one():
    assert direction_of("") == "ltr"
    assert reference.languages()["gsg"]["script"] == ""


def test_turkish_keeps_the_dotless_i_apart():
    assert folded("ISPARTA", language="tr") == "ısparta"
    assert folded("İSTANBUL", language="tr") == "istanbul"
    assert folded("KIRIK", language="tr") != folded("KİRİK", language="tr")


def test_german_folds_as_ever():
    assert folded("INFO Straße", language="de") == "info strasse"
