"""What other rooms know of todos: whose they are when somebody leaves."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import User
from hafen.core.accounts.registries import Ownable, ownables
from hafen.core.mail import queries as mail
from hafen.core.mail.doors import LETTERS_AND_CALLS, NOT_DELIVERED
from hafen.mechanisms.todos import services
from hafen.mechanisms.todos.registries import Lead, leads


def register() -> None:
    ownables.register(
        Ownable(
            name="todos.todo",
            label=_("Open todos"),
            count=services.count_owned,
            hand_over=services.hand_over_all,
        )
    )
    # The room of mails lies below this one and cannot say so itself.
    leads.register(
        Lead("mail.notices", LETTERS_AND_CALLS, find=_to_be_told, icon="phone")
    )
    leads.register(Lead("mail.failed", NOT_DELIVERED, find=_not_delivered, icon="mail"))


def _to_be_told(user: User, _today: date) -> tuple[int, str]:
    found = mail.open_notices(user).count()
    return found, reverse("mail:notices", args=[user.municipality.slug])


def _not_delivered(user: User, _today: date) -> tuple[int, str]:
    found = mail.failed_mails(user).count()
    return found, reverse("mail:outbox", args=[user.municipality.slug])
