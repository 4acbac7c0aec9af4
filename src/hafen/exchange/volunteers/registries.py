"""What rooms above do with what volunteers told."""

from dataclasses import dataclass

from django.utils.functional import Promise

from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class ConcernAction:
    """A button beside a worry about a child that is not settled.

    :param url_name: of a page of the desk that takes the key of the worry
    """

    url_name: str
    label: str | Promise


concern_actions: Registry[ConcernAction] = Registry(key=lambda action: action.url_name)
