"""What other rooms know of todos: whose they are when somebody leaves."""

from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.registries import Ownable, ownables
from hafen.mechanisms.todos import services


def register() -> None:
    ownables.register(
        Ownable(
            name="todos.todo",
            label=_("Open todos"),
            count=services.count_owned,
            hand_over=services.hand_over_all,
        )
    )
