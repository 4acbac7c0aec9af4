"""Why something was refused, in plain words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hafen.core.db.errors import DomainError
from hafen.exchange.pool import services as pool
from hafen.exchange.pool.views import refusal as refusal_of_the_pool
from hafen.exchange.volunteers import errors
from hafen.exchange.volunteers.models import Proven

_SAID = {
    errors.NobodyToAsk: gettext_lazy(
        "Nobody coordinates volunteers here yet. Give somebody the role first."
    ),
    errors.WrongStage: gettext_lazy("Meanwhile this has changed; look again."),
    errors.TalkFirst: gettext_lazy(
        "The first talk comes before anybody is asked or placed."
    ),
    errors.CertificateTooOld: gettext_lazy(
        "The certificate was too old when it was shown, or a day is wrong."
    ),
    errors.NoConsent: gettext_lazy(
        "The volunteer has not agreed to be named to others. Ask first."
    ),
    errors.NotAcknowledged: gettext_lazy(
        "The volunteer has not acknowledged the standard of this task yet."
    ),
    errors.NotCleared: gettext_lazy(
        "This task needs a valid certificate of good conduct."
    ),
    errors.AlreadyForwarded: gettext_lazy("The volunteer is forwarded there already."),
    errors.AlreadyAnswered: gettext_lazy(
        "There is an answer already; the first one counts."
    ),
    errors.TooMuch: gettext_lazy(
        "With this shift the week would hold too many hours. Please call us."
    ),
    errors.ShiftClosed: gettext_lazy("Nobody can sign up for this shift any more."),
    errors.TooFewSupporters: gettext_lazy(
        "The idea needs more supporters before it becomes a project."
    ),
    errors.ReasonMissing: gettext_lazy("Please say why."),
    pool.NoWayToTell: gettext_lazy(
        "For the chosen way an address or a number is missing."
    ),
}


# Sentences with what the error was given, by name.
_TOLD = {
    errors.Collides: (
        gettext_lazy("At this time something else is promised: %(what)s."),
        ("what",),
    ),
    errors.TooFar: (
        gettext_lazy("The way to or from “%(what)s” takes %(minutes)s minutes."),
        ("what", "minutes"),
    ),
    errors.TrainingMissing: (
        gettext_lazy("This task needs the training “%(name)s” first."),
        ("name",),
    ),
    errors.OverrideNeedsReason: (
        gettext_lazy("The rule proposes %(name)s. Please say why another one."),
        ("name",),
    ),
}


def refusal(refused: DomainError) -> str:
    if isinstance(refused, errors.ProofsMissing):
        kinds = ", ".join(str(Proven(kind).label) for kind in refused.args)
        return _("This is missing or has run out: %(what)s.") % {"what": kinds}
    if told := _TOLD.get(type(refused)):
        sentence, names = told
        return str(sentence) % dict(zip(names, refused.args, strict=True))
    said = _SAID.get(type(refused))
    return str(said) if said else refusal_of_the_pool(refused)
