from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db import work
from hafen.core.db.errors import DomainError
from hafen.core.places.models import Municipality
from hafen.core.translation import machines
from hafen.core.translation.contents import Content, contents, open_rows, words_of
from hafen.core.translation.models import GlossaryTerm, MachineOrder, Translation
from hafen.core.translation.queries import words_used
from hafen.core.translation.services._texts import OriginalChanged, save_translation
from hafen.core.translation.texts import source_hash

State = Translation.State


class SwitchedOff(DomainError):
    """No translation machine is set for this installation."""


class OverBudget(DomainError):
    """The words would be more than are left of this month's budget."""


@transaction.atomic
def order_machine(
    *,
    municipality: Municipality,
    content: Content,
    language: str,
    by: User,
    now: datetime,
) -> MachineOrder:
    """Let the machine translate what is missing of one kind in one language.

    :raises SwitchedOff: where there is no machine
    :raises OverBudget: when this month's words do not suffice
    """
    if machines.machine() is None:
        raise SwitchedOff
    # Two orders at once must not share what is left.
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    words = sum(words_of(row) for row in _todo(content, municipality, language))
    if words_used(municipality, now) + words > settings.TRANSLATOR_WORDS:
        raise OverBudget
    order = MachineOrder.objects.create(
        municipality=municipality, content=content.key, language=language, words=words
    )
    audit.record(
        action="translation.machine.ordered",
        subject=order,
        by=by,
        details={"language": language, "words": words},
    )
    work.defer(
        "translation.machine",
        municipality=municipality.pk,
        actor=by.pk,
        key=f"translation.machine:{order.pk}",
        order=order.pk,
    )
    return order


def carry_out(*, order: MachineOrder, now: datetime) -> None:
    """Translate row by row; each is kept at once, marked as a machine's.

    Carried out twice it goes on where it stopped. What somebody wrote or
    checked meanwhile stays.

    :raises MachineTrouble: when the machine did not answer; the job tries again
    """
    by = machines.machine()
    if by is None or order.state != MachineOrder.State.QUEUED:
        return
    municipality = order.municipality
    glossary = list(GlossaryTerm.objects.filter(municipality=municipality))
    for row in _todo(contents[order.content], municipality, order.language):
        names = [name for name in row.TRANSLATED_FIELDS if getattr(row, name)]
        read_hash = source_hash(row)
        texts = machines.translated(
            [getattr(row, name) for name in names],
            by=by,
            source=row.source_language,
            target=order.language,
            glossary=glossary,
        )
        try:
            save_translation(
                row=row,
                language=order.language,
                texts=dict(zip(names, texts, strict=True)),
                state=State.MACHINE,
                by=None,
                now=now,
                read_hash=read_hash,
            )
        except OriginalChanged:
            continue
        order.done += 1
        order.save(update_fields=["done", "updated_at"])
    order.state = MachineOrder.State.DONE
    order.save(update_fields=["state", "updated_at"])


def _todo(content: Content, municipality: Municipality, language: str) -> list[Any]:
    """Return the rows that a machine may write: never over somebody's own words."""
    return [
        row
        for row, found in open_rows(content, municipality.pk, language)
        if found is None or found.state == State.MISSING or _is_old_machines(found)
    ]


def _is_old_machines(found: Translation) -> bool:
    return found.state == State.OUTDATED and found.translator_id is None
