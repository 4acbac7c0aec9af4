"""How the controls of forms are drawn: as Django does, but selects in one piece.

Django fills a template for each option; a form of the desk has two hundred of
them. What lies in `widgets/` comes before Django's own.
"""

from pathlib import Path

from django import forms
from django.forms.renderers import DjangoTemplates
from django.template.backends.base import BaseEngine
from django.utils.functional import cached_property

_DIRS = [
    Path(__file__).parent / "widgets",
    Path(forms.__file__).parent / "templates",
]


class Renderer(DjangoTemplates):
    """Looks for the template of a control here first."""

    @cached_property
    def engine(self) -> BaseEngine:
        """Return the templates, ours first."""
        found: BaseEngine = self.backend(
            {"APP_DIRS": True, "DIRS": _DIRS, "NAME": "controls", "OPTIONS": {}}
        )
        return found
