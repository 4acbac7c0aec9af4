from collections.abc import Iterable

from hafen.core.db.errors import DomainError


class WrongState(DomainError):
    """The state of the service does not allow this step any more."""


class AlreadyPublished(DomainError):
    """The service is public; there is nothing to do."""


class NotReady(DomainError):
    """The service lacks what the public needs, or nobody offers it any more.

    :param lacks: names of fields
    """

    def __init__(self, lacks: Iterable[str]) -> None:
        self.lacks = tuple(lacks)
        super().__init__(", ".join(self.lacks))


class UnknownTerm(DomainError):
    """The taxonomy has no such term."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(sorted(codes))
        super().__init__(", ".join(self.codes))


class UnknownLanguage(DomainError):
    """There is no such language in the list."""

    def __init__(self, tags: Iterable[str]) -> None:
        self.tags = tuple(sorted(tags))
        super().__init__(", ".join(self.tags))


class ForeignPerson(DomainError):
    """The person is not at the organisation that gives the service."""


class NothingProposed(DomainError):
    """The proposal says the same as the service."""


class AlreadyDecided(DomainError):
    """A colleague has decided on the proposal meanwhile."""


class MoreThanThereAre(DomainError):
    """More places are said to be free than there are."""


class NoCourse(DomainError):
    """The offer is no course yet: nobody has said what kind of course it is."""


class PeopleRegistered(DomainError):
    """People are registered, so a course keeps its first day and its places."""


class TitleTaken(DomainError):
    """There is an edition of this title, and editions never change."""
