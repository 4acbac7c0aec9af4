"""Who is meant by a name in another spelling: rooms that keep keys of names tell.

"Muhammad Khalil" in a letter is "Mohamed Chalil" in the file of the house.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from hafen.core.db.registry import Registry


@dataclass(frozen=True)
class Spelt:
    """How a room finds its persons by a name in any spelling or script.

    :param label: the model of the rows that are the person, such as "cases.Client"
    :param named: gives whom a name means
    """

    label: str
    named: Callable[[str], Q]


spelt: Registry[Spelt] = Registry(key=lambda each: each.label)
