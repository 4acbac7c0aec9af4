"""Sizes and references that no import checker sees."""

import re
from pathlib import Path

from django.apps import apps

from tests.architecture.floors import ORDER

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "hafen"


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_python_file_is_longer_than_400_lines():
    files = [
        file
        for folder in (SOURCE, ROOT / "tests", ROOT / "scripts")
        for file in folder.rglob("*.py")
        if "migrations" not in file.parts
    ]

    assert [(str(f.relative_to(ROOT)), lines(f)) for f in files if lines(f) > 400] == []


def test_no_template_is_longer_than_150_lines():
    files = list(SOURCE.rglob("*.html"))

    assert [(str(f.relative_to(ROOT)), lines(f)) for f in files if lines(f) > 150] == []


def test_no_page_carries_script_or_style_inside():
    inside = re.compile(
        r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)(?![^>]*ld\+json)"
    )
    found = [
        str(file.relative_to(ROOT))
        for file in SOURCE.rglob("*.html")
        if "mail" not in file.parts
        and file.name != "mail.html"
        and inside.search(file.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_a_moment_becomes_the_day_of_the_municipality():
    """Moments are in UTC, where a day ends an hour or two after midnight here."""
    found = [
        f"{file.relative_to(ROOT)}: {line}"
        for file in SOURCE.rglob("*.py")
        if "tests" not in file.parts
        for line in re.findall(r".*(?:_at|\bnow)\.date\(\).*", file.read_text("utf-8"))
        # The line of a week is local already.
        if "line.starts_at" not in line
    ]

    assert found == []


def test_every_list_of_the_desk_prints_and_goes_into_a_spreadsheet():
    """Pages of the public have no such button; the style guide has no list."""
    without = [
        str(file.relative_to(ROOT))
        for file in SOURCE.rglob("*.html")
        if "<c-pagination" in (text := file.read_text(encoding="utf-8"))
        and "layouts/staff.html" in text
        and "{% list_tools" not in text
    ]

    assert without == []


def test_templates_name_only_their_own_room_and_lower_floors():
    labels = {
        config.label: config.name
        for config in apps.get_app_configs()
        if config.name.startswith("hafen.")
    }
    named = re.compile(r"{%\s*(?:url|include|extends)\s+['\"]([\w-]+?)(?:_public)?[:/]")
    upward = []
    for file in SOURCE.rglob("templates/**/*.html"):
        room = "hafen." + ".".join(file.relative_to(SOURCE).parts[:2])
        for label in named.findall(file.read_text(encoding="utf-8")):
            target = labels.get(label)
            if target in {None, room} or target == "hafen.core.ui":
                continue
            if ORDER.index(target) > ORDER.index(room):
                upward.append(f"{file.relative_to(SOURCE)} → {label}")

    assert upward == []
