"""A proposal for the data-protection notice, in all languages of the screens.

The office fills in what it alone knows (`GAP`), and has it looked at before it is
released; from then on the words of the edition hold.
"""

from django.utils import translation
from django.utils.translation import gettext as _

from hafen.core.places.models import Municipality
from hafen.core.taxonomy.reference import screen_language

GAP = "[…]"


def proposal(town: Municipality) -> dict[str, str]:
    """Return the text in each language of the portal."""
    return {tag: _text(town, tag) for tag in town.languages}


def _text(town: Municipality, language: str) -> str:
    ways = (town.contact.get("phone"), town.contact.get("email"))
    facts = {
        "town": town.name,
        "contact": ", ".join(str(each) for each in ways if each) or GAP,
        "gap": GAP,
    }
    with translation.override(screen_language(language)):
        parts = [
            _("Responsible: %(town)s, %(contact)s. Data protection officer: %(gap)s"),
            _(
                "We write down what we need in order to help you: your name, how we"
                " reach you, your languages, who lives with you, and what we agree on"
                " with you. We do not ask why or how you came."
            ),
            _(
                "We may do so because helping you is our task (Art. 6 (1) (e) GDPR,"
                " § 35 SGB I, §§ 67a ff. SGB X). What concerns your health we write"
                " down only if you agree (Art. 9 (2) (a) GDPR)."
            ),
            _(
                "Others learn something of you from us only if you agree in writing,"
                " or if a law demands it, for instance when a child is in danger."
            ),
            _(
                "We delete your data three years after our help has ended. The proof"
                " of a consent is kept for three years after its end."
            ),
            _(
                "You have a right to a copy of your data, to have mistakes corrected,"
                " to have data deleted or restricted, and to object. You may withdraw"
                " a consent at any time. None of this is held against you."
            ),
            _("You may complain to the data protection authority: %(gap)s"),
            _(
                "You need not tell us anything. Without a name we advise you as well;"
                " then we keep no file."
            ),
        ]
    return "\n\n".join(part % facts for part in parts)
