import pytest

from hafen.core.taxonomy import reference

PORTAL = ("de", "en", "ar", "fa", "uk", "ru", "tr", "fr")

# Every language that the advice services of our towns meet.
LISTED = (
    "de de-simple gsg en ar apc acm arz apd ary arq aeb uk ru ce fa prs haz ps tr kmr "
    "ckb fr ti am so ur pa-Arab pa-Guru es pt it pl ro bg el hu cs sk lt lv sq mk "
    "sr-Latn bs hr rom ka hy az kk uz tg vi zh-Hans th tl hi bn ta ne si aii tru om ff "
    "ha ig yo pcm tw wo man mnk bm ln sw rw lg bin "
)
MET = LISTED.split()


def test_every_language_that_is_met_is_there():
    assert sorted(reference.languages()) == sorted(MET)


@pytest.mark.parametrize("tag", MET)
def test_a_language_has_its_names_in_all_portal_languages(tag):
    entry = reference.languages()[tag]
    assert tuple(entry["names"]) == PORTAL
    assert all(entry["names"].values())
    assert entry["own_name"]


@pytest.mark.parametrize("tag", MET)
def test_a_fallback_is_a_language_and_ends_in_german(tag):
    chain = reference.fallback_chain(tag)
    assert chain[0] == tag
    assert chain[-1] == "de"
    assert all(reference.is_language(each) for each in chain)


def test_ukrainian_never_falls_back_to_russian():
    assert reference.fallback_chain("uk") == ("uk", "de")


def test_dari_falls_back_to_farsi_first():
    assert reference.fallback_chain("prs") == ("prs", "fa", "de")


def test_kurdish_falls_back_to_no_language_of_a_state():
    for tag in ("kmr", "ckb"):
        assert reference.fallback_chain(tag) == (tag, "de")


def test_a_text_written_in_another_language_ends_the_chain():
    assert reference.fallback_chain("uk", source="en") == ("uk", "de", "en")


@pytest.mark.parametrize("name", reference.VOCABULARIES)
def test_every_term_is_named_in_all_portal_languages(name):
    incomplete = [
        path
        for path, entry in _walk(reference.read(name)["terms"])
        if tuple(entry["name"]) != PORTAL or not all(entry["name"].values())
    ]
    assert incomplete == []


@pytest.mark.parametrize("name", ["languages", *reference.VOCABULARIES])
def test_a_file_says_from_when_it_holds_and_where_it_is_from(name):
    data = reference.read(name)
    assert data["valid_from"]
    assert data["source"]


def _walk(entries, prefix=""):
    for entry in entries:
        path = prefix + entry["code"]
        yield path, entry
        yield from _walk(entry.get("children", []), f"{path}.")


def test_there_are_the_23_needs_domains_each_with_sub_topics():
    domains = reference.read("needs")["terms"]
    assert [entry["code"] for entry in domains] == [f"N{n:02}" for n in range(1, 24)]
    assert all(entry["children"] and entry["pictogram"] for entry in domains)
    assert all(tuple(entry["short"]) == PORTAL for entry in domains)
    assert all(entry["synonyms"]["de"] for entry in domains)


def test_sensitive_domains_are_flagged():
    flags = {
        entry["code"]: set(entry.get("flags", []))
        for entry in reference.read("needs")["terms"]
    }
    special = {code for code, held in flags.items() if "S3" in held}
    assert special == {"N13", "N14", "N15"}
    assert {code for code, held in flags.items() if "K" in held} == {
        "N03",
        "N11",
        "N15",
    }
    assert flags["N10"] == {"R"}


def test_target_group_c_has_neighbours_landlords_interested_people_and_volunteers():
    codes = [path for path, _ in _walk(reference.read("target_groups")["terms"])]
    assert {"c.neighbours", "c.landlords", "c.interested", "c.volunteers"} <= set(codes)


@pytest.mark.parametrize("name", reference.VOCABULARIES)
def test_no_label_is_longer_than_its_column(name):
    for path, entry in _walk(reference.read(name)["terms"]):
        assert len(path) <= 60
        assert max(map(len, entry["name"].values())) <= 120
        assert max(map(len, entry.get("short", {"de": ""}).values())) <= 60


def test_every_synonym_is_a_text():
    for path, entry in _walk(reference.read("needs")["terms"]):
        for words in entry.get("synonyms", {}).values():
            assert all(isinstance(word, str) for word in words), path
