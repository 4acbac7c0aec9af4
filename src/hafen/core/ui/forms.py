"""The base of every form, under the name that upper rooms know.

It lies in `core.db`, because the rooms of core below this one have forms too.
"""

from hafen.core.db.forms import (
    SUBMISSION,
    VERSION,
    DateInput,
    DateTimeInput,
    Fold,
    Form,
    PhoneInput,
    TextArea,
    TimeInput,
)

__all__ = [
    "SUBMISSION",
    "VERSION",
    "DateInput",
    "DateTimeInput",
    "Fold",
    "Form",
    "PhoneInput",
    "TextArea",
    "TimeInput",
]
