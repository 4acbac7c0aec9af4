"""One look, both writing directions, and a first page that stays small."""

import re
from pathlib import Path

import brotli
import pytest

UI = Path(__file__).parents[2] / "src/hafen/core/ui"
OWN = sorted((UI / "static/ui").glob("*.css"))
KERN = UI / "static/vendor/kern/kern.css"
COMPONENTS = sorted((UI / "templates/cotton").glob("*.html"))
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border)-(?:left|right)[\w-]*"
    r"|left|right|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
)


@pytest.mark.parametrize("path", [*OWN, KERN], ids=lambda path: path.name)
def test_no_rule_says_left_or_right(path):
    css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)

    assert PHYSICAL.findall(css) == []


def test_every_property_of_kern_that_we_use_is_there():
    ours = "".join(path.read_text() for path in OWN)
    used = set(re.findall(r"var\((--kern-[\w-]+)", ours))

    missing = used - set(re.findall(r"(--kern-[\w-]+):", KERN.read_text()))

    assert missing == set(), "run `make vendor`"


def test_there_are_at_most_25_components():
    assert len(COMPONENTS) <= 25


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_states_its_signature_and_is_shown(path):
    name = f"<c-{path.stem}"
    guide = [UI / "templates/ui/styleguide.html", UI / "templates/layouts/public.html"]
    guide += (UI / "templates/ui/styleguide").glob("*.html")
    shown = "".join(file.read_text() for file in [*guide, *COMPONENTS])

    assert path.read_text().startswith("<c-vars")
    assert re.search(rf"{name}[\s>]", shown)
    assert f"{name}>" in (UI.parents[3] / "docs/ui.md").read_text()


@pytest.mark.parametrize(
    ("fonts", "most"), [(("latin-",), 60), (("latin-", "arabic-"), 85)]
)
def test_what_a_first_page_loads_leaves_room_for_its_text(fonts, most):
    files = [KERN, UI / "static/ui/hafen.css", UI / "static/ui/hafen.js"]
    files += [UI / "static/vendor/fonts/fonts.css"]
    files += [UI / "static/vendor/icons/icons.svg"]
    weight = sum(len(brotli.compress(file.read_bytes())) for file in files)
    weight += sum(
        file.stat().st_size
        for file in (UI / "static/vendor/fonts").glob("*.woff2")
        if any(f"-{part}" in file.name for part in fonts)
        and "latin-ext" not in file.name
    )

    assert weight < most * 1000
