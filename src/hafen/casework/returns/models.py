from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hafen.casework.cases.models import Case, Client
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class ReturnWish(MunicipalityRow):
    """Somebody asked for advice on a return, and perhaps went there.

    Who is responsible for the case reads it: no deputy, nobody who leads, no figure
    that tells one. No reason stands here, no plan and no outcome.
    """

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("client", "wished_on", "office"),
        purpose="Vermittlung zur Rückkehrberatung auf Wunsch der Person",
        legal_basis="Wunsch der Person, Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.C3,
        keep_for=365,
        keep_from="wished_on",
        keep_because="Ein Jahr nach dem Wunsch; zurückgenommen, sofort",
        subject="client",
    )
    visible_only: ClassVar[str] = (
        "municipality_id = {opened} OR case_id IN (SELECT returns_own_cases())"
    )
    visible_with: ClassVar[str] = "case"

    case = LocalForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    client = LocalForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    wished_on = models.DateField(_("the person asked for it on"))
    office = models.CharField(_("referred to"), max_length=200, blank=True)
    referred_on = models.DateField(_("referred on"), null=True)

    class Meta:
        verbose_name = _("wish for advice on a return")
        verbose_name_plural = _("wishes for advice on a return")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "client"], name="one_wish_to_return_in_a_case"
            ),
            models.CheckConstraint(
                name="nobody_is_referred_to_return_before_the_wish",
                condition=Q(referred_on__isnull=True, office="")
                | Q(referred_on__gte=F("wished_on")) & ~Q(office=""),
            ),
        ]
