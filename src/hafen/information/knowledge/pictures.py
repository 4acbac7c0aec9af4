"""Pictures of pages: made anew when they come in, small where they are read.

A picture is named by what it shows, so a copy of it never gets old. The public
sees those of released pages alone; small ones are made once and lie beside.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import ValidationError
from django.utils.translation import gettext as _
from PIL import Image as Pixels
from wagtail.images.forms import BaseImageForm
from wagtail.images.models import Image

from hafen.core.files import content, scanner
from hafen.core.places.models import Municipality

WIDTHS = (400, 800, 1200)
SHOWN = 800
TYPE = "image/webp"
_KEY = 16
_QUALITY = 80


@dataclass(frozen=True)
class Picture:
    """A picture as a page shows it.

    :param key: what stands in its address
    :param alt: words for those who do not see it; empty for mere decoration
    """

    key: str
    alt: str
    width: int
    height: int

    @property
    def widths(self) -> list[int]:
        """Return the widths that are worth a file: none wider than the picture."""
        wider = [width for width in WIDTHS if width < self.width]
        return [*wider, *WIDTHS[len(wider) : len(wider) + 1]]


def picture_of(image: Image) -> Picture:
    return Picture(
        key=image.get_file_hash()[:_KEY],
        alt=image.contextual_alt_text or "",
        width=image.width,
        height=image.height,
    )


def find(municipality: Municipality, key: str) -> Image | None:
    """Return a picture of the municipality by its key, released or not."""
    if len(key) != _KEY:
        return None
    rows = Image.objects.filter(
        collection__name=str(municipality.pk), file_hash__startswith=key
    )
    return rows.first()


def opened(image: Image, *, width: int, municipality: Municipality) -> Any:
    """
    Return the file of a picture in one width; the first reader lets it be made.

    :raises FileNotFoundError: when the picture itself is gone
    """
    path = f"pictures/{municipality.pk}/{image.get_file_hash()}-{width}.webp"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(_small(image, width)))
    return default_storage.open(path)


def _small(image: Image, width: int) -> bytes:
    target = io.BytesIO()
    with default_storage.open(image.file.name) as file, Pixels.open(file) as source:
        source.draft(None, (width * 2, width * 2))
        picture = source.convert("RGBA" if "A" in source.getbands() else "RGB")
    picture.info.clear()
    picture.thumbnail((width, width * 3))
    picture.save(target, "WEBP", quality=_QUALITY)
    return target.getvalue()


def _refusing(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let a field refuse what the library breaks on."""

    def careful(data: Any) -> Any:
        try:
            return read(data)
        except (OSError, SyntaxError, ValueError, Pixels.DecompressionBombError):
            raise ValidationError(_("This picture is not taken.")) from None

    return careful


class PictureForm(BaseImageForm):
    """Takes a picture as pixels alone: no place, no camera, no second file in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            field.to_python = _refusing(field.to_python)

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if not given or "file" not in self.changed_data:
            return given
        given.seek(0)
        data = given.read()
        try:
            scanner.scan(data, address=settings.FILES_SCANNER)
            pixels, found = content.clean_image(data)
        except (content.BrokenImage, scanner.Infected, scanner.ScannerAway):
            raise ValidationError(_("This picture is not taken.")) from None
        name = content.clean_name(given.name, content_type=found)
        return SimpleUploadedFile(name, pixels, found)
