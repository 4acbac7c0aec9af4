from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hafen.core.accounts.models import Team
from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import District, MunicipalityRow
from hafen.exchange.board.models._posts import Post


class BoardSettings(MunicipalityRow):
    """How long notices hang, who looks at them, and which words are refused."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    valid_days = models.PositiveSmallIntegerField(default=30)
    remind_days = models.PositiveSmallIntegerField(default=5)
    check_days = models.PositiveSmallIntegerField(default=1)
    refused_words = ArrayField(
        models.CharField(max_length=60), default=list, blank=True
    )
    team = LocalForeignKey(
        Team, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("settings of the notice board")
        verbose_name_plural = _("settings of the notice board")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"], name="one_setting_of_the_notice_board"
            ),
            models.CheckConstraint(
                name="a_notice_hangs_for_some_days",
                condition=Q(valid_days__range=(7, 365), remind_days__range=(1, 30))
                & Q(check_days__range=(1, 14)),
            ),
        ]


class Subscription(MunicipalityRow):
    """Somebody who is told by mail of new notices, after confirming it once."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("email",),
        purpose="Benachrichtigung über neue Anzeigen, auf eigenen Wunsch",
        legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
        data_class=DataClass.V1,
        keep_because="Bis zur Abmeldung; unbestätigt eine Woche",
        subject="email",
    )

    email = models.EmailField()
    language = models.CharField(max_length=12, default="de")
    side = models.CharField(max_length=5, choices=Post.Side, blank=True, default="")
    # Categories of the first level; none: all of them.
    categories = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    # With all that lies in it; none: the whole town.
    district = LocalForeignKey(
        District, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_at = models.DateTimeField(null=True)
    # New notices after this instant stand in the next mail.
    told_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("subscription of the notice board")
        verbose_name_plural = _("subscriptions of the notice board")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "email"], name="one_subscription_per_address"
            )
        ]
