"""How a notice becomes public, and what goes out with it."""

from datetime import datetime

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db import work
from hafen.core.db.personal_data import DataClass
from hafen.core.db.versions import save_next
from hafen.core.files.models import StoredFile
from hafen.core.places.services import content_changed
from hafen.exchange.board.models import Post
from hafen.exchange.board.services import _owners as owners
from hafen.exchange.board.services._telling import tell_author
from hafen.mechanisms.search.services import index_soon

SPREAD = "board.spread"
KIND = "board"


def public_changed(row: Post) -> None:
    """Let pages and the search follow what hangs on the board."""
    content_changed(row.municipality_id)
    index_soon(municipality=row.municipality, kind=KIND, ids=[row.pk])


def make_public(row: Post, *, by: User | None, now: datetime) -> None:
    """Show a notice, tell its author, and let those know whom it fits."""
    is_new = row.published_at is None
    row.state, row.closed_at = Post.State.PUBLISHED, None
    row.published_at = row.published_at or now
    if is_new:
        row.valid_until = owners.hangs_until(row, now=now)
    save_next(row)
    StoredFile.objects.filter(
        municipality=row.municipality_id, owner=row.pk, kind="board.photo"
    ).update(data_class=DataClass.P0.name)
    owners.relieve(row, owners.CHECK, by=by, now=now)
    audit.record(action="board.post.published", subject=row, by=by)
    public_changed(row)
    tell_author(row, "published", now=now)
    if is_new:
        work.defer(
            SPREAD,
            municipality=row.municipality_id,
            actor=by.pk if by else None,
            key=f"board:{row.pk}:spread",
            post=row.pk,
        )
