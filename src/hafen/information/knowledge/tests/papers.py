"""What the tests of letters and leaflets share."""

import pypdfium2

from hafen.core.places.models import OpeningHours, Site
from hafen.core.translation.models import Translation
from hafen.information.knowledge import services
from hafen.information.knowledge.models import Paper, PaperPart, Quote, TextBlock

CHECKED = Translation.State.CHECKED
# A block by language; `{zeiten}` and `{anschrift}` are facts of the site.
BLOCK = {
    "ar": (
        "نحن هنا لمساعدتكم",
        "تعالوا إلينا دون موعد.\n\n{zeiten}\n\nالعنوان: {anschrift}",
    ),
    "fa": (
        "ما به شما کمک می‌کنیم",
        "بدون نوبت بیایید.\n\n{zeiten}\n\nنشانی: {anschrift}",
    ),
    "uk": (
        "Ми вам допоможемо",
        "Приходьте без запису.\n\n{zeiten}\n\nАдреса: {anschrift}",
    ),
    "ti": ("ንሕና ንሕግዘኩም", "ብዘይ ቆጸራ ምጹ።\n\n{zeiten}\n\nኣድራሻ: {anschrift}"),
}


def text_of(content):
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.split())


def joined(text):
    """Return a text without the marks that keep letters apart on paper."""
    return text.replace("\u200c", "")


def new_site(town, **more):
    site = Site.objects.create(
        municipality=town,
        **{
            "name": "Anlaufstelle Hafen",
            "sort_key": "anlaufstelle hafen",
            "street": "Kaistraße",
            "house_number": "8",
            "postal_code": "00123",
            "city": "Hier",
            "phone": "+4925112345",
            "kind": Site.Kind.OFFICE,
            "is_published": True,
            **more,
        },
    )
    OpeningHours.objects.create(
        municipality=town, site=site, weekday=1, opens="09:00", closes="12:00"
    )
    return site


def new_block(town, key, heading, text, *, now, **languages):
    block = services.write_block(
        block=TextBlock(municipality=town),
        data={"key": key, "heading": heading, "text": text},
        by=None,
        now=now,
    )
    for language, (head, body) in languages.items():
        services.translate_block(
            block=block,
            language=language,
            texts={"heading": head, "text": body},
            state=CHECKED,
            by=None,
            now=now,
        )
    return block


def quote(block, code, fact, *, now, **of):
    return services.quote_fact(
        quote=Quote(block=block, code=code, fact=fact, **of), by=None, now=now
    )


def new_paper(town, kind, title, parts, *, now, titles=None, **data):
    languages = ["de", *(titles or {})]
    paper = services.write_paper(
        paper=Paper(municipality=town, kind=kind),
        data={"title": title, "languages": languages, **data},
        by=None,
        now=now,
    )
    for language, said in (titles or {}).items():
        services.translate_title(
            paper=paper,
            language=language,
            texts={"title": said},
            state=CHECKED,
            by=None,
            now=now,
        )
    for part in parts:
        services.add_part(part=PaperPart(paper=paper, **part), by=None, now=now)
    return Paper.objects.get(pk=paper.pk)
