"""What is said about numbers, so that nobody reads more into them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hafen.voice.surveys.queries import FEW, SMALL, SOUND


def confidence(returned: int) -> str | Promise:
    """Return how far one may trust shares of so many answers."""
    if returned < FEW:
        return _("Single voices: no shares can be read from so few answers.")
    if returned < SMALL:
        return _(
            "A direction only: with fewer than 30 answers one more voice changes much."
        )
    if returned < SOUND:
        return _("Usable with care: differences of a few per cent mean nothing.")
    return _("A sound base, for those who answered.")
