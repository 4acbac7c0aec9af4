"""What a person is told about this advice, in their language; never a promise."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

NOT_ASKED = gettext_lazy("Without their own wish nothing is noted.")
THERE = gettext_lazy("This is there already.")
CHANGED = gettext_lazy("Meanwhile this has changed; look again.")


def sentences(language: str) -> list[str]:
    with translation.override(language):
        return [
            _(
                "You asked for advice on a return or on moving to another country."
                " This advice is free and voluntary, and you may end it at any time."
            ),
            _(
                "The office tells you what may be possible. Whether it is possible"
                " others decide. This is no promise, and no legal advice."
            ),
            _("Nobody is told of your wish. You go there only if you want to."),
        ]


def heading(language: str) -> str:
    with translation.override(language):
        return _("Advice on a return")
