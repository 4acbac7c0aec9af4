"""What of the knowledge base belongs to a person, and what ends with them."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team, User
from hafen.core.accounts.registries import Ending, Ownable, endings, ownables
from hafen.information.knowledge.models import AreaMember, Entry, Tester
from hafen.information.knowledge.rules import EDIT_PAGES


def register() -> None:
    ownables.register(
        Ownable(
            "knowledge.page",
            _("Pages that the person looks after"),
            lambda municipality: Entry.objects.filter(municipality=municipality),
            needs=EDIT_PAGES,
            give=_give,
        )
    )
    for name, label, model in (
        ("area", _("Areas of partners in which the person writes"), AreaMember),
        ("test", _("Drafts that the person may read"), Tester),
    ):
        endings.register(Ending(f"knowledge.{name}", label, _rows_of(model)))


def _rows_of(model: type[AreaMember | Tester]) -> Any:
    return lambda municipality: model._default_manager.filter(municipality=municipality)


def _give(
    _ownable: Ownable, rows: QuerySet[Any], user: User | None, _team: Team | None
) -> int:
    """Name who looks after the pages; the library's rows count no versions."""
    return rows.update(owner=user)
