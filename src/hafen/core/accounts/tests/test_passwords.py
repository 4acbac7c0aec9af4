"""SEC-04: nothing that a list of passwords would find is accepted."""

import gzip
from pathlib import Path

import pytest
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from hafen.core.accounts.models import User

CLARA = User(name="Clara Exempel", email="clara.exempel@example.org")


def accepted(password):
    try:
        validate_password(password, CLARA)
    except ValidationError:
        return False
    return True


def common(count):
    path = Path(password_validation.__file__).parent / "common-passwords.txt.gz"
    with gzip.open(path, "rt") as lines:
        return [line.strip() for line, _ in zip(lines, range(count), strict=False)]


def test_sec04_no_common_password_is_accepted_also_not_made_longer():
    words = common(1000)
    made = [
        variant
        for word in words
        for variant in (word, word + word, word.title() + "12345678", f"{word}2026!!")
    ]

    assert [password for password in made if accepted(password)] == []


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P4ssw0rd!2345",
        "123456789012",
        "qwertzuiop123",
        "aaaaaaaaaaaaaaaa",
        "abcdefghijklm",
        "iloveyou1234",
        "claraexempel1",
        "kurz",
        "elf zeichen",
    ],
)
def test_sec04_guessable_passwords_are_refused(password):
    assert not accepted(password)


@pytest.mark.parametrize(
    "password",
    [
        "kranich ufer sieben laternen",
        "correct horse battery staple",
        "vQ7#pLx2!mRt",
        "أربع كلمات لا علاقة بينها",
        "чотири слова без зв'язку",
        "x9" * 3 + "kranich-laterne" * 4,
    ],
)
def test_sec04_long_and_unusual_passwords_are_accepted(password):
    assert accepted(password)


def test_passwords_are_kept_as_argon2id():
    assert make_password("kranich ufer").startswith("argon2$argon2id$")
