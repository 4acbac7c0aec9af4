from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hafen.core.db.fields import LocalForeignKey
from hafen.core.db.identifiers import short_id
from hafen.core.db.names import address_of
from hafen.core.db.personal_data import NO_PERSONAL_DATA, DataClass, PersonalData
from hafen.core.places.models import MunicipalityRow
from hafen.core.translation.models import Translatable, Translation
from hafen.network.organisations.models._organisations import Organisation
from hafen.network.organisations.models._people import ContactPerson


class NetworkQuerySet(models.QuerySet["Network"]):
    def public(self) -> Self:
        """Those that show themselves and have not ended."""
        return self.filter(is_public=True, ended_on__isnull=True)

    def sorted(self) -> Self:
        return self.order_by("sort_key", "id")

    def by_network(self) -> Self:
        """In order, each working group behind what it belongs to."""
        return self.order_by(
            Coalesce("parent__sort_key", "sort_key"),
            Coalesce("parent_id", "id"),
            F("parent_id").asc(nulls_first=True),
            "sort_key",
            "id",
        )


class Network(Translatable, MunicipalityRow):
    """A network of organisations, a body of others, or a working group in one.

    A working group names the network that it belongs to as its `parent`; it has
    members and speakers of its own.
    """

    class Kind(models.TextChoices):
        NETWORK = "NETWORK", _("network")
        # Where others preside and the unit has a seat.
        BODY = "BODY", _("outside body")

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA
    TRANSLATED_FIELDS: ClassVar[tuple[str, ...]] = ("name", "purpose", "rhythm")

    short_id = models.CharField(max_length=16, default=short_id, editable=False)
    slug = models.SlugField(max_length=60, blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.NETWORK)
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=200, editable=False, db_collation="C")
    purpose = models.TextField(_("purpose"), blank=True)
    rhythm = models.CharField(_("When it meets"), max_length=120, blank=True)
    parent = LocalForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="groups",
        null=True,
        blank=True,
        verbose_name=_("Working group of"),
    )
    is_public = models.BooleanField(_("shown to the public"), default=False)
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    # After how long without somebody of the unit there it is marked; empty: never.
    quiet_months = models.PositiveSmallIntegerField(
        _("Months without contact"), null=True, blank=True, default=6
    )

    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "short_id"], name="one_network_per_short_id"
            ),
            models.CheckConstraint(
                name="a_network_is_no_group_of_itself",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_group(self) -> bool:
        return self.parent_id is not None

    @property
    def is_body(self) -> bool:
        return self.kind == self.Kind.BODY

    @property
    def address(self) -> str:
        """The last part of its public address; the short id alone finds it."""
        return address_of(self.slug, self.short_id)


class NetworkTranslation(Translation):
    """What a network is called and for, and when it meets, in one further language."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    network = LocalForeignKey(
        Network, on_delete=models.CASCADE, related_name="translations"
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    rhythm = models.CharField(_("When it meets"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("translation of a network")
        verbose_name_plural = _("translations of networks")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "language"], name="one_network_text_per_language"
            )
        ]


class Membership(MunicipalityRow):
    """That an organisation takes part in a network, from a day until a day."""

    personal_data: ClassVar[PersonalData] = NO_PERSONAL_DATA

    network = LocalForeignKey(
        Network, on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = LocalForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    joined_on = models.DateField(_("Joined on"))
    left_on = models.DateField(_("Left on"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership in a network")
        verbose_name_plural = _("memberships in networks")
        constraints = [
            ExclusionConstraint(
                name="a_member_takes_part_once_at_a_time",
                expressions=[
                    ("network", "="),
                    ("organisation", "="),
                    (
                        Func(
                            "joined_on",
                            "left_on",
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        "&&",
                    ),
                ],
            ),
            models.CheckConstraint(
                name="a_member_leaves_after_joining",
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
            ),
        ]


class Speaker(MunicipalityRow):
    """Who speaks for a network or working group, and for which term."""

    class Office(models.TextChoices):
        SPEAKER = "SPEAKER", _("spokesperson")
        DEPUTY = "DEPUTY", _("deputy")

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("person", "since", "until"),
        purpose="Wer ein Netzwerk oder eine Arbeitsgruppe vertritt",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_because="Solange die Ansprechperson eingetragen ist",
        subject="person",
    )

    network = LocalForeignKey(
        Network, on_delete=models.CASCADE, related_name="speakers"
    )
    person = LocalForeignKey(
        ContactPerson, on_delete=models.CASCADE, related_name="offices"
    )
    office = models.CharField(
        pgettext_lazy("speaker", "office"),
        max_length=8,
        choices=Office,
        default=Office.SPEAKER,
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("spokesperson")
        verbose_name_plural = _("spokespersons")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "person", "since"],
                name="one_term_per_network_person_and_day",
            ),
            models.CheckConstraint(
                name="a_term_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]


class Seat(MunicipalityRow):
    """Who of the unit sits in a body of others, as what, and for how long."""

    personal_data: ClassVar[PersonalData] = PersonalData(
        fields=("user", "role", "since", "until"),
        purpose="Vertretung der Kommune in Gremien und Arbeitsgruppen anderer",
        legal_basis="Art. 6 Abs. 1 Buchst. e DSGVO",
        data_class=DataClass.P1,
        keep_for=3 * 365,
        keep_from="until",
        keep_because="Drei Jahre nach dem Ende, für Berichte über die Mitwirkung",
        subject="user",
    )

    network = LocalForeignKey(Network, on_delete=models.CASCADE, related_name="seats")
    user = LocalForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats"
    )
    role = models.CharField(_("As what"), max_length=120, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("seat in a body")
        verbose_name_plural = _("seats in bodies")
        constraints = [
            models.UniqueConstraint(
                fields=["network", "user", "since"],
                name="one_seat_per_network_user_and_day",
            ),
            models.CheckConstraint(
                name="a_seat_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]
