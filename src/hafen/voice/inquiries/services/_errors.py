from hafen.core.db.errors import DomainError


class NoAnswerYet(DomainError):
    """Nothing closes without an answer or a recorded reason."""


class NotLiving(DomainError):
    """The inquiry is closed or merged; it has to be opened again first."""


class StillWaiting(DomainError):
    """A third party has been asked and has neither answered nor been let go."""


class NoGround(DomainError):
    """Nothing is told to a third party without a consent or another ground."""


class NoWayToAnswer(DomainError):
    """The person left no address for this way of answering."""


class OtherSide(DomainError):
    """Whom a complaint is about cannot work on it."""


class SameInquiry(DomainError):
    """An inquiry cannot be merged with itself, or with one that is merged."""


class NotMerged(DomainError):
    """The inquiry stands by itself already."""


class AlreadyAnswered(DomainError):
    """The third party has answered, or is no longer asked."""


class NotAComplaint(DomainError):
    """Only a complaint has another side, a summary and an outcome."""


class TemplateExists(DomainError):
    """Another template or checklist has this name."""


class TooFewLanguages(DomainError):
    """What both sides read needs the languages of both."""


class SamePerson(DomainError):
    """These two are one person already."""


class NotJoined(DomainError):
    """These two are two people already."""


class SomebodyElse(DomainError):
    """The address belongs to somebody whose inquiries may not all be read."""
