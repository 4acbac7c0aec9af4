from hafen.mechanisms.imports import folding, likeness
from hafen.mechanisms.imports.likeness import Entry


def test_rows_of_one_key_become_one_group_in_their_order():
    groups = folding.fold(["a1", "b1", "a2"], key=lambda item: item[0])

    assert groups == [("a1", "a2"), ("b1",)]


def test_differing_descriptions_are_paragraphs_and_the_same_one_stands_once():
    texts = ["Beratung  und Hilfe", "", "beratung und Hilfe", "Sprachkurse"]

    assert folding.paragraphs(texts) == "Beratung  und Hilfe\n\nSprachkurse"


HERE = ("kai", "4", "12345")


def pairs(*entries):
    return [(p.first, p.second) for p in likeness.likely_duplicates(entries)]


def test_two_names_of_one_place_and_number_are_proposed():
    contact = frozenset({"+492513443"})
    a = Entry("a", "Frauen-Notruf Hafen e.V.", HERE, contact)
    b = Entry("b", "Beratungsstelle Frauen-Notruf", HERE, contact)

    (found,) = likeness.likely_duplicates([a, b])

    assert {found.first, found.second} == {"a", "b"}
    assert set(found.reasons) >= {"address", "contact"}


def test_a_typing_slip_in_the_name_is_proposed_wherever_it_is():
    assert pairs(
        Entry("a", "Begegnungszentrum Nord"), Entry("b", "Begegnungszentum Nord")
    )


def test_neighbours_at_one_address_are_no_duplicates():
    assert pairs(Entry("a", "Mieterverein", HERE), Entry("b", "Welt-Café", HERE)) == []


def test_likeness_never_depends_on_the_order():
    assert likeness.name_likeness("Haus Nord", "Nord Haus") == likeness.name_likeness(
        "Nord Haus", "Haus Nord"
    )
    assert likeness.name_likeness("", "") == 0
