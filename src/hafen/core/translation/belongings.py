from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.registries import Ownable, ownables
from hafen.core.translation.models import LanguageKeeper
from hafen.core.translation.rules import VIEW_PROGRESS


def register() -> None:
    ownables.register(
        Ownable(
            "translation.language",
            _("Languages that the person looks after"),
            lambda municipality: LanguageKeeper.objects.filter(
                municipality=municipality
            ),
            owner="user",
            needs=VIEW_PROGRESS,
        )
    )
