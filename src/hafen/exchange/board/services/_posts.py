from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import connection, transaction
from django.db.models import Max

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db.names import sort_key
from hafen.core.db.personal_data import DataClass
from hafen.core.db.versions import locked, save_next
from hafen.core.files import services as files
from hafen.core.files.models import StoredFile
from hafen.core.places.models import Municipality
from hafen.exchange.board import categories
from hafen.exchange.board.errors import (
    Blocked,
    NothingToRenew,
    NotOpen,
    RefusedWord,
    TooManyPhotos,
)
from hafen.exchange.board.masking import refused_word_in
from hafen.exchange.board.models import MOST_PHOTOS, Member, Photo, Post, Talk
from hafen.exchange.board.rules import MODERATE
from hafen.exchange.board.services import _owners as owners
from hafen.exchange.board.services._publishing import make_public, public_changed
from hafen.exchange.board.services._telling import tell_author
from hafen.network.organisations.models import Organisation

FILE_KIND = "board.photo"
State = Post.State


@dataclass(frozen=True)
class NewPost:
    """What is known of a notice when it is written.

    :param facts: side, category, title, text, language, district, own last day
    :param person: name, language, and the way by which the author is told
    """

    facts: Mapping[str, Any]
    person: Mapping[str, Any]
    photos: "Iterable[File[bytes]]" = ()
    organisation: Organisation | None = None
    is_on_behalf: bool = False
    by: User | None = field(default=None)


@transaction.atomic
def post(*, municipality: Municipality, new: NewPost, now: datetime) -> Post:
    """
    Take a notice in; a verified organisation's and a moderator's is public at once.

    :raises RefusedWord: if it has a word of the list
    :raises Blocked: if the moderators have shut the author out
    """
    refuse_words(municipality, new.facts["title"], new.facts["text"])
    member = member_for(municipality, new.person, organisation=new.organisation)
    row = Post(
        municipality=municipality,
        member=member,
        author_name=new.person["name"],
        number=_number(municipality),
        is_on_behalf=new.is_on_behalf,
        owner=new.by if new.is_on_behalf else None,
        **new.facts,
    )
    row.valid_until = owners.hangs_until(row, now=now)
    row.save(force_insert=True)
    _add_photos(row, new.photos)
    audit.record(action="board.post.received", subject=row, by=new.by)
    _send_round(row, by=new.by, now=now)
    return row


def _send_round(row: Post, *, by: User | None, now: datetime) -> None:
    """Publish at once, or ask for a look; the author is told either way."""
    is_moderator = by is not None and MODERATE.held_by(by)
    is_trusted = is_moderator or (by is not None and _is_verified(row))
    if is_trusted and not categories.risk_of(row.category):
        row.checked_at = now if is_moderator else None
        make_public(row, by=by, now=now)
        if not is_moderator:
            owners.remind(row, owners.CHECK, now=now, by=by)
        return
    if is_trusted:
        row.first_checked_by, row.first_checked_at = by, now
        save_next(row)
    owners.remind(row, owners.CHECK, now=now, by=by)
    tell_author(row, "received", now=now)


def _is_verified(row: Post) -> bool:
    body = row.member.organisation if row.member else None
    return body is not None and body.is_verified and body.is_published


@transaction.atomic
def edit_post(
    *,
    row: Post,
    facts: Mapping[str, Any],
    photos: "Iterable[File[bytes]]" = (),
    removed: Iterable[Photo] = (),
    expected: int | None,
    by: User | None,
    now: datetime,
) -> Post:
    """
    Change a notice; what a private person changes is looked at once more.

    :raises NotOpen: if it is refused or deleted
    :raises LostUpdate: when it was changed meanwhile
    :raises RefusedWord: if it has a word of the list
    """
    fresh = locked(row, expected=expected)
    if fresh.is_deleted or fresh.is_refused:
        raise NotOpen
    refuse_words(fresh.municipality, facts["title"], facts["text"])
    was, ended_on = categories.risk_of(fresh.category), fresh.ends_on
    for name, value in facts.items():
        setattr(fresh, name, value)
    if categories.risk_of(fresh.category) not in {was, None}:
        # Whoever answered proved nothing: the answer to a new question begins anew.
        fresh.talks.filter(blocked_by="").update(blocked_by=Talk.Side.AUTHOR)
    if fresh.ends_on != ended_on or fresh.is_over(
        owners.local_day(fresh.municipality, now)
    ):
        fresh.valid_until = owners.hangs_until(fresh, now=now)
    for photo in removed:
        files.discard(file=photo.file)
    _add_photos(fresh, photos)
    fresh.first_checked_by = fresh.first_checked_at = fresh.checked_at = None
    was_public = fresh.is_public
    fresh.state, fresh.closed_at = State.WAITING, None
    save_next(fresh)
    hide_photos(fresh)
    audit.record(action="board.post.edited", subject=fresh, by=by)
    if was_public:
        public_changed(fresh)
    _send_round(fresh, by=by, now=now)
    return fresh


