"""The lists from which people choose in the room of volunteers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """Where somebody stands between the first word and the last."""

    CONTACT = "CONTACT", pgettext_lazy("stage of a volunteer", "first contact")
    TALK = "TALK", pgettext_lazy("stage of a volunteer", "talk")
    DOCUMENTS = "DOCUMENTS", pgettext_lazy("stage of a volunteer", "documents")
    READY = "READY", pgettext_lazy("stage of a volunteer", "ready")
    PLACED = "PLACED", pgettext_lazy("stage of a volunteer", "placed")
    PAUSED = "PAUSED", pgettext_lazy("stage of a volunteer", "paused")
    LEFT = "LEFT", pgettext_lazy("stage of a volunteer", "left")


class Exit(models.TextChoices):
    """Why somebody leaves; never anything about health."""

    NO_TIME = "NO_TIME", pgettext_lazy("why a volunteer leaves", "no time")
    MOVED = "MOVED", pgettext_lazy("why a volunteer leaves", "moved away")
    DONE = "DONE", pgettext_lazy("why a volunteer leaves", "the task is done")
    NO_TASK = "NO_TASK", pgettext_lazy("why a volunteer leaves", "no fitting task")
    TOO_MUCH = "TOO_MUCH", pgettext_lazy("why a volunteer leaves", "it was too much")
    UNHAPPY = "UNHAPPY", pgettext_lazy("why a volunteer leaves", "was not content")
    UNSUITABLE = "UNSUITABLE", pgettext_lazy("why a volunteer leaves", "not suitable")
    NOT_SAID = "NOT_SAID", pgettext_lazy("why a volunteer leaves", "not said")


class Proven(models.TextChoices):
    """What is shown or signed, never kept as a copy."""

    CONFIDENTIALITY = "CONFIDENTIALITY", _("confidentiality undertaking")
    DATA_PROTECTION = "DATA_PROTECTION", _("data protection instruction")
    CONDUCT = "CONDUCT", _("code of conduct")
    MEASLES = "MEASLES", _("measles protection")
    FOOD = "FOOD", _("instruction on handling food")
    FIRST_AID = "FIRST_AID", _("first aid")
    DRIVING = "DRIVING", _("driving licence")
    TRAINING = "TRAINING", _("basic course")


# Without these nobody begins, whatever the task.
NEEDED = (Proven.CONFIDENTIALITY, Proven.DATA_PROTECTION)
