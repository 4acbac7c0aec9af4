"""The definitions of all figures; each file holds those of one part of the house."""

from hafen.evidence.reports.figures import (
    _cases,
    _contacts,
    _exchange,
    _inquiries,
    _outside,
    _surveys,
)


def register() -> None:
    for part in (_contacts, _surveys, _inquiries, _exchange, _cases, _outside):
        part.register()
