"""The definitions of all figures; each file holds those of one part of the house."""

from hafen.evidence.reports.figures import (
    _access,
    _cases,
    _contacts,
    _exchange,
    _inquiries,
    _outside,
    _programmes,
    _surveys,
    _trends,
    _ways,
    _work,
)


def register() -> None:
    parts = (
        *(_contacts, _surveys, _inquiries, _exchange),
        *(_cases, _programmes, _access, _ways, _work, _outside, _trends),
    )
    for part in parts:
        part.register()
