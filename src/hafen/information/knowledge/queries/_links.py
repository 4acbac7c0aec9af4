"""Links that lead nowhere, and where they stand."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from hafen.core.places.models import Municipality
from hafen.information.knowledge.models import Entry, Mention

# It may be a bad night of the other side; these are none.
_CERTAIN = ("gone", "not_public", "address", "hidden")
_NIGHTS = 3


@dataclass(frozen=True)
class BrokenLink:
    """One target, and the pages that point there."""

    kind: str
    target: str
    problem: str
    pages: tuple[Entry, ...]

    @property
    def is_web(self) -> bool:
        return self.kind == Mention.Kind.WEB

    @property
    def says(self) -> str:
        """Return what is wrong, in words."""
        known = {
            "gone": _("The page is gone."),
            "hidden": _("It is not public, or was removed."),
            "no_such_host": _("There is no such site."),
            "not_public": _("The address lies in a private network."),
            "address": _("This is no address that a browser opens."),
            "tls": _("The certificate of the site is not valid."),
        }
        return known.get(self.problem, _("The site did not answer properly."))


def broken(municipality: Municipality) -> list[Mention]:
    """Return the links of released pages that certainly lead nowhere."""
    certain = Q(problem__in=_CERTAIN) | Q(failures__gte=_NIGHTS)
    rows = Mention.objects.filter(
        certain, municipality=municipality, page__live=True
    ).exclude(problem="")
    return list(rows.select_related("page").order_by("kind", "target", "page__path"))


def broken_links(municipality: Municipality) -> list[BrokenLink]:
    """Return them by target; one query."""
    found: dict[tuple[str, str], list[Mention]] = {}
    for row in broken(municipality):
        found.setdefault((row.kind, row.target), []).append(row)
    return [
        BrokenLink(kind, target, rows[0].problem, tuple(row.page for row in rows))
        for (kind, target), rows in found.items()
    ]


def pages_with(municipality: Municipality, address: str) -> list[Entry]:
    """Return the pages of every language that point to an address on the web."""
    rows = Mention.objects.filter(
        municipality=municipality, kind=Mention.Kind.WEB, target=address
    )
    return list(Entry.objects.filter(pk__in=rows.values("page")).order_by("path"))
