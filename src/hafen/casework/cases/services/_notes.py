"""Notes of a case, of special categories, and under professional secrecy."""

from datetime import date

from django.db import transaction

from hafen.casework.cases.errors import NotNamed
from hafen.casework.cases.models import Case, Note, SecretNote, SpecialNote
from hafen.casework.cases.queries import is_named
from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.audit.models import Event


@transaction.atomic
def write_note(*, case: Case, text: str, on: date, by: User, ground: str = "") -> Note:
    """
    Write a note of the case.

    :param ground: for a summary of what was entrusted: why it may be told
    """
    row = Note.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        on=on,
        text=text,
        author=by,
        ground=ground,
    )
    audit.record(
        action="cases.secret.released" if ground else "cases.note.written",
        subject=case,
        by=by,
        details={"ground": ground} if ground else None,
    )
    return row


@transaction.atomic
def write_special(
    *, case: Case, text: str, on: date, by: User, today: date
) -> SpecialNote:
    """
    Write what is of a special category, for named persons.

    :raises NotNamed: when the writer neither owns the case nor stands in
    """
    if not is_named(by, case, today=today):
        raise NotNamed
    row = SpecialNote.objects.create(
        municipality_id=case.municipality_id, case=case, on=on, text=text, author=by
    )
    audit.record(action="cases.special.written", subject=case, by=by)
    return row


@transaction.atomic
def write_secret(*, case: Case, text: str, on: date, by: User) -> SecretNote:
    """Write what was entrusted to the writer personally, for nobody else."""
    row = SecretNote.objects.create(
        municipality_id=case.municipality_id, case=case, on=on, text=text, author=by
    )
    audit.record(action="cases.secret.written", subject=case, by=by)
    return row


@transaction.atomic
def open_special(
    *, case: Case, reason: str, by: User, today: date
) -> list[SpecialNote]:
    """
    Return the notes of special categories, and write down who read them and why.

    :param reason: a code, never words of a person
    :raises NotNamed: when the reader neither owns the case nor stands in
    """
    if not is_named(by, case, today=today):
        raise NotNamed
    audit.record(
        action="cases.special.read",
        subject=case,
        by=by,
        details={"reason": reason},
        kind=Event.Kind.READ,
    )
    rows = SpecialNote.objects.filter(case=case).select_related("author")
    return list(rows.order_by("-on", "-id"))
