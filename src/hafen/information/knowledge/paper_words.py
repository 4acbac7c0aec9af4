"""What a paper lacks, in a sentence that says what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hafen.information.knowledge.queries import Gap, Lack

LACKS: dict[Lack, Promise] = {
    Lack.EMPTY: _("Nothing stands on it yet."),
    Lack.TITLE: _("The title is not translated and checked."),
    Lack.MISSING: _("The block “%(where)s” is not translated."),
    Lack.DRAFT: _("The translation of the block “%(where)s” is only a draft."),
    Lack.MACHINE: _(
        "The block “%(where)s” was translated by a machine; nobody has checked it."
    ),
    Lack.OUTDATED: _("The translation of the block “%(where)s” is outdated."),
    Lack.CHANGED: _(
        "A fact that the block “%(where)s” quotes has changed; please look at it."
    ),
    Lack.FACT: _("The fact {%(where)s} is not known any more."),
    Lack.CODE: _("Nothing says what stands for {%(where)s}."),
    Lack.OFFER: _("The offer “%(where)s” is not public."),
    Lack.HOME: _(
        "“%(where)s” is not public, so it cannot stand on an announced leaflet."
    ),
}


def sentence(gap: Gap) -> str:
    return str(LACKS[gap.lack]) % {"where": gap.where}
