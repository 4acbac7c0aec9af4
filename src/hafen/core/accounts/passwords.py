"""Which passwords are refused: short ones, and ones that a list would guess."""

import gzip
import re
from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hafen.core.accounts.models import User
from hafen.core.db.roles import Role

MINIMUM = 12
MINIMUM_FOR_ADMINISTRATORS = 15
_POWERFUL = frozenset({Role.ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR})
# What a guess costs: a word of the list as much as three free letters.
_WORD, _RUN, _ENOUGH = 3, 1, 9
_LEET = str.maketrans("@4310$5780!", "aaeiossbtoi".ljust(11, "i"))
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertzuiopü",
    "qwertyuiop",
    "asdfghjklö",
    "yxcvbnm",
    "zxcvbnm",
    "01234567890",
    "09876543210",
)


class LengthValidator:
    """At least 12 letters, 15 for those who manage people."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Check the length.

        :raises ValidationError: when it is too short
        """
        # Somebody who is only invited has no password, and no roles yet.
        roles = user.roles_now if user is not None and user.password else frozenset()
        is_powerful = not _POWERFUL.isdisjoint(roles)
        needed = MINIMUM_FOR_ADMINISTRATORS if is_powerful else MINIMUM
        if len(password) < needed:
            message = ngettext(
                "This password is too short. It needs at least %(count)d character.",
                "This password is too short. It needs at least %(count)d characters.",
                needed,
            )
            raise ValidationError(
                message % {"count": needed}, code="password_too_short"
            )

    def get_help_text(self) -> str:
        return _(
            "At least 12 characters; a sentence of four words is easy to remember."
        )


class GuessableValidator:
    """Nothing that is put together from known passwords, runs and repetitions."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Weigh what the password is made of.

        :raises ValidationError: when a list of passwords would find it
        """
        own = _own_words(user)
        plain = password.casefold()
        weight = min(_weight(plain, own), _weight(plain.translate(_LEET), own))
        if weight < _ENOUGH:
            raise ValidationError(
                _(
                    "This password is easy to guess. Take several words that do not"
                    " belong together."
                ),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return _("No well-known password, no name, no row of keys.")


def _own_words(user: User | None) -> frozenset[str]:
    """Return words that strangers know about a person."""
    if not isinstance(user, User):
        return frozenset()
    known = f"{user.name} {user.email or ''}".casefold()
    return frozenset(word for word in re.split(r"\W+", known) if len(word) > 3)


def _weight(text: str, own: frozenset[str]) -> int:
    """Count what somebody with a word list would have to try, roughly."""
    text = text[: (text + text).find(text, 1)]  # twice the same is once
    seen: set[str] = set()
    weight = position = 0
    while position < len(text):
        length, kind = _longest(text, position, own)
        piece = text[position : position + length]
        if piece not in seen:
            weight += kind
        seen.add(piece)
        position += length
    return weight


def _longest(text: str, start: int, own: frozenset[str]) -> tuple[int, int]:
    """Return length and weight of the longest guessable piece from here on."""
    run = _run(text, start)
    for length in range(min(20, len(text) - start), 3, -1):
        piece = text[start : start + length]
        if length <= run:
            break
        if piece in own:
            return length, _RUN
        if piece in _common():
            return length, _RUN if piece.isdigit() else _WORD
    return (run, _RUN) if run >= 3 else (1, 1)


def _run(text: str, start: int) -> int:
    """Return how many letters repeat, count or follow a row of keys from here."""
    longest = 1
    while text[start : start + longest + 1] == text[start] * (longest + 1):
        longest += 1
    for row in _ROWS:
        length = 1
        while start + length < len(text) and text[start : start + length + 1] in row:
            length += 1
        longest = max(longest, length)
    return longest


@cache
def _common() -> frozenset[str]:
    """Return Django's list of 20,000 leaked passwords, longer than three letters."""
    path = Path(password_validation.__file__).parent / "common-passwords.txt.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(word for line in lines if len(word := line.strip()) > 3)
