import json

import pytest

from hafen.core.db.keyring import Forged, KeyMissing, KeyRing, key_name, names

PLACE = "cases_note:1:text"


@pytest.fixture
def ring(tmp_path):
    return KeyRing(tmp_path / "var" / "keys.json")


def test_what_is_sealed_is_opened_at_its_place(ring):
    sealed = ring.seal("Asthma", place=PLACE)

    assert b"Asthma" not in sealed
    assert ring.open(sealed, place=PLACE) == "Asthma"


def test_a_sealed_text_copied_elsewhere_stays_shut(ring):
    sealed = ring.seal("Asthma", place=PLACE)

    with pytest.raises(Forged):
        ring.open(sealed, place="cases_note:2:text")


def test_a_changed_text_stays_shut(ring):
    sealed = bytearray(ring.seal("Asthma", place=PLACE))
    sealed[-1] ^= 1

    with pytest.raises(Forged):
        ring.open(bytes(sealed), place=PLACE)


def test_the_file_is_for_its_owner_only(ring):
    ring.seal("Asthma", place=PLACE)

    assert ring.path.stat().st_mode & 0o077 == 0


def test_after_a_rotation_old_texts_open_and_new_ones_have_the_new_key(ring):
    old = ring.seal("Asthma", place=PLACE)
    name = ring.add()

    assert ring.open(old, place=PLACE) == "Asthma"
    assert key_name(ring.seal("x", place=PLACE)) == name


def test_a_process_that_runs_sees_the_new_key_at_once(ring):
    other = KeyRing(ring.path)
    ring.seal("x", place=PLACE)
    other.add()
    sealed = other.seal("Asthma", place=PLACE)

    assert ring.open(sealed, place=PLACE) == "Asthma"


def test_without_its_key_a_text_stays_shut(ring):
    sealed = ring.seal("Asthma", place=PLACE)
    ring.add()
    ring.forget({key_name(sealed)})

    with pytest.raises(KeyMissing):
        ring.open(sealed, place=PLACE)


def test_the_current_key_cannot_be_forgotten(ring):
    current = ring.current
    ring.forget({current})

    assert names(ring.path) == {current}
    assert json.loads(ring.path.read_text())["current"] == current
