"""Small steps on a page, refused in the words of this room."""

from functools import partial

from hafen.casework.cases.views._refusals import refusal
from hafen.core.ui import steps
from hafen.core.ui.steps import Step

__all__ = ["Step", "take"]

take = partial(steps.take, refusal=refusal)
