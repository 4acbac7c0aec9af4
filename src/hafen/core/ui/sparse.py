"""Free text of files is to hold little: a hint at the field, and a word after saving.

What German authorities may ask each other for (§ 87 AufenthG) and what helps nobody
is best not written down. The word never hinders, and the text goes nowhere.
"""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

# At a field that has it, `warn` reads along.
HINT = gettext_lazy(
    "Only what is needed to help. Nothing of why or how somebody came,"
    " no guesses, no numbers of papers."
)
# What a text may hold, by how it looks. An AZR number has twelve digits, a number of
# a German passport or card nine signs that begin with one of these letters.
_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        gettext_noop("the number of a bank account"),
        re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"),
    ),
    (
        gettext_noop("the number of a paper or of a register"),
        re.compile(
            r"\bAZR\b|\b\d{12}\b"
            r"|\b(?=[A-Z0-9]{0,8}\d)[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{8}\b"
        ),
    ),
    (
        gettext_noop("a guess about how somebody came or stays"),
        re.compile(
            r"\billegal|\buntergetaucht|\babgetaucht|\bschleuser|\bgeschleust"
            r"|\bfluchtgr[uü]nd|\bfluchtweg|\bidentit[aä]tst[aä]usch|\bscheinehe",
            re.IGNORECASE,
        ),
    ),
)


def remarks(text: str) -> list[str]:
    """Return in words what a text seems to hold that is better left out."""
    return [_(words) for words, sign in _SIGNS if sign.search(text)]


def warn(request: HttpRequest, form: Any) -> None:
    """After a form was saved: say what its texts seem to hold, and hinder nobody."""
    found = {
        words
        for name, field in form.fields.items()
        if field.help_text is HINT
        for words in remarks(str(form.cleaned_data.get(name) or ""))
    }
    for words in sorted(found):
        messages.warning(
            request,
            _("Please look once more: the text seems to hold %(what)s. Is it needed?")
            % {"what": words},
        )
