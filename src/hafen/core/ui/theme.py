"""A municipality's colour, as a stylesheet that stays readable.

The office states one colour of its house style. Text and buttons use it only
as dark, or on dark screens as light, as contrast asks (WCAG 2.2, 1.4.3: 4.5:1;
here 5:1, since the colour also stands on the grey surface).
"""

import re
from typing import Any

CONTRAST = 5.0
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)
# The darkest and lightest surfaces of KERN that carry text in this colour.
_LIGHT_SURFACE, _DARK_SURFACE = (242, 244, 248), (20, 23, 40)

Colour = tuple[int, int, int]


def stylesheet(theme: dict[str, Any]) -> str:
    """Return the rules for `Municipality.theme`; empty without a valid colour.

    :param theme: `{"colour": "#2044aa"}`
    """
    colour = parsed(str(theme.get("colour", "")))
    if colour is None:
        return ""
    dark = towards(colour, _BLACK, on=_LIGHT_SURFACE)
    light = towards(colour, _WHITE, on=_DARK_SURFACE)
    return (
        f":root{{--kern-color-action-default:{written(dark)};"
        f"--kern-color-action-on-default:#fff;--brand:{written(colour)}}}\n"
        "@media (prefers-color-scheme: dark){"
        f":root{{--kern-color-action-default:{written(light)};"
        f"--kern-color-action-on-default:#000;--brand:{written(light)}}}}}\n"
    )


def parsed(text: str) -> Colour | None:
    """Return a colour written as #rrggbb, None for anything else."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        return None
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def written(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def towards(colour: Colour, end: Colour, *, on: Colour) -> Colour:
    """Return the colour mixed with `end` until it can be read on a surface."""
    for share in range(0, 101, 4):
        red, green, blue = (
            round(part + (last - part) * share / 100)
            for part, last in zip(colour, end, strict=True)
        )
        if contrast((red, green, blue), on) >= CONTRAST:
            return red, green, blue
    return end


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio as WCAG defines it, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
