"""What the portal shows of a page: in the reader's language, flagged where not."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from hafen.core.accounts.models import User
from hafen.core.db.names import short_id_in
from hafen.core.places.models import Municipality
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import labels
from hafen.core.taxonomy.reference import direction
from hafen.information.knowledge.models import Entry, Mention, Tester
from hafen.information.knowledge.queries._parts import (
    Crumb,
    Part,
    crumb_of,
    in_language,
    parts_of,
)


@dataclass(frozen=True)
class PageView:
    """A page for a reader.

    :param entry: in the reader's language, or the next best
    :param original: holds the topic, the office and the day of the check
    """

    entry: Entry
    original: Entry
    parts: tuple[Part, ...]
    path: tuple[Crumb, ...]
    below: tuple[Crumb, ...]
    is_fallback: bool
    is_test: bool = False
    topics: tuple[str, ...] = field(default=())

    @property
    def direction(self) -> str:
        return direction(self.entry.language)

    @property
    def sources(self) -> list[str]:
        return [line for line in self.original.sources.splitlines() if line]


def find_entry(municipality: Municipality, address: str) -> Entry | None:
    """Return the original of a public address, by its short id alone.

    Released or not: the caller decides who may see it.
    """
    found: Entry | None = (
        Entry.objects.of(municipality)
        .originals()
        .filter(short_id=short_id_in(address))
        .select_related("office", "partner", "municipality")
        .first()
    )
    return found


def listed(
    municipality: Municipality,
    *,
    language: str,
    kinds: Iterable[str] = (),
    topic: str = "",
    situation: str = "",
) -> list[Crumb]:
    """Return the pages of some kinds as links, in the reader's language."""
    rows = Entry.objects.of(municipality).originals().readable().order_by("path")
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    if topic:
        rows = rows.filter(topics__contains=[topic])
    if situation:
        rows = rows.filter(
            Q(situations__contains=[situation])
            | Q(situations__contains=[Entry.Status.ANY])
        )
    return crumbs(list(rows.select_related("municipality")), language)


def crumbs(originals: list[Entry], language: str) -> list[Crumb]:
    said = in_language(originals, language)
    return [crumb_of(said[each.pk], each) for each in originals]


@dataclass(frozen=True)
class Branch:
    """A topic page and what stands directly below it."""

    page: Crumb
    below: tuple[Crumb, ...]


def tree_of(municipality: Municipality, *, language: str) -> list[Branch]:
    """Return the released pages in their tree, two levels deep: two queries."""
    rows = list(
        Entry.objects.of(municipality)
        .originals()
        .readable()
        .exclude(kind=Entry.Kind.FAQ)
        .filter(depth__in=(3, 4))
        .order_by("path")
        .select_related("municipality")
    )
    said = in_language(rows, language)
    below: dict[str, list[Crumb]] = {}
    for row in rows:
        if row.depth == 4:
            parent = row.path[: -Page.steplen]
            below.setdefault(parent, []).append(crumb_of(said[row.pk], row))
    return [
        Branch(crumb_of(said[row.pk], row), tuple(below.get(row.path, ())))
        for row in rows
        if row.depth == 3
    ]


def page_view(
    original: Entry, *, language: str, now: datetime, is_test: bool = False
) -> PageView:
    """Return all that the page shows.

    :param is_test: show drafts as they were last saved, to a named tester
    """
    entry = in_language([original], language, with_drafts=is_test)[original.pk]
    if is_test:
        entry = entry.specific.get_latest_revision_as_object()
    above = list(
        Entry.objects.filter(
            pk__in=original.get_ancestors().values("pk"), live=True
        ).order_by("depth")
    )
    children = Entry.objects.child_of(original).originals().readable()
    below = list(children.order_by("path").select_related("municipality"))
    names = in_language([*above, *below], language)
    return PageView(
        entry=entry,
        original=original,
        parts=tuple(parts_of(entry, language=language, now=now)),
        path=tuple(crumb_of(names[each.pk], each) for each in above),
        below=tuple(crumb_of(names[each.pk], each) for each in below),
        is_fallback=entry.language != language,
        is_test=is_test,
    )


def tested_by(original: Entry, user: User, today: date) -> bool:
    """Return whether somebody may read the page before its release."""
    branch = [*original.get_ancestors().values_list("pk", flat=True), original.pk]
    return Tester.objects.filter(page__in=branch, user=user, until__gte=today).exists()


def is_tester(user: User, today: date) -> bool:
    """Return whether somebody tests any page now."""
    return Tester.objects.filter(user=user, until__gte=today).exists()


def shows_picture(municipality: Municipality, image: int) -> bool:
    """Return whether a page that anybody may read shows the picture."""
    shown = Mention.objects.filter(
        municipality=municipality, kind=Mention.Kind.PICTURE, target=str(image)
    )
    rows = Entry.objects.of(municipality).readable()
    return bool(rows.filter(pk__in=shown.values("page")).exists())


def has_kind(municipality: Municipality, kind: str) -> bool:
    rows = Entry.objects.of(municipality).originals().readable()
    return bool(rows.filter(kind=kind).exists())


def topics_of(
    municipality: Municipality, kind: str, *, language: str
) -> list[tuple[str, str]]:
    """Return code and name of the topics that pages of a kind have."""
    rows = Entry.objects.of(municipality).originals().readable().filter(kind=kind)
    used = {code for codes in rows.values_list("topics", flat=True) for code in codes}
    today = timezone.localdate()
    return [
        (label.code, label.name)
        for label in labels(Vocabulary.NEEDS, language=language, today=today)
        if label.code in used
    ]


@dataclass(frozen=True)
class Question:
    """A question with its answer, in the language that it is really in."""

    entry: Entry
    parts: tuple[Part, ...]

    @property
    def direction(self) -> str:
        return direction(self.entry.language)


@dataclass(frozen=True)
class QuestionGroup:
    name: str
    code: str
    questions: tuple[Question, ...]


def faq_groups(
    municipality: Municipality, *, language: str, now: datetime
) -> list[QuestionGroup]:
    """Return the questions by their first topic, in the order of the topics."""
    rows = Entry.objects.of(municipality).originals().readable()
    originals = list(
        rows.filter(kind=Entry.Kind.FAQ).order_by("path").select_related("municipality")
    )
    said = in_language(originals, language)
    by_domain: dict[str, list[Question]] = {}
    for each in originals:
        entry = said[each.pk]
        parts = tuple(parts_of(entry, language=language, now=now))
        domain = each.topics[0].partition(".")[0] if each.topics else ""
        by_domain.setdefault(domain, []).append(Question(entry, parts))
    names = {
        label.code: label.name
        for label in labels(
            Vocabulary.NEEDS, language=language, today=timezone.localdate(now)
        )
    }
    return [
        QuestionGroup(names.get(code, ""), code, tuple(by_domain[code]))
        for code in sorted(by_domain, key=lambda code: code or "~")
    ]
