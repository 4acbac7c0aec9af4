"""Reads a stylesheet, trims it, and makes it right for both writing directions.

KERN UX knows only left and right. `to_logical` says start and end instead, so
that one file serves German and Arabic; `trim` keeps the components in use and
the custom properties that they need, so that the first page stays small.
Only the CSS that KERN ships is understood: nested rules are not.
"""

import math
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

_SIDES = {"left": "inline-start", "right": "inline-end"}
_CORNERS = {
    "top-left": "start-start",
    "top-right": "start-end",
    "bottom-right": "end-end",
    "bottom-left": "end-start",
}
_MIRRORED_WORDS = {"left": "right", "right": "left"}


@dataclass
class Declaration:
    name: str
    value: str


@dataclass
class Rule:
    """One rule; an at-rule with a block carries its rules as children."""

    prelude: str
    declarations: list[Declaration] = field(default_factory=list)
    children: list["Rule"] = field(default_factory=list)

    @property
    def is_at_rule(self) -> bool:
        return self.prelude.startswith("@")

    @property
    def is_empty(self) -> bool:
        return not self.declarations and not self.children

    @property
    def selectors(self) -> list[str]:
        return split(self.prelude, ",")


def split(text: str, separator: str) -> list[str]:
    """Split at a character, not inside brackets or quotes; blanks are trimmed.

    A blank as separator splits at any run of white space.
    """
    parts, depth, quote, part = [], 0, "", ""
    for char in text:
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        else:
            depth += (char in "([") - (char in ")]")
        is_cut = char.isspace() if separator == " " else char == separator
        if is_cut and not depth and not quote:
            parts.append(part)
            part = ""
        else:
            part += char
    return [piece.strip() for piece in [*parts, part] if piece.strip()]


