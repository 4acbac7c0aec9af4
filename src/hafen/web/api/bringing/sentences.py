"""What an import of HSDS remarks; English, translated where it is shown."""


def _(sentence: str) -> str:
    """Mark a sentence for the catalogues."""
    return sentence


DANGLING = _("This key leads to no row of %(table)s. The rest was imported.")
NO_ENTRY = _("This is no entry of HSDS: it has no key or no name.")
NOT_AGREED = _(
    "%(number)s contact persons were left out, because nothing says that they agreed"
    " to be published. Please repeat the import and say how they agreed."
)
UNRECKONED = _(
    "%(number)s opening hours cannot be reckoned with; they are kept as the source"
    " has them and shown in the open data only."
)
NO_POINT = _("The coordinates lie outside of the globe and were left out.")
