import io

import pytest
from PIL import Image


@pytest.fixture
def photograph():
    """A photograph that says where it was taken, and lies on its side."""

    def make(size=(60, 40), form="JPEG"):
        target = io.BytesIO()
        picture = Image.new("RGB", size, "teal")
        exif = picture.getexif()
        exif[0x0112] = 6  # turned by 90 degrees
        exif[0x010F] = "Secret Camera"
        exif.get_ifd(0x8825)[1] = "N"
        picture.save(target, form, exif=exif)
        return target.getvalue()

    return make
