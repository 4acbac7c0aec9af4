"""The lists from which people choose when they look for help or give it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What is looked for or given."""

    SPONSORSHIP = "SPONSORSHIP", _("sponsorship")
    COMPANY = "COMPANY", _("accompaniment")
    INTERPRETING = "INTERPRETING", _("interpreting")
    TEACHING = "TEACHING", _("learning and tutoring")
    HOUSING = "HOUSING", _("housing")
    GOODS = "GOODS", _("goods")
    TRANSPORT = "TRANSPORT", _("rides and transport")
    LEISURE = "LEISURE", _("leisure")
    WORK = "WORK", pgettext_lazy("kind of help", "work")
    OTHER = "OTHER", pgettext_lazy("kind of help", "other help")


# People stay together for a long time: both agree, and a talk comes first.
PAIRINGS = frozenset({Kind.SPONSORSHIP})


class Gender(models.TextChoices):
    FEMALE = "FEMALE", _("woman")
    MALE = "MALE", _("man")
    OTHER = "OTHER", _("another gender")


class Clearance(models.IntegerChoices):
    """What the desk has seen of a helper; each level holds those before it."""

    NONE = 0, _("nothing yet")
    TALK = 1, _("first talk")
    CERTIFICATE = 2, _("certificate of good conduct")
    EXTENDED = 3, _("extended certificate of good conduct")


class Level(models.IntegerChoices):
    """How well somebody speaks a language."""

    BASIC = 1, _("simple conversation")
    GOOD = 2, _("good")
    FLUENT = 3, _("fluent")


class Skill(models.TextChoices):
    LETTERS = "LETTERS", _("letters from offices")
    FORMS = "FORMS", _("forms and applications")
    SCHOOL = "SCHOOL", _("school subjects")
    GERMAN = "GERMAN", _("German conversation")
    CHILDREN = "CHILDREN", _("looking after children")
    HEALTH = "HEALTH", _("health and doctors")
    WORK = "WORK", _("work and training")
    COMPUTER = "COMPUTER", _("computer and telephone")
    CRAFTS = "CRAFTS", _("repairs and crafts")
    MOVING = "MOVING", _("moving and carrying")
    DRIVING = "DRIVING", _("driving licence")
    CAR = "CAR", _("own car")
    SPORT = "SPORT", pgettext_lazy("skill", "sport")
    MUSIC = "MUSIC", pgettext_lazy("skill", "music and art")
    COOKING = "COOKING", _("cooking")
    GARDEN = "GARDEN", _("garden")


class Visibility(models.TextChoices):
    INTERNAL = "INTERNAL", _("the desk alone")
    NETWORK = "NETWORK", _("the network")
    PUBLIC = "PUBLIC", _("the public")
