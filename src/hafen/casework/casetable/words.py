"""Words for what is stored as codes."""

from datetime import date

from django.utils.translation import get_language

from hafen.casework.cases.queries import is_special
from hafen.casework.cases.words import NOT_ASSESSED, Choices
from hafen.core.taxonomy import queries as taxonomy


def table_topics(today: date) -> Choices:
    """Return what a case may be talked about at a table.

    Neither health, the mind and violence nor a return: who reads a case at all
    reads what it brought to a table, and of these not even that.
    """
    found = taxonomy.topics_tree(language=get_language() or "de", today=today)
    return [
        (label.code, label.name)
        for label in found
        if not is_special(label) and label.code not in NOT_ASSESSED
    ]
