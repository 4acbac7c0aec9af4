"""What staff see: all pages with their state, and where they are used."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, Model, Prefetch, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext as _

from hafen.core.accounts.models import User
from hafen.core.places.models import Site, Unit
from hafen.core.translation.models import Translation
from hafen.information.directory.models import Service
from hafen.information.knowledge.models import Entry, EntryQuerySet, LawChange, Mention
from hafen.information.knowledge.rules import MANAGE_PAGES, VIEW_PAGES
from hafen.network.organisations.models import Organisation

State = Translation.State
_NAMED: tuple[tuple[Mention.Kind, type[Model]], ...] = (
    (Mention.Kind.ORGANISATION, Organisation),
    (Mention.Kind.UNIT, Unit),
    (Mention.Kind.SITE, Site),
    (Mention.Kind.SERVICE, Service),
)


@dataclass(frozen=True)
class Line:
    """One page in the list of staff.

    :param keeper: team, organisation or office that keeps it up to date
    :param states: state of the page in each further language
    """

    entry: Entry
    keeper: str
    states: tuple[tuple[str, str], ...]
    is_late: bool


def pages_visible_to(user: User) -> EntryQuerySet:
    """Return the originals of one's municipality; nothing to who is no staff."""
    if not VIEW_PAGES.held_by(user):
        return Entry.objects.none()
    return Entry.objects.filter(
        municipality=user.municipality_id, original__isnull=True
    )


def last_saved(original: Entry, language: str) -> Any:
    """Return a translation as it was last saved, released or not; None for none."""
    found = Entry.objects.filter(original=original.pk, language=language).first()
    if found is None:
        return None
    if not found.has_unpublished_changes:
        return found.specific
    page = found.specific.get_latest_revision_as_object()
    page.state = found.state if found.live else State.DRAFT
    page.checked_at = found.checked_at
    return page


def lines(rows: Any, languages: list[str], today: date) -> list[Line]:
    """Return pages with what the list says of them: two queries."""
    translations = Prefetch(
        "translations",
        Entry.objects.written().only("id", "original_id", "language", "state", "live"),
        to_attr="loaded_translations",
    )
    found = rows.select_related("office", "partner", "team", "municipality")
    return [
        _line(row, languages, today) for row in found.prefetch_related(translations)
    ]


def _line(row: Any, languages: list[str], today: date) -> Line:
    known = {
        each.language: each.state if each.live else State.DRAFT
        for each in row.loaded_translations
    }
    states = tuple(
        (tag, str(State(known.get(tag, State.MISSING)).label))
        for tag in languages
        if tag != row.language
    )
    keepers = (row.team, row.partner, row.office)
    named = next((str(each.name) for each in keepers if each is not None), "")
    return Line(
        entry=row,
        keeper=named or str(_("the editors")),
        states=states,
        is_late=bool(row.live and row.check_by and row.check_by < today),
    )


def affected_by(change: LawChange) -> EntryQuerySet:
    """Return the pages that name the provision, whatever part of it."""
    name = _plain(change.law)
    rows = Entry.objects.filter(
        municipality=change.municipality_id, original__isnull=True
    ).exclude(laws=[])
    keys = [
        row.pk
        for row in rows.only("pk", "laws")
        if any(_is_same(name, _plain(law)) for law in row.laws)
    ]
    return Entry.objects.filter(pk__in=keys).order_by("path")


def _is_same(changed: tuple[str, ...], named: tuple[str, ...]) -> bool:
    """Return whether a page names the provision, its law or a part of it.

    "§ 24 AufenthG" meets "§ 24 Abs. 1 AufenthG" and "AufenthG" alone.
    """
    law, section = changed[-1:], changed[:1] if len(changed) > 1 else ()
    if named[-1:] != law:
        return False
    return not section or len(named) == 1 or named[:1] == section


def _plain(law: str) -> tuple[str, ...]:
    """Return section and law: "§ 24 Abs. 1 AufenthG" is ("24", "aufenthg")."""
    words = law.replace("§", " ").replace("Art.", " ").casefold().split()
    numbers = [word for word in words if word[:1].isdigit()][:1]
    # Books of the code carry a number of their own: "SGB II".
    tail = (
        " ".join(words[-2:]) if words[-2:-1] == ["sgb"] else words[-1] if words else ""
    )
    return (*numbers, tail)


def law_changes_visible_to(user: User) -> Any:
    if not MANAGE_PAGES.held_by(user):
        return LawChange.objects.none()
    return LawChange.objects.filter(municipality=user.municipality_id).order_by(
        "-in_force_on", "-id"
    )


def named_on_pages(user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the contacts and offers that pages show, by kind; one query.

    Each by the key that `naming` takes, with its name.
    """
    shown = pages_visible_to(user).values("pk")
    parts = [
        model._default_manager.filter(municipality=user.municipality_id)
        .annotate(target=Cast("pk", CharField()))
        .filter(target__in=_targets(kind, shown))
        .values_list(Value(str(kind)), "target", "name", "sort_key")
        for kind, model in _NAMED
    ]
    found: dict[str, list[tuple[str, str]]] = {}
    for kind, target, name, _key in parts[0].union(*parts[1:]).order_by("sort_key"):
        found.setdefault(kind, []).append((f"{kind}:{target}", name))
    return [(str(kind.label), found[kind]) for kind, _model in _NAMED if kind in found]


def _targets(kind: Mention.Kind, pages: Any) -> Any:
    rows = Mention.objects.filter(kind=kind)
    return rows.filter(Q(page__in=pages) | Q(page__original__in=pages)).values("target")


def naming(rows: EntryQuerySet, key: str) -> EntryQuerySet:
    """Keep the pages that name an object, in whatever language.

    :param key: such as "organisation:0192…", or "page:17"
    """
    kind, _colon, target = key.partition(":")
    found = Mention.objects.filter(kind=kind, target=target)
    keys = found.annotate(first=Coalesce("page__original_id", "page_id")).values(
        "first"
    )
    return rows.filter(pk__in=keys)
