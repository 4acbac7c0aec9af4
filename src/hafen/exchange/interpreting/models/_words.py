"""The lists from which people choose when they book or offer interpreting."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Training(models.TextChoices):
    """What somebody has learned; some subjects need more than goodwill."""

    LAY = "LAY", _("lay interpreter")
    QUALIFIED = "QUALIFIED", _("qualified language mediator")
    SWORN = "SWORN", _("sworn interpreter")


class Direction(models.TextChoices):
    BOTH = "BOTH", _("both directions")
    INTO = "INTO", _("into German only")
    FROM = "FROM", _("from German only")


class Mode(models.TextChoices):
    """The ways of `allowances`, which pays by them."""

    ON_SITE = "on_site", pgettext_lazy("how a job is done", "on site")
    TELEPHONE = "telephone", pgettext_lazy("how a job is done", "by telephone")
    VIDEO = "video", pgettext_lazy("how a job is done", "by video")
    WRITTEN = "written", pgettext_lazy("how a job is done", "in writing")


class Subject(models.TextChoices):
    """What a talk is about, so roughly that it says nothing of a person."""

    OFFICE = "OFFICE", _("office and authority")
    SCHOOL = "SCHOOL", _("school and kindergarten")
    HEALTH = "HEALTH", _("health and doctors")
    WORK = "WORK", _("work and job centre")
    HOUSING = "HOUSING", _("housing")
    FAMILY = "FAMILY", _("family and youth")
    COUNSEL = "COUNSEL", _("social counselling")
    CONSULTING = "CONSULTING", _("consultation hour")
    ASYLUM = "ASYLUM", _("asylum, police, court")
    CONSENT = "CONSENT", _("medical consent")
    THERAPY = "THERAPY", _("psychotherapy")
    VIOLENCE = "VIOLENCE", _("violence, child protection")
    CONTRACT = "CONTRACT", _("signing a contract")
    EXAM = "EXAM", _("examination")
    OTHER = "OTHER", pgettext_lazy("subject of a talk", "something else")


# Lay interpreters must not take these: domain.md 2.5 I1.
NOT_FOR_LAY = frozenset(
    {
        Subject.ASYLUM,
        Subject.CONSENT,
        Subject.THERAPY,
        Subject.VIOLENCE,
        Subject.CONTRACT,
        Subject.EXAM,
    }
)
# They weigh on whoever interprets; so many a week and no more.
HEAVY = frozenset({Subject.ASYLUM, Subject.THERAPY, Subject.VIOLENCE})
# A relative or an acquaintance of the family must not interpret these (I2).
DELICATE = HEAVY | {Subject.CONSENT, Subject.HEALTH}


class Pressing(models.TextChoices):
    """Why a booking cannot wait; never who needs it."""

    HEALTH = "HEALTH", pgettext_lazy("why it is urgent", "health")
    DEADLINE = "DEADLINE", pgettext_lazy("why it is urgent", "a deadline runs out")
    PROTECTION = "PROTECTION", pgettext_lazy("why it is urgent", "protection")
    DROPPED = "DROPPED", pgettext_lazy("why it is urgent", "somebody dropped out")
    OTHER = "OTHER", pgettext_lazy("why it is urgent", "something else")


class Urgency(models.TextChoices):
    """The deadline classes, in the order in which the desk takes them."""

    URGENT = "1_URGENT", _("urgent: within a day")
    SOON = "2_SOON", _("soon: less than five working days")
    NORMAL = "3_NORMAL", _("normal: five working days or more")
