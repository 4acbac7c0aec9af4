"""What can be done with pages; other rooms call these and nothing below."""

from hafen.information.knowledge.services._release import (
    CHECK,
    KIND,
    changed,
    note_mentions,
    published,
    specific,
    taken_down,
)
from hafen.information.knowledge.services._schedule import (
    plan_release,
    release_due,
    take_down_due,
)
from hafen.information.knowledge.services._tree import (
    PLAIN,
    ensure_tree,
    give_area,
    languages_of,
    permit_area,
    roots,
    seat,
)
from hafen.information.knowledge.services._writing import (
    UnknownLanguage,
    draft_faq,
    write_page,
    write_translation,
)

__all__ = [
    "CHECK",
    "KIND",
    "PLAIN",
    "UnknownLanguage",
    "changed",
    "draft_faq",
    "ensure_tree",
    "give_area",
    "languages_of",
    "note_mentions",
    "permit_area",
    "plan_release",
    "published",
    "release_due",
    "roots",
    "seat",
    "specific",
    "take_down_due",
    "taken_down",
    "write_page",
    "write_translation",
]
