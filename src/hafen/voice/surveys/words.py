"""What is said about numbers, so that nobody reads more into them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hafen.voice.surveys.queries import FEW, SMALL, SOUND, Results

_WHOLE = 100


def cautions(found: Results) -> list[str]:
    """Return what a reader must know of a round: its size, its return, its ways."""
    said: list[str | Promise] = [confidence(found.returned)]
    if found.rate is not None and found.rate < _WHOLE:
        said.append(
            _(
                "How those see it who did not answer is unknown. They may be more"
                " content, less content, or have had no time."
            )
        )
    if found.is_uneven:
        said.append(
            _(
                "The groups answered very unequally; the sum speaks mostly for one of"
                " them."
            )
        )
    return [str(each) for each in said]


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
