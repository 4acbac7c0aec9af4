from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hafen.core.db.personal_data import DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow


class Confirmation(MunicipalityRow):
    """Somebody has decided, and stands for it with name and date."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("decided_by", "office"),
        purpose="Nachweis der Entscheidungen vor der Inbetriebnahme",
        legal_basis="Art. 5 Abs. 2, Art. 24 DSGVO",
        data_class=DataClass.X,
        keep_because="Solange die Entscheidung gilt",
    )

    code = models.CharField(_("decision"), max_length=4)
    decided_by = models.CharField(_("decided by (name)"), max_length=120)
    office = models.CharField(_("office or function"), max_length=120)
    decided_on = models.DateField(_("decided on"))
    note = models.TextField(_("result or file reference"), blank=True)

    class Meta:
        verbose_name = _("confirmed decision")
        verbose_name_plural = _("confirmed decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], name="one_confirmation_per_decision"
            )
        ]
