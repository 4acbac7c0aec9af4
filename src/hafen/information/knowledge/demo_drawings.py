"""Pictures of the demo, drawn by code: no people, no photographs, nobody's rights."""

import io
from collections.abc import Callable

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels
from PIL import ImageDraw
from wagtail.images.models import Image
from wagtail.models import Collection

from hafen.core.places.models import Municipality
from hafen.information.knowledge.services import ensure_tree

_SIZE = (1200, 630)
_SKY, _SEA, _LAND = "#dcebf5", "#2f6f9f", "#7fa37a"
_HOUSES = ("#b5533c", "#d8a24a", "#4d7c8a", "#8a5a83", "#c96f4a")
_WINDOW, _DOOR, _WHITE, _RED, _DARK = (
    "#fff4d6",
    "#5b4636",
    "#ffffff",
    "#b3261e",
    "#3b3b3b",
)


def picture(municipality: Municipality, name: str, title: str) -> Image:
    """Return a picture of the municipality by its drawing, made when it lacks."""
    ensure_tree(municipality)
    shelf = Collection.objects.get(name=str(municipality.pk))
    found: Image | None = Image.objects.filter(collection=shelf, title=title).first()
    if found is None:
        file = SimpleUploadedFile(f"{name}.png", drawn(name), "image/png")
        found = Image.objects.create(title=title, file=file, collection=shelf)
    return found


def drawn(name: str) -> bytes:
    """Return a drawing as PNG, the same each time."""
    paper = Pixels.new("RGB", _SIZE, _SKY)
    _DRAWINGS[name](ImageDraw.Draw(paper))
    target = io.BytesIO()
    paper.save(target, "PNG", optimize=True)
    return target.getvalue()


def _harbour(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse((930, 70, 1050, 190), fill="#f4c95d")
    pen.rectangle((0, 430, 1200, 630), fill=_SEA)
    for top in (470, 520, 575):
        for left in range(top % 90, 1200, 180):
            pen.arc((left, top, left + 90, top + 30), 180, 360, fill=_SKY, width=5)
    pen.polygon([(0, 430), (0, 360), (420, 400), (470, 430)], fill=_LAND)
    pen.polygon([(190, 390), (220, 150), (290, 150), (320, 390)], fill=_WHITE)
    pen.polygon([(203, 285), (210, 230), (300, 230), (307, 285)], fill=_RED)
    pen.rectangle((214, 110, 296, 150), fill=_WINDOW, outline=_DARK, width=6)
    pen.polygon([(204, 110), (255, 60), (306, 110)], fill=_RED)
    pen.polygon([(640, 430), (960, 430), (910, 500), (690, 500)], fill=_DOOR)
    pen.polygon([(790, 200), (790, 410), (920, 410)], fill=_WHITE)
    pen.line((785, 180, 785, 430), fill=_DARK, width=10)


def _street(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 520, 1200, 630), fill="#9a9a94")
    for number, colour in enumerate(_HOUSES):
        left, top = 40 + number * 230, 210 + (number % 2) * 60
        pen.rectangle((left, top, left + 200, 520), fill=colour)
        roof = [(left - 14, top), (left + 100, top - 100), (left + 214, top)]
        pen.polygon(roof, fill=_DARK)
        for column in (30, 120):
            for row in (30, 110):
                at = (left + column, top + row)
                pen.rectangle((*at, at[0] + 50, at[1] + 60), fill=_WINDOW)
        pen.rectangle((left + 75, 450, left + 125, 520), fill=_DOOR)


def _town_hall(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle((0, 540, 1200, 630), fill=_LAND)
    pen.rectangle((250, 270, 950, 540), fill="#e7d9bd")
    pen.polygon([(220, 270), (600, 130), (980, 270)], fill=_RED)
    pen.rectangle((545, 60, 655, 200), fill="#e7d9bd")
    pen.polygon([(530, 60), (600, 10), (670, 60)], fill=_RED)
    pen.ellipse((565, 80, 635, 150), fill=_WHITE, outline=_DARK, width=5)
    pen.line((600, 115, 600, 90), fill=_DARK, width=5)
    pen.line((600, 115, 620, 115), fill=_DARK, width=5)
    for left in (300, 400, 740, 840):
        pen.rectangle((left, 320, left + 60, 420), fill=_WINDOW)
    pen.rectangle((540, 390, 660, 540), fill=_DOOR)
    pen.polygon([(480, 540), (720, 540), (760, 570), (440, 570)], fill="#b9b3a5")


_DRAWINGS: dict[str, Callable[[ImageDraw.ImageDraw], None]] = {
    "harbour": _harbour,
    "street": _street,
    "town-hall": _town_hall,
}
