"""What upper rooms put beside every list of the desk, such as views to keep."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.safestring import SafeString

from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class Tool:
    """Draws its part for the list at the address of the request."""

    name: str
    draw: Callable[[HttpRequest], SafeString]


tools: Registry[Tool] = Registry(key=lambda tool: tool.name)
