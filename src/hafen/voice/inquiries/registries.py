"""What upper rooms can make of an inquiry: a case, a placement, a need."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from hafen.core.db.permissions import Permission
from hafen.core.db.registry import Registry
from hafen.voice.inquiries.models import Inquiry


@dataclass(frozen=True)
class InquiryAction:
    """A button on the page of an inquiry, such as "open a case".

    The upper room keeps the link back; nothing of it is stored here.

    :param address: where it leads; None where it does not fit this inquiry
    """

    name: str
    label: str | Promise
    permission: Permission
    address: Callable[[Inquiry], str | None]
    icon: str = "arrow-forward"


actions: Registry[InquiryAction] = Registry(key=lambda action: action.name)
