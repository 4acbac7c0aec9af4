"""The definitions of all figures; each file holds those of one part of the house."""

from hafen.evidence.reports.figures import _contacts, _surveys


def register() -> None:
    for part in (_contacts, _surveys):
        part.register()
