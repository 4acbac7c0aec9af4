from datetime import datetime

from django.conf import settings
from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.db import work
from hafen.core.db.errors import DomainError
from hafen.core.places.models import Municipality
from hafen.core.translation import machines
from hafen.core.translation.contents import Kind, OpenText, contents, texts_to_do
from hafen.core.translation.models import GlossaryTerm, MachineOrder, Translation
from hafen.core.translation.queries import words_used
from hafen.core.translation.writing import OriginalChanged

State = Translation.State


class SwitchedOff(DomainError):
    """No translation machine is set for this installation."""


class OverBudget(DomainError):
    """The words would be more than are left of this month's budget."""


@transaction.atomic
def order_machine(
    *,
    municipality: Municipality,
    content: Kind,
    language: str,
    by: User,
    now: datetime,
) -> MachineOrder:
    """Let the machine translate what is missing of one kind in one language.

    :raises SwitchedOff: where there is no machine
    :raises OverBudget: when this month's words do not suffice
    """
    if machines.machine(language) is None:
        raise SwitchedOff
    # Two orders at once must not share what is left.
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    words = sum(text.words for text in _todo(content, municipality, language))
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
    by = machines.machine(order.language)
    if by is None or order.state != MachineOrder.State.QUEUED:
        return
    municipality = order.municipality
    glossary = list(GlossaryTerm.objects.filter(municipality=municipality))
    content = contents[order.content]
    for text in _todo(content, municipality, order.language):
        try:
            content.save(
                text,
                order.language,
                texts=_said(text, order.language, by, glossary),
                state=State.MACHINE,
                by=None,
                now=now,
                read_hash=text.read_hash,
            )
        except OriginalChanged:
            continue
        order.done += 1
        order.save(update_fields=["done", "updated_at"])
    order.state = MachineOrder.State.DONE
    order.save(update_fields=["state", "updated_at"])


def _said(
    text: OpenText,
    language: str,
    by: machines.Machine,
    glossary: list[GlossaryTerm],
) -> dict[str, str]:
    """Return the pieces of a text as the machine says them."""
    said = machines.translated(
        [unit.source for unit in text.units],
        by=by,
        source=text.source_language,
        target=language,
        glossary=glossary,
        marked_up=[unit.is_html for unit in text.units],
    )
    fields = [unit.field for unit in text.units]
    return dict(zip(fields, said, strict=True))


def _todo(content: Kind, municipality: Municipality, language: str) -> list[OpenText]:
    """Return what a machine may write: never over somebody's own words."""
    texts = texts_to_do(content, municipality.pk, language)
    return [text for text in texts if text.is_for_machines]
