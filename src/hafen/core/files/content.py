"""What a file is, told by its bytes; the name and the sender prove nothing."""

import io
import re
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath

from PIL import Image, ImageOps, UnidentifiedImageError

from hafen.core.db.errors import DomainError
from hafen.core.files import packages, portable

IMAGES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 50_000_000
MAX_SIDE = 2560

_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
# A part that only this kind of package has.
_PACKAGES = {
    "word/document.xml": f"{_OFFICE}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OFFICE}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OFFICE}.presentationml.presentation",
}
_ENDINGS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/gif": ".gif",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "application/json": ".json",
    f"{_OFFICE}.wordprocessingml.document": ".docx",
    f"{_OFFICE}.spreadsheetml.sheet": ".xlsx",
    f"{_OFFICE}.presentationml.presentation": ".pptx",
    f"{_OPEN}.text": ".odt",
    f"{_OPEN}.spreadsheet": ".ods",
}
_TEXTS = {".csv": "text/csv", ".json": "application/json"}
# Names that a text may have; another one says that it is none.
_TEXT_ENDINGS = frozenset({"", ".txt", ".csv", ".json", ".geojson", ".md", ".ics"})
_BLANK = b"\xef\xbb\xbf \t\r\n\x0c\x0b"
# What no text holds; tabs, line ends and form feeds it does.
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_UNSAFE = re.compile(r"[^\w .()+-]")


class UnknownType(DomainError):
    """The bytes are of no type that Hafen takes."""


class BrokenImage(DomainError):
    """The picture cannot be read, or is far too large."""


def content_type(data: bytes, *, name: str) -> str:
    """
    Return the type of a file.

    :param name: tells between kinds of text only
    :raises UnknownType: if it is none that is taken; programs and SVG are none
    :raises Dangerous: if it would run something, or is made to explode
    """
    for signature, found in _SIGNATURES:
        if data.startswith(signature):
            if found == "application/pdf":
                portable.check(data)
            return found
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"PK\x03\x04"):
        return _package_type(data)
    return _text_type(data, name=name)


def _package_type(data: bytes) -> str:
    try:
        names = packages.check(data)
        for part, found in _PACKAGES.items():
            if part in names:
                return found
        if "mimetype" in names:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                found = package.read("mimetype")[:100].decode("ascii", "replace")
            if found in _ENDINGS:
                return found
    # A broken package fails in ways that share no base below these.
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, zlib.error):
        pass
    raise UnknownType


def _text_type(data: bytes, *, name: str) -> str:
    if not data or _CONTROLS.search(data):
        raise UnknownType
    # HTML, SVG and other markup, whatever it is called.
    if data.lstrip(_BLANK)[:1] == b"<":
        raise UnknownType
    ending = PurePosixPath(name.lower().strip()).suffix
    if ending not in _TEXT_ENDINGS:
        raise UnknownType
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        # Lists of offices are often in the encoding of old Windows programs.
        if ending != ".csv":
            raise UnknownType from None
    return _TEXTS.get(ending, "text/plain")


def clean_name(name: str, *, content_type: str) -> str:
    """Return a name that is harmless on every system, with the true ending."""
    base = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    stem = _UNSAFE.sub("_", PurePosixPath(base).stem).strip(" ._")[:80]
    return (stem or "file") + _ENDINGS[content_type]


def clean_image(data: bytes) -> tuple[bytes, str]:
    """
    Return a picture made anew, and its type.

    Only the pixels come along: no place, no camera, no hidden second file.
    The orientation is applied; a large photograph gets smaller.

    :raises BrokenImage: if it cannot be read or has too many pixels
    """
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as source:
            if source.width * source.height > MAX_PIXELS:
                raise BrokenImage
            picture = ImageOps.exif_transpose(source)
            picture.thumbnail((MAX_SIDE, MAX_SIDE))
            return _encode(picture, is_photograph=source.format == "JPEG")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        raise BrokenImage from None
    except Image.DecompressionBombError:
        raise BrokenImage from None


def _encode(picture: Image.Image, *, is_photograph: bool) -> tuple[bytes, str]:
    target = io.BytesIO()
    is_clear = _has_transparency(picture) and not is_photograph
    bare = picture.convert("RGBA" if is_clear else "RGB")
    # Comments, profiles and all else that a file of a picture carries along.
    bare.info.clear()
    if is_photograph:
        bare.save(target, "JPEG", quality=85, optimize=True)
        return target.getvalue(), "image/jpeg"
    bare.save(target, "PNG", optimize=True)
    return target.getvalue(), "image/png"


def _has_transparency(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