def parse(css: str) -> list[Rule]:
    """Return the rules of a stylesheet without its comments."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return list(_rules(re.sub(r'@charset "[^"]*";', "", css)))


def _rules(css: str) -> Iterator[Rule]:
    at = 0
    while (opening := css.find("{", at)) >= 0:
        closing = _closing(css, opening)
        prelude = " ".join(css[at:opening].split())
        body = css[opening + 1 : closing]
        if prelude.startswith("@") and "{" in body:
            yield Rule(prelude, children=list(_rules(body)))
        else:
            yield Rule(prelude, list(_declarations(body)))
        at = closing + 1


def _closing(css: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(css)):
        depth += (css[at] == "{") - (css[at] == "}")
        if depth == 0:
            return at
    message = "a block is never closed"
    raise ValueError(message)


def _declarations(body: str) -> Iterator[Declaration]:
    for part in split(body, ";"):
        name, _, value = part.partition(":")
        yield Declaration(name.strip(), " ".join(value.split()))


def render(rules: list[Rule]) -> str:
    """Return the rules as text, one to a line, so that a diff can be read."""
    return "\n".join(_rendered(rule) for rule in rules if not rule.is_empty) + "\n"


def _rendered(rule: Rule) -> str:
    if rule.children:
        inner = "".join(f"{_rendered(child)}\n" for child in rule.children)
        return f"{rule.prelude}{{\n{inner}}}"
    body = ";".join(f"{item.name}:{item.value}" for item in rule.declarations)
    return f"{','.join(rule.selectors)}{{{body}}}"


# From left and right to start and end.


def to_logical(rules: list[Rule]) -> list[Rule]:
    """Return the rules with logical properties, mirrored where CSS has none."""
    done: list[Rule] = []
    for rule in rules:
        if rule.children and not rule.prelude.startswith("@keyframes"):
            done.append(Rule(rule.prelude, children=to_logical(rule.children)))
            continue
        flat = [part for item in rule.declarations for part in logical(item)]
        done.append(Rule(rule.prelude, flat, rule.children))
        mirrored = [m for item in rule.declarations if (m := _mirrored(item))]
        if mirrored:
            prelude = ",".join(f"[dir=rtl] {name}" for name in rule.selectors)
            done.append(Rule(prelude, mirrored))
    return done


def logical(item: Declaration) -> list[Declaration]:
    """Return what says the same as the declaration without left and right."""
    if item.name in _SIDES:
        return [Declaration(f"inset-{_SIDES[item.name]}", item.value)]
    if item.name in {"text-align", "float", "clear"}:
        return [Declaration(item.name, _flow_word(item))]
    shorthand = _SHORTHANDS.get(item.name)
    if shorthand:
        return shorthand(item)
    return [Declaration(_logical_name(item.name), item.value)]


def _logical_name(name: str) -> str:
    corner = re.fullmatch(r"border-(top|bottom)-(left|right)-radius", name)
    if corner:
        return f"border-{_CORNERS[f'{corner[1]}-{corner[2]}']}-radius"
    side = re.fullmatch(
        r"((?:scroll-)?(?:margin|padding)|border)-(left|right)(-.+)?", name
    )
    if side:
        return f"{side[1]}-{_SIDES[side[2]]}{side[3] or ''}"
    return name


def _flow_word(item: Declaration) -> str:
    prefix = "" if item.name == "text-align" else "inline-"
    words = {"left": f"{prefix}start", "right": f"{prefix}end"}
    return re.sub(r"\b(left|right)\b", lambda found: words[found[0]], item.value)


def _parts(value: str) -> tuple[list[str], str]:
    """Return the parts of a value, and its `!important` if it has one."""
    plain = value.removesuffix("!important").strip()
    return split(plain, " "), "" if plain == value else " !important"


def _four_sides(item: Declaration) -> list[Declaration]:
    parts, weight = _parts(item.value)
    if len(parts) < 4 or parts[1] == parts[3]:
        return [item]
    top, right, bottom, left = parts
    stem, tail = item.name, ""
    if item.name == "border-width":
        stem, tail = "border", "-width"
    return [
        Declaration(f"{stem}-block{tail}", f"{top} {bottom}{weight}"),
        Declaration(f"{stem}-inline{tail}", f"{left} {right}{weight}"),
    ]


def _four_corners(item: Declaration) -> list[Declaration]:
    parts, weight = _parts(item.value)
    if len(parts) < 2 or "/" in item.value:
        return [item]
    second = parts[1]
    third = parts[2] if len(parts) > 2 else parts[0]
    fourth = parts[3] if len(parts) > 3 else second
    corners = zip(_CORNERS.values(), [parts[0], second, third, fourth], strict=True)
    return [
        Declaration(f"border-{corner}-radius", f"{value}{weight}")
        for corner, value in corners
    ]


_SHORTHANDS = {
    "margin": _four_sides,
    "padding": _four_sides,
    "inset": _four_sides,
    "border-width": _four_sides,
    "border-radius": _four_corners,
}


def _mirrored(item: Declaration) -> Declaration | None:
    """Return the declaration for right-to-left pages, where CSS knows no flow."""
    if item.name not in {"background-position", "transform-origin"}:
        return None
    value = re.sub(
        r"\b(left|right)\b", lambda found: _MIRRORED_WORDS[found[0]], item.value
    )
    return None if value == item.value else Declaration(item.name, value)


# Only what is used.


def trim(rules: list[Rule], *, keep: Callable[[str], bool]) -> list[Rule]:
    """Return the rules with the selectors to keep; blocks that are empty go."""
    kept = []
    for rule in rules:
        if rule.children and not rule.prelude.startswith("@keyframes"):
            new = Rule(rule.prelude, children=trim(rule.children, keep=keep))
        elif rule.is_at_rule:
            new = rule
        else:
            names = [name for name in rule.selectors if keep(name)]
            new = Rule(",".join(names), rule.declarations if names else [])
        if not new.is_empty:
            kept.append(new)
    return kept


def declarations(rules: list[Rule]) -> Iterator[Declaration]:
    for rule in rules:
        yield from rule.declarations
        yield from declarations(rule.children)


def used_properties(value: str) -> set[str]:
    """Return the custom properties that a value reads."""
    return set(re.findall(r"var\(\s*(--[\w-]+)", value))


def drop_unused_properties(
    rules: list[Rule], *, also_used: Collection[str] = ()
) -> None:
    """Remove custom properties that nothing reads, directly or by way of others."""
    items = list(declarations(rules))
    needed = set(also_used)
    for item in items:
        if not item.name.startswith("--"):
            needed |= used_properties(item.value)
    grew = True
    while grew:
        before = len(needed)
        for item in items:
            if item.name in needed:
                needed |= used_properties(item.value)
        grew = len(needed) > before
    _keep_declarations(
        rules, lambda item: not item.name.startswith("--") or item.name in needed
    )


def _keep_declarations(rules: list[Rule], keep: Callable[[Declaration], bool]) -> None:
    for rule in rules:
        rule.declarations = [item for item in rule.declarations if keep(item)]
        _keep_declarations(rule.children, keep)


def drop_fallbacks(rules: list[Rule]) -> None:
    """Remove the fallback of `var()` wherever the property is always defined."""
    defined = {item.name for item in declarations(rules) if item.name.startswith("--")}

    def plain(found: re.Match[str]) -> str:
        return f"var({found[1]})" if found[1] in defined else found[0]

    for item in declarations(rules):
        item.value = re.sub(r"var\((--[\w-]+),[^()]*\)", plain, item.value)


def colours_as_hex(rules: list[Rule]) -> None:
    """Write `oklch()` colours as hex: browsers of 2021 do not know `oklch()`."""
    pattern = r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)"
    for item in declarations(rules):
        item.value = re.sub(
            pattern,
            lambda found: hex_colour(float(found[1]), float(found[2]), float(found[3])),
            item.value,
        )


def hex_colour(lightness: float, chroma: float, hue: float) -> str:
    """Return an OKLCH colour (lightness in per cent) in sRGB, clipped to it.

    The matrices are those of the CSS Color Module Level 4.
    """
    green_red = chroma * math.cos(math.radians(hue))
    blue_yellow = chroma * math.sin(math.radians(hue))
    base = lightness / 100
    long = (base + 0.3963377774 * green_red + 0.2158037573 * blue_yellow) ** 3
    middle = (base - 0.1055613458 * green_red - 0.0638541728 * blue_yellow) ** 3
    short = (base - 0.0894841775 * green_red - 1.2914855480 * blue_yellow) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_srgb(part):02x}" for part in linear)


def _srgb(linear: float) -> int:
    linear = min(max(linear, 0.0), 1.0)
    low = linear <= 0.0031308
    return round(255 * (12.92 * linear if low else 1.055 * linear ** (1 / 2.4) - 0.055))
