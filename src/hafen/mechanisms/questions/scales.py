"""Answers that come ready, in every language of a town, the best one first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.taxonomy.reference import words_in


@dataclass(frozen=True)
class Scale:
    """Some answers in their order.

    :param pictograms: an icon for each; steps of a scale have faces
    """

    label: str | Promise
    words: tuple[str | Promise, ...]
    pictograms: tuple[str, ...] = ()

    def options(self, languages: Iterable[str]) -> tuple[dict[str, str], ...]:
        """Return the words of each answer by language."""
        said = {}
        for tag in languages:
            with words_in(tag):
                said[tag] = [str(word) for word in self.words]
        return tuple(
            {tag: words[place] for tag, words in said.items()}
            for place in range(len(self.words))
        )


SCALES = {
    "satisfaction": Scale(
        _("How satisfied somebody is (5 steps)"),
        (
            pgettext_lazy("scale", "very satisfied"),
            pgettext_lazy("scale", "rather satisfied"),
            pgettext_lazy("scale", "middling"),
            pgettext_lazy("scale", "rather dissatisfied"),
            pgettext_lazy("scale", "very dissatisfied"),
        ),
    ),
    "agreement": Scale(
        _("How far somebody agrees (5 steps)"),
        (
            pgettext_lazy("scale", "I agree"),
            pgettext_lazy("scale", "I rather agree"),
            pgettext_lazy("scale", "partly"),
            pgettext_lazy("scale", "I rather disagree"),
            pgettext_lazy("scale", "I disagree"),
        ),
    ),
    "opinion": Scale(
        _("How somebody judges it (5 steps)"),
        (
            pgettext_lazy("scale", "very positive"),
            pgettext_lazy("scale", "rather positive"),
            pgettext_lazy("scale", "neutral"),
            pgettext_lazy("scale", "rather negative"),
            pgettext_lazy("scale", "very negative"),
        ),
    ),
    "yes_no": Scale(
        _("Yes or no"),
        (pgettext_lazy("scale", "yes"), pgettext_lazy("scale", "no")),
        ("check", "close"),
    ),
    "yes_no_unsure": Scale(
        _("Yes, no, or unsure"),
        (
            pgettext_lazy("scale", "yes"),
            pgettext_lazy("scale", "no"),
            pgettext_lazy("scale", "I cannot say"),
        ),
        ("check", "close", "help"),
    ),
}
