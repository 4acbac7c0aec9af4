"""KERN's stylesheet becomes right for both writing directions."""

import importlib.util
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"


def load(name):
    spec = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(name, module)
    spec.loader.exec_module(module)
    return module


stylesheet = load("stylesheet")


def converted(css):
    return stylesheet.render(stylesheet.to_logical(stylesheet.parse(css))).strip()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("left:0", "inset-inline-start:0"),
        ("right:4px", "inset-inline-end:4px"),
        ("top:0", "top:0"),
        ("margin-left:auto", "margin-inline-start:auto"),
        ("padding-right:1rem", "padding-inline-end:1rem"),
        ("scroll-margin-left:1rem", "scroll-margin-inline-start:1rem"),
        ("border-left:2px solid red", "border-inline-start:2px solid red"),
        ("border-right-width:2px", "border-inline-end-width:2px"),
        ("border-top-left-radius:4px", "border-start-start-radius:4px"),
        ("border-bottom-right-radius:4px", "border-end-end-radius:4px"),
        ("text-align:right", "text-align:end"),
        ("float:left", "float:inline-start"),
        ("clear:both", "clear:both"),
        ("margin:1px 2px", "margin:1px 2px"),
        ("margin:1px 2px 3px 2px", "margin:1px 2px 3px 2px"),
        ("margin:1px 2px 3px 4px", "margin-block:1px 3px;margin-inline:4px 2px"),
        (
            "padding:0 calc(1px + 2px) 0 3px !important",
            (
                "padding-block:0 0 !important;"
                "padding-inline:3px calc(1px + 2px) !important"
            ),
        ),
        (
            "border-width:1px 2px 3px 4px",
            "border-block-width:1px 3px;border-inline-width:4px 2px",
        ),
        ("border-radius:4px", "border-radius:4px"),
        (
            "border-radius:4px 0 0 8px",
            (
                "border-start-start-radius:4px;border-start-end-radius:0;"
                "border-end-end-radius:0;border-end-start-radius:8px"
            ),
        ),
        ("background:url('a;left:b{c}.svg')", "background:url('a;left:b{c}.svg')"),
    ],
)
def test_left_and_right_become_start_and_end(before, after):
    assert converted(f"a{{{before}}}") == f"a{{{after}}}"


def test_rules_within_media_queries_are_converted_too():
    css = "@media (min-width: 10px) { a { left: 0 } }"

    assert converted(css) == ("@media (min-width: 10px){\na{inset-inline-start:0}\n}")


def test_what_css_cannot_say_logically_is_mirrored():
    assert converted("a,b{background-position:right 8px center}") == (
        "a,b{background-position:right 8px center}\n"
        "[dir=rtl] a,[dir=rtl] b{background-position:left 8px center}"
    )


def test_only_the_selectors_that_are_kept_remain():
    rules = stylesheet.parse("a,b{top:0} @media print{b{top:1px}} c{top:2px}")

    kept = stylesheet.trim(rules, keep=lambda name: name == "a")

    assert stylesheet.render(kept).strip() == "a{top:0}"


def test_properties_that_nothing_reads_are_dropped():
    rules = stylesheet.parse(
        ":root{--a:1px;--b:var(--a);--c:2px;--d:3px} p{top:var(--b)}"
    )

    stylesheet.drop_unused_properties(rules, also_used={"--d"})

    assert stylesheet.render(rules).startswith(":root{--a:1px;--b:var(--a);--d:3px}")


def test_fallbacks_go_where_the_property_is_defined():
    rules = stylesheet.parse(":root{--a:1px} p{top:var(--a, 2px);left:var(--z, 3px)}")

    stylesheet.drop_fallbacks(rules)

    assert "top:var(--a);left:var(--z, 3px)" in stylesheet.render(rules)


@pytest.mark.parametrize(
    ("oklch", "expected"),
    [
        ((100, 0, 0), "#ffffff"),
        ((0, 0, 0), "#000000"),
        ((62.796, 0.25768, 29.234), "#ff0000"),
        ((45.201, 0.31321, 264.052), "#0000ff"),
    ],
)
def test_colours_come_out_as_other_programs_compute_them(oklch, expected):
    assert stylesheet.hex_colour(*oklch) == expected


def test_a_block_that_is_never_closed_is_refused():
    with pytest.raises(ValueError, match="never closed"):
        stylesheet.parse("a{top:0")
