"""What notices are about, in two levels, and where something could go wrong."""

from datetime import date
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hafen.core.taxonomy import queries as taxonomy
from hafen.core.taxonomy import reference
from hafen.core.taxonomy.models import Vocabulary
from hafen.core.taxonomy.queries import Label
from hafen.exchange.pool.models import Kind

Choices = list[tuple[str, Any]]


class Risk(TextChoices):
    """Why two people look at a notice, and its readers are warned."""

    CHILDREN = "CHILDREN", _("children")
    HOUSING = "HOUSING", _("housing")
    WORK = "WORK", _("work")


_RISKS = {"family": Risk.CHILDREN, "housing": Risk.HOUSING, "work": Risk.WORK}
WARNINGS = {
    Risk.CHILDREN: _(
        "Meet first in a public place, together with the child. Leave a child alone "
        "only with somebody whom you know well."
    ),
    Risk.HOUSING: _(
        "Pay nothing before you have seen the flat and signed a contract. Hand over "
        "no passport, and no copy of it."
    ),
    Risk.WORK: _(
        "Work only with a written contract. Nobody may take money for finding you "
        "work, or keep your passport."
    ),
}
_KINDS = {
    "goods": Kind.GOODS,
    "rides": Kind.TRANSPORT,
    "work": Kind.WORK,
    "company": Kind.COMPANY,
    "company.sponsor": Kind.SPONSORSHIP,
    "leisure": Kind.LEISURE,
    "language": Kind.TEACHING,
    "language.translation": Kind.INTERPRETING,
    "family.homework": Kind.TEACHING,
    "housing": Kind.HOUSING,
}


def risk_of(category: str) -> Risk | None:
    return _RISKS.get(category.partition(".")[0])


def warning_for(category: str) -> Any:
    """Return what readers of the category are warned of; empty for most."""
    risk = risk_of(category)
    return WARNINGS[risk] if risk else ""


def kind_of(category: str) -> Kind:
    """Return what kind of help the exchange calls a category."""
    top = category.partition(".")[0]
    return _KINDS.get(category) or _KINDS.get(top) or Kind.OTHER


def tree(today: date) -> list[Label]:
    """Return the categories in the active language; those below as `children`."""
    language = get_language() or "de"
    return taxonomy.tree(Vocabulary.BOARD, language=language, today=today)


def names(today: date) -> dict[str, str]:
    """Return what each category is called; one below says where it belongs."""
    found = {}
    for top in tree(today):
        found[top.code] = top.name
        for below in top.children:
            found[below.code] = f"{top.name}: {below.name}"
    return found


@cache
def _shipped() -> dict[str, dict[str, str]]:
    found = {}
    for top in reference.read(Vocabulary.BOARD)["terms"]:
        found[top["code"]] = top["name"]
        for below in top.get("children", []):
            found[f"{top['code']}.{below['code']}"] = below["name"]
    return found


def name_of(category: str) -> str:
    """Return what a category is called, for tables: no question to the database."""
    said = _shipped().get(category, {})
    return said.get(get_language() or "de") or said.get("de") or category


def choices(today: date) -> Choices:
    """Return the categories for a form, grouped by the first level."""
    found: Choices = []
    for top in tree(today):
        below = [(each.code, each.name) for each in top.children]
        own = (top.code, _("%(category)s, in general") % {"category": top.name})
        found.append((top.name, [own, *below]) if below else (top.code, top.name))
    return found


def top_choices(today: date) -> Choices:
    return [(top.code, top.name) for top in tree(today)]
