"""Typesetting with typst, which refuses a sheet that a screen reader cannot read."""

import json
from pathlib import Path
from typing import Any

import typst
from django.apps import apps

_TEMPLATES = Path(__file__).parent / "print"


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """Return the sheet as PDF/UA-1.

    All texts come as data: none of them can become markup.
    """
    fonts = Path(apps.get_app_config("ui").path) / "fonts"
    found: bytes = typst.compile(
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        font_paths=[str(fonts)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
    )
    # Typst asks viewers to show facing pages from right to left. Ours have no
    # facing pages, and PDFium takes it as the direction of every line: it would
    # read German addresses backwards.
    return found.replace(b"/Direction/R2L", b"/Direction/L2R")
