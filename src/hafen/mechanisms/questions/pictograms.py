"""Icons of the house that can stand for a question or an answer, with their names."""

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

from hafen.core.taxonomy.reference import read

_NAMES = {
    "check": pgettext_lazy("pictogram", "yes (tick)"),
    "close": pgettext_lazy("pictogram", "no (cross)"),
    "help": pgettext_lazy("pictogram", "question mark"),
    "smile": pgettext_lazy("pictogram", "smiling face"),
    "thumb-up": pgettext_lazy("pictogram", "thumb up"),
    "star": pgettext_lazy("pictogram", "star"),
    "user": pgettext_lazy("pictogram", "one person"),
    "users": pgettext_lazy("pictogram", "several people"),
    "home": pgettext_lazy("pictogram", "house"),
    "building": pgettext_lazy("pictogram", "office building"),
    "map-pin": pgettext_lazy("pictogram", "place"),
    "clock": pgettext_lazy("pictogram", "clock"),
    "calendar": pgettext_lazy("pictogram", "calendar"),
    "phone": pgettext_lazy("pictogram", "telephone"),
    "mail": pgettext_lazy("pictogram", "letter"),
    "message": pgettext_lazy("pictogram", "speech bubble"),
    "globe": pgettext_lazy("pictogram", "internet"),
    "circle-check": pgettext_lazy("pictogram", "done"),
}


def pictograms() -> Iterator[tuple[str, str | Promise]]:
    """Yield each icon and its name: those above, and the topics of the town's help."""
    yield from _NAMES.items()
    language = (get_language() or "de").split("-")[0]
    for term in read("needs")["terms"]:
        name = term["name"]
        yield term["pictogram"], name.get(language) or name["de"]