@transaction.atomic
def renew_post(*, row: Post, by: User | None, now: datetime) -> Post:
    """
    Let a notice hang on; one that has come down hangs again.

    :raises NothingToRenew: if it hangs for long enough or is over otherwise
    """
    fresh = locked(row, expected=None)
    if not fresh.may_be_renewed:
        raise NothingToRenew
    fresh.ends_on = fresh.reminded_at = fresh.closed_at = None
    fresh.valid_until = owners.hangs_until(fresh, now=now)
    fresh.state = State.PUBLISHED
    save_next(fresh)
    show_photos(fresh)
    audit.record(action="board.post.renewed", subject=fresh, by=by)
    public_changed(fresh)
    return fresh


@transaction.atomic
def close_post(*, row: Post, outcome: str, by: User | None, now: datetime) -> Post:
    """
    Take a notice down because it is settled, and keep what came of it.

    :raises NotOpen: if it is over by now
    """
    fresh = locked(row, expected=None)
    if not (fresh.is_living or fresh.is_expired):
        raise NotOpen
    fresh.state, fresh.outcome, fresh.closed_at = State.CLOSED, outcome, now
    _take_down(fresh, by=by, now=now)
    audit.record(action="board.post.closed", subject=fresh, by=by)
    return fresh


@transaction.atomic
def delete_post(*, row: Post, by: User | None, now: datetime) -> Post:
    """
    Erase what a notice says and who wrote it; the figures stay.

    Nobody deletes what was reported before somebody has looked at it: it comes
    down at once, and goes when the report is settled.
    """
    fresh = locked(row, expected=None)
    if fresh.is_deleted:
        return fresh
    if fresh.reports.filter(done_at__isnull=True).exists():
        return _wait_for_reports(fresh, by=by, now=now)
    member = fresh.member
    for photo in fresh.photos.select_related("file"):
        files.discard(file=photo.file)
    fresh.talks.all().delete()
    fresh.reports.all().delete()
    fresh.title = fresh.text = fresh.refusal = fresh.author_name = ""
    fresh.member = fresh.owner = None
    fresh.state = State.DELETED
    fresh.closed_at = fresh.closed_at or now
    _take_down(fresh, by=by, now=now)
    audit.record(action="board.post.deleted", subject=fresh, by=by)
    if member is not None:
        forget_member(member)
    return fresh


def _wait_for_reports(row: Post, *, by: User | None, now: datetime) -> Post:
    row.deletion_wanted_at = row.deletion_wanted_at or now
    if row.is_living:
        row.state, row.outcome = State.CLOSED, Post.Outcome.NOT
        row.closed_at = now
    _take_down(row, by=by, now=now)
    audit.record(action="board.post.closed", subject=row, by=by)
    return row


def forget_member(member: Member) -> None:
    """Delete somebody of whom nothing is left; who was shut out stays so."""
    if member.is_blocked or member.posts.exists() or member.talks.exists():
        return
    member.delete()


def _take_down(row: Post, *, by: User | None, now: datetime) -> None:
    save_next(row)
    hide_photos(row)
    owners.relieve(row, owners.CHECK, owners.PASS_ON, by=by, now=now)
    public_changed(row)


def hide_photos(row: Post) -> None:
    _photo_files(row).update(data_class=DataClass.P1.name)


def show_photos(row: Post) -> None:
    _photo_files(row).update(data_class=DataClass.P0.name)


def _photo_files(row: Post) -> Any:
    return StoredFile.objects.filter(
        municipality=row.municipality_id, kind=FILE_KIND, owner=row.pk
    )


def _add_photos(row: Post, uploads: Iterable[File]) -> None:  # type: ignore[type-arg]
    """
    Keep pictures; what the camera wrote into them is gone.

    :raises TooManyPhotos: if it has more than it may have
    """
    given = list(uploads)
    if not given:
        return
    if row.photos.count() + len(given) > MOST_PHOTOS:
        raise TooManyPhotos
    for upload in given:
        file = files.store(
            municipality=row.municipality_id,
            upload=upload,
            kind=FILE_KIND,
            data_class=DataClass.P1,
            owner=row.pk,
        )
        Photo.objects.create(municipality=row.municipality, post=row, file=file)


def refuse_words(municipality: Municipality, *texts: str) -> None:
    """
    Refuse what the list of the board refuses.

    :raises RefusedWord: with the word
    """
    refused = owners.settings_of(municipality).refused_words
    for text in texts:
        if word := refused_word_in(text, refused):
            raise RefusedWord(word)


def member_for(
    municipality: Municipality,
    person: Mapping[str, Any],
    *,
    organisation: Organisation | None = None,
) -> Member:
    """
    Return who this is: the one with this address, or somebody new.

    What is known of somebody is not changed by whoever types the address.

    :raises Blocked: if the moderators have shut the person out
    """
    email = str(person.get("email", "")).strip().lower()
    if email:
        rows = Member.objects.filter(municipality=municipality, email=email)
        known = rows.filter(organisation=organisation).first()
        if rows.filter(is_blocked=True).exists():
            raise Blocked
        if known is not None:
            return known
    name = str(person["name"])
    return Member.objects.create(
        municipality=municipality,
        **{**person, "email": email, "name": name, "sort_key": sort_key(name)},
        organisation=organisation,
    )


def _number(municipality: Municipality) -> int:
    """Return the next number; two at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"board:{municipality.pk}"],
        )
    rows = Post.objects.filter(municipality=municipality)
    return (rows.aggregate(last=Max("number"))["last"] or 100) + 1
