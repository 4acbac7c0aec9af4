"""The trail is sealed: batches in a chain, their heads signed and kept elsewhere.

A sequence numbers the events, but transactions end in another order. A batch is
therefore closed in two steps: one run notes how far the numbers have come, and
a later one seals up to there when all that ran at the first has ended.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from hafen.core.audit.models import KEEP_DAYS, Event, Pruning, Seal

START = "0" * 64


@dataclass(frozen=True)
class Finding:
    """A seal that does not fit its events, or a head that does not fit its seal."""

    number: int
    problem: str


@transaction.atomic
def seal(*, municipality: UUID, now: datetime) -> Seal | None:
    """Seal the events that are final; None when nothing can be sealed yet.

    Runs in the context of the municipality.
    """
    with connection.cursor() as cursor:
        # Two workers would make two seals of one number.
        cursor.execute("SELECT pg_advisory_xact_lock(4714)")
    last = Seal.objects.filter(municipality=municipality).order_by("number").last()
    if last and not _is_final(last):
        return None
    after, until = (last.last_event, last.horizon_event) if last else (0, 0)
    digest, count = _digest(last.digest if last else START, municipality, after, until)
    event, xact = _horizon()
    made = Seal.objects.create(
        municipality_id=municipality,
        number=last.number + 1 if last else 1,
        last_event=until,
        count=count,
        digest=digest,
        sealed_at=now,
        horizon_event=event,
        horizon_transaction=xact,
    )
    transaction.on_commit(lambda: _keep_head(made))
    return made


@transaction.atomic
def prune(*, municipality: UUID, now: datetime) -> int:
    """Drop the sealed events whose period has ended; the seals stay.

    Runs in the context of the municipality.

    :return: how many events went
    """
    oldest = now - timedelta(days=KEEP_DAYS)
    seals = Seal.objects.filter(municipality=municipality, sealed_at__lt=oldest)
    last = seals.order_by("number").last()
    before = _last_pruning(municipality)
    if last is None or (before and before.number >= last.number):
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT hafen_audit_prune(%s, %s)", [municipality, last.number])
        gone = int(cursor.fetchone()[0])
    Pruning.objects.create(
        municipality_id=municipality,
        number=last.number,
        digest=last.digest,
        events=gone,
        pruned_at=now,
        signature=_signature(last.number, f"pruned {last.digest}"),
    )
    return gone


def _last_pruning(municipality: UUID) -> Pruning | None:
    found = Pruning.objects.filter(municipality=municipality)
    return found.order_by("number", "id").last()


def _horizon() -> tuple[int, int]:
    """Return the number of the newest event, and a transaction begun after it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT last_value FROM audit_event_id_seq),"
            " pg_current_xact_id()::text::bigint"
        )
        event, xact = cursor.fetchone()
    return event, xact


def _is_final(last: Seal) -> bool:
    """Return whether all that ran here when the horizon was noted has ended."""
    with connection.cursor() as cursor:
        # Only this database counts: what runs in others of the server writes no
        # events here. After a restore transactions count from a new start, and
        # nothing older runs.
        cursor.execute(
            "SELECT pg_postmaster_start_time() > %s OR NOT EXISTS ("
            " SELECT 1 FROM pg_locks held JOIN pg_stat_activity other USING (pid)"
            " WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock'"
            " AND other.datname = current_database()"
            " AND age(held.transactionid) >= age((%s)::text::xid))",
            [last.sealed_at, last.horizon_transaction % 2**32],
        )
        return bool(cursor.fetchone()[0])


def _digest(
    previous: str, municipality: UUID, after: int, until: int
) -> tuple[str, int]:
    """Return the digest of a batch, chained to the one before, and its size."""
    digest = hashlib.sha256(previous.encode())
    count = 0
    events = Event.objects.filter(
        municipality_id=municipality, id__gt=after, id__lte=until
    ).order_by("id")
    for row in events.values().iterator(chunk_size=2000):
        digest.update(json.dumps(row, sort_keys=True, default=str).encode())
        count += 1
    return digest.hexdigest(), count


def _heads(municipality: UUID) -> Path:
    return Path(settings.AUDIT_HEADS) / f"{municipality}.jsonl"


def _signature(number: int, digest: str) -> str:
    key = settings.SECRETS.get("audit_key", "").encode()
    return hmac.new(key, f"{number} {digest}".encode(), "sha256").hexdigest()


def _keep_head(made: Seal) -> None:
    """Add the head of the chain to a file outside the database."""
    path = _heads(made.municipality_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    head = {
        "number": made.number,
        "digest": made.digest,
        "sealed_at": made.sealed_at.isoformat(),
        "signature": _signature(made.number, made.digest),
    }
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(head) + "\n")


def verify(*, municipality: UUID) -> list[Finding]:
    """Return what does not fit: seals against events, heads against seals."""
    seals = list(Seal.objects.filter(municipality=municipality).order_by("number"))
    return [
        *_broken_pruning(municipality, seals),
        *_broken_seals(municipality, seals),
        *_broken_heads(municipality, seals),
    ]


def _broken_pruning(municipality: UUID, seals: list[Seal]) -> Iterator[Finding]:
    """Compare what was pruned with its signed word, and look that it is gone."""
    pruned = _last_pruning(municipality)
    if pruned is None:
        return
    number = pruned.number
    expected = _signature(number, f"pruned {pruned.digest}")
    if not hmac.compare_digest(pruned.signature, expected):
        yield Finding(number, "its events were dropped without the signature of Hafen")
    ends = [found for found in seals if found.number == number]
    if not ends or ends[0].digest != pruned.digest:
        yield Finding(number, "the seal differs from the one that was pruned up to")
        return
    left = Event.objects.filter(municipality_id=municipality)
    if left.filter(id__lte=ends[0].last_event).exists():
        yield Finding(number, "events stand where all had been pruned")


def _broken_seals(municipality: UUID, seals: list[Seal]) -> Iterator[Finding]:
    previous, after = START, 0
    pruned = _last_pruning(municipality)
    for number, found in enumerate(seals, start=1):
        if pruned and found.number == number <= pruned.number:
            previous, after = found.digest, found.last_event
            continue
        digest, count = _digest(previous, municipality, after, found.last_event)
        if found.number != number:
            yield Finding(number, "the seal is missing")
            return
        if (digest, count) != (found.digest, found.count):
            yield Finding(number, "its events were changed, dropped or added to")
        previous, after = found.digest, found.last_event


def _broken_heads(municipality: UUID, seals: list[Seal]) -> Iterator[Finding]:
    digests = {found.number: found.digest for found in seals}
    path = _heads(municipality)
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        head = json.loads(line)
        number, digest = head["number"], head["digest"]
        if not hmac.compare_digest(head["signature"], _signature(number, digest)):
            yield Finding(number, "the signature of the kept head is wrong")
        elif digests.get(number) != digest:
            yield Finding(number, "the seal differs from the head that was kept")
