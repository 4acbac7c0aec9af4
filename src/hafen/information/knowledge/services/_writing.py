from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.html import linebreaks
from wagtail.models import Locale
from wagtail.rich_text import RichText

from hafen.core.accounts.models import User
from hafen.core.db.errors import DomainError
from hafen.core.db.names import slug_of
from hafen.core.places.models import Municipality
from hafen.core.translation.models import Translation
from hafen.information.knowledge.models import Entry, FaqPage, TopicPage
from hafen.information.knowledge.services._release import released_as
from hafen.information.knowledge.services._tree import roots

Parent = Any


class UnknownLanguage(DomainError):
    """The municipality has no pages in this language."""


@transaction.atomic
def write_page(
    *,
    municipality: Municipality,
    page: Entry,
    parent: Parent = None,
    by: User | None,
    publish: bool = False,
) -> Entry:
    """
    Put a new page into the tree, as a draft or released at once.

    :param page: not saved yet; title and texts are set
    :param parent: a page or a root; the root of its language when not given
    :raises UnknownLanguage: when the municipality has no root in the language
    """
    language = page.language or municipality.default_language
    place = parent or roots(municipality).get(language)
    if place is None:
        raise UnknownLanguage(language)
    page.settle(place)
    page.locale = Locale.objects.get(language_code=page.language)
    page.slug = free_slug(page, place)
    page.owner, page.live, page.has_unpublished_changes = by, False, True
    place.refresh_from_db()
    place.add_child(instance=page)
    revision = page.save_revision(user=by)
    if publish:
        revision.publish(user=by, skip_permission_checks=True)
        page.refresh_from_db()
    return page


@transaction.atomic
def write_translation(
    *,
    original: Entry,
    language: str,
    texts: Mapping[str, Any],
    state: str = Translation.State.CHECKED,
    by: User | None,
) -> Entry:
    """
    Release the texts of a page in another language.

    :param texts: title, summary and body (blocks as they are stored)
    :raises UnknownLanguage: when the municipality has no root in the language
    """
    root = roots(original.municipality).get(language)
    if root is None or language == original.source_language:
        raise UnknownLanguage(language)
    entry = Entry.objects.filter(original=original.pk, language=language).first()
    page: Entry
    if entry is None:
        page = original.specific.copy_for_translation(root.locale, copy_parents=True)
    else:
        Entry.objects.filter(pk=entry.pk).update(alias_of=None)
        page = entry.specific
    page.alias_of = None
    for name in Entry.TRANSLATED_FIELDS:
        setattr(page, name, texts.get(name) or getattr(page, name))
    revision = page.save_revision(user=by)
    with released_as(state):
        revision.publish(user=by, skip_permission_checks=True)
    page.refresh_from_db()
    return page


def free_slug(page: Entry, parent: Parent) -> str:
    """Return the readable part of the address, unlike those beside it."""
    wanted = slug_of(page.title) or page.short_id
    taken = set(parent.get_children().values_list("slug", flat=True))
    return wanted if wanted not in taken else f"{wanted[:44]}-{page.short_id}"


@transaction.atomic
def draft_faq(
    *,
    municipality: Municipality,
    question: str,
    answer: str,
    topics: list[str],
    language: str,
    by: User,
) -> Entry:
    """
    Make the draft of a question and answer, such as from an inquiry.

    The caller hands over texts that somebody has freed of names and cases;
    nothing leads back to the inquiry. An editor releases the draft.

    :raises UnknownLanguage: when the municipality has no root in the language
    """
    page = FaqPage(
        title=question.strip()[:255],
        language=language,
        topics=topics,
        body=[("paragraph", _paragraphs(answer))],
    )
    parent = topic_page(municipality, language=language, topics=topics)
    return write_page(municipality=municipality, page=page, parent=parent, by=by)


def topic_page(
    municipality: Municipality, *, language: str, topics: list[str]
) -> TopicPage | None:
    """Return the topic page that a new page of these topics belongs below."""
    found: TopicPage | None = TopicPage.objects.filter(
        municipality=municipality, language=language, topics__overlap=topics
    ).first()
    return found


def _paragraphs(text: str) -> RichText:
    return RichText(linebreaks(text, autoescape=True))
