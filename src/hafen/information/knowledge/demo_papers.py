"""Text blocks, letters and leaflets of the demo municipality."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality, Site, Unit
from hafen.core.translation.models import Translation
from hafen.information.directory.models import Service
from hafen.information.knowledge import services
from hafen.information.knowledge.models import Paper, PaperPart, Quote, TextBlock

Said = dict[str, Any]
CHECKED = Translation.State.CHECKED


def register() -> None:
    demo_seeds.register(DemoSeed("papers", 65, load))


def load(municipality: Municipality, data: Said) -> None:
    """Make the blocks and papers that are not there yet, and release them."""
    now = timezone.now()
    editor = User.objects.filter(
        municipality=municipality, email=data["editor"]
    ).first()
    blocks = {
        block.key: block
        for block in TextBlock.objects.filter(municipality=municipality)
    }
    for said in data["blocks"]:
        if said["key"] not in blocks:
            blocks[said["key"]] = _block(municipality, said, editor, now)
    titles = Paper.objects.filter(municipality=municipality).values_list(
        "title", flat=True
    )
    present = set(titles)
    for said in data["papers"]:
        if said["title"] not in present:
            _paper(municipality, said, blocks, editor, now)


def _block(
    municipality: Municipality, said: Said, by: User | None, now: datetime
) -> TextBlock:
    block = services.write_block(
        block=TextBlock(municipality=municipality),
        data={name: said[name] for name in ("key", "topic", "heading")}
        | {"text": said["text"].strip()},
        by=by,
        now=now,
    )
    for fact in said.get("facts", []):
        services.quote_fact(quote=_quote(block, fact), by=by, now=now)
    for language, texts in said["translations"].items():
        services.translate_block(
            block=block, language=language, texts=texts, state=CHECKED, by=by, now=now
        )
    return block


def _quote(block: TextBlock, fact: Said) -> Quote:
    kind = fact["fact"].partition("_")[0].lower()
    model: Any = {"site": Site, "unit": Unit}[kind]
    of = model.objects.get(municipality=block.municipality, name=fact["of"])
    return Quote(block=block, code=fact["code"], fact=fact["fact"], **{kind: of})


def _paper(
    municipality: Municipality,
    said: Said,
    blocks: dict[str, TextBlock],
    by: User | None,
    now: datetime,
) -> None:
    languages = [municipality.default_language, *said["titles"]]
    units = Unit.objects.filter(municipality=municipality, name__in=said["uses"])
    paper = services.write_paper(
        paper=Paper(municipality=municipality, kind=said["kind"]),
        data={
            "title": said["title"],
            "topic": said["topic"],
            "languages": languages,
            "is_public": said.get("is_public", False),
            "variables": said.get("variables", {}),
            "uses": list(units),
        },
        by=by,
        now=now,
    )
    for language, title in said["titles"].items():
        services.translate_title(
            paper=paper,
            language=language,
            texts={"title": title},
            state=CHECKED,
            by=by,
            now=now,
        )
    for part in said["parts"]:
        services.add_part(
            part=PaperPart(paper=paper, **_thing(municipality, part, blocks)),
            by=by,
            now=now,
        )
    services.release_paper(
        paper=paper,
        languages=languages,
        legal_check=said.get("legal_check", ""),
        by=by,
        now=now,
    )


def _thing(
    municipality: Municipality, part: Said, blocks: dict[str, TextBlock]
) -> Said:
    if "block" in part:
        return {"block": blocks[part["block"]]}
    key = f"demo:{part['offer']}"
    return {"service": Service.objects.get(municipality=municipality, external_id=key)}
