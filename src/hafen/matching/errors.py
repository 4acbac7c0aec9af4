"""What the engine refuses, each with the sentence that says why."""


class MatchingError(ValueError):
    """The input breaks a promise that the engine relies on."""


class BadTable(MatchingError):
    """Columns of unequal length, an id twice, or a value out of range."""


class BadPolicy(MatchingError):
    """Weights that could make a permitted pair worthless or overflow."""


class UnknownRow(MatchingError):
    """An id that is in neither table."""


class BrokenRule(MatchingError):
    """A pair that a hard rule, a full offer or an exclusion forbids."""
