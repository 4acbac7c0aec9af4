"""The templates of the guide, typeset."""

from pathlib import Path
from typing import Any

from hafen.core.files import typesetting

_TEMPLATES = Path(__file__).parent / "print"


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """Return the sheet as PDF/UA-1."""
    return typesetting.pdf(_TEMPLATES / template, data)
