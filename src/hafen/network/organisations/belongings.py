"""What of this room belongs to a person, and what ends when they leave."""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.registries import Ending, Ownable, endings, ownables
from hafen.network.organisations.models import Agreement, OrganisationEditor
from hafen.network.organisations.rules import EDIT_COOPERATION


def register() -> None:
    ownables.register(
        Ownable(
            "organisations.agreement",
            _("Agreements that the person looks after"),
            lambda municipality: Agreement.objects.filter(
                Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()),
                municipality=municipality,
            ),
            needs=EDIT_COOPERATION,
        )
    )
    endings.register(
        Ending(
            "organisations.editor",
            _("Organisations whose entries the person edits"),
            lambda municipality: OrganisationEditor.objects.filter(
                municipality=municipality
            ),
        )
    )
