from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hafen.core.db.personal_data import (
    NO_PERSONAL_DATA,
    DataClass,
    OnErasure,
    PersonalData,
)
from hafen.core.places.models import Municipality

KEEP_DAYS = 3 * 365


class Event(models.Model):
    """One change, reading or decision: who, when, which row, which fields.

    Rows are only ever added. They hold ids and the names of fields; values only
    of fields that are free of personal data, a keyed hash of all others.
    """

    class Kind(models.TextChoices):
        CHANGE = "CHANGE", _("change")
        READ = "READ", _("reading")
        DECISION = "DECISION", _("decision")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("actor_id",),
        purpose="Nachweis, wer was geändert, gelesen oder entschieden hat",
        legal_basis="Art. 5 Abs. 2, Art. 32 DSGVO",
        data_class=DataClass.A,
        keep_for=KEEP_DAYS,
        keep_because="Drei Jahre, die übliche Verjährungsfrist (§ 195 BGB)",
        subject="actor_id",
        on_erasure=OnErasure.KEEP,
    )
    append_only: ClassVar[bool] = True
    # What happens before anybody is known, such as a refused sign-in.
    visible_also: ClassVar[str] = "municipality_id IS NULL"

    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    municipality_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=20, default="web")
    request_id = models.CharField(max_length=40, blank=True, default="")
    action = models.CharField(_("action"), max_length=80)
    subject_table = models.CharField(max_length=63, blank=True, default="")
    subject_id = models.CharField(max_length=40, blank=True, default="")
    fields = ArrayField(models.CharField(max_length=63), default=list)
    values = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event of the audit trail")
        indexes = [
            models.Index(
                fields=["municipality_id", "subject_id"], name="audit_events_of_a_row"
            ),
            models.Index(
                fields=["municipality_id", "-at"], name="audit_events_by_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_table} {self.subject_id}"


class Seal(models.Model):
    """A finished batch of a municipality's events, chained to the batch before.

    Whoever changes, drops or inserts a sealed event breaks its digest; whoever
    makes all digests anew meets the signed heads that are kept elsewhere.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    append_only: ClassVar[bool] = True

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField()
    last_event = models.BigIntegerField()
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    # The next batch ends at this event, as soon as every transaction that ran
    # when it was noted has ended.
    horizon_event = models.BigIntegerField()
    horizon_transaction = models.BigIntegerField()

    class Meta:
        verbose_name = _("seal of the audit trail")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "number"], name="one_seal_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"Seal {self.number} of {self.municipality_id}"


class Pruning(models.Model):
    """The events up to a seal have gone, as their period had ended.

    The seals stay. The signature says that Hafen itself pruned: whoever drops
    events by hand has no key to say so.
    """

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    append_only: ClassVar[bool] = True

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    events = models.PositiveBigIntegerField()
    pruned_at = models.DateTimeField()
    signature = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("pruning of the audit trail")

    def __str__(self) -> str:
        return f"Pruning up to seal {self.number} of {self.municipality_id}"
