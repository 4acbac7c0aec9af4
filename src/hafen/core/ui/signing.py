"""Signatures written by hand on a screen: kept as lines, never as a picture."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

# The field in which somebody writes; every point lies in it.
WIDTH, HEIGHT = 600, 200
_LONGEST = 30_000
_POINT = r"\d{1,3},\d{1,3}"
_LINES = re.compile(rf"{_POINT}(?: {_POINT})*(?:;{_POINT}(?: {_POINT})*)*")
# A tap or a dot is no signature.
_FEWEST_POINTS = 8


class SignatureField(forms.CharField):
    """Lines of a hand: "x,y x,y;x,y …", points of a field of 600 by 200."""

    widget = forms.HiddenInput
    default_error_messages = {"required": _("Please sign in the field.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=_LONGEST, **options)

    def clean(self, value: Any) -> str:
        lines = str(super().clean(value))
        if lines and not _is_written(lines):
            raise ValidationError(self.error_messages["required"], code="required")
        return lines


def _is_written(lines: str) -> bool:
    if _LINES.fullmatch(lines) is None:
        return False
    points = [tuple(map(int, each.split(","))) for each in re.findall(_POINT, lines)]
    is_inside = all(x <= WIDTH and y <= HEIGHT for x, y in points)
    return is_inside and len(set(points)) >= _FEWEST_POINTS


def drawn(lines: str | None, name: str) -> SafeString:
    """
    Return a signature as SVG; nothing where there is none.

    :param name: what the drawing is called for those who do not see it
    """
    if not lines or _LINES.fullmatch(lines) is None:
        return SafeString("")
    path = " ".join(f"M{line.replace(' ', ' L')}" for line in lines.split(";"))
    return format_html(
        '<svg class="signed" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"'
        ' role="img" aria-label="{}"><path d="{}" fill="none" stroke="currentColor"'
        ' stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>',
        WIDTH,
        HEIGHT,
        name,
        path,
    )
