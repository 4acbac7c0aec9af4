"""Pages of the demo municipality, with their translations."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality, Site, Unit
from hafen.information.directory.models import Service
from hafen.information.knowledge import services
from hafen.information.knowledge.demo_drawings import picture
from hafen.information.knowledge.models import (
    ArticlePage,
    Entry,
    FaqPage,
    GuidePage,
    InternalPage,
    StepsPage,
    TopicPage,
)
from hafen.network.organisations.models import Organisation

KINDS = {
    "topic": TopicPage,
    "article": ArticlePage,
    "faq": FaqPage,
    "guide": GuidePage,
    "steps": StepsPage,
    "internal": InternalPage,
}
LANGUAGES = ("en", "ar", "uk", "de-simple")
# What the file says in the words of the page itself.
OWN = (
    "title", "summary", "topics", "target_groups", "legal_areas", "laws", "sources",
    "situations", "edition", "authors", "check_every",
)  # fmt: skip

Said = dict[str, Any]


def register() -> None:
    demo_seeds.register(DemoSeed("pages", 60, load))


def load(municipality: Municipality, data: Said) -> None:
    """Make the pages that are not there yet, each below the one it names."""
    rows = Entry.objects.of(municipality).originals()
    present = {
        row.external_id: row for row in rows.filter(external_id__startswith="demo:")
    }
    editor = User.objects.filter(
        municipality=municipality, email=data["editor"]
    ).first()
    for said in data["pages"]:
        if f"demo:{said['code']}" in present:
            continue
        page = _write(municipality, said, present, editor)
        present[page.external_id] = page
        for language in LANGUAGES:
            if language in said:
                services.write_translation(
                    original=page,
                    language=language,
                    texts=_texts(municipality, said[language], present),
                    by=editor,
                )


def _write(
    municipality: Municipality, said: Said, present: dict[str, Entry], by: User | None
) -> Entry:
    today = timezone.localdate()
    page = KINDS[said["kind"]](
        **{name: said[name] for name in OWN if name in said},
        body=_body(municipality, said["body"], present),
        external_id=f"demo:{said['code']}",
        office=_row(Unit, municipality, said.get("office")),
        partner=_row(Organisation, municipality, said.get("partner")),
        check_by=today + timedelta(days=said.get("check_in", 90)),
    )
    parent = present.get(f"demo:{said['below']}") if "below" in said else None
    entry = services.write_page(
        municipality=municipality,
        page=page,
        parent=parent,
        by=by,
        publish=not said.get("draft"),
    )
    return Entry.objects.get(pk=entry.pk)


def _row(model: Any, municipality: Municipality, name: str | None) -> Any:
    """Return the row that the file names; its absence is a mistake in the file."""
    if name is None:
        return None
    return model.objects.get(municipality=municipality, name=name)


def _texts(
    municipality: Municipality, said: Said, present: dict[str, Entry]
) -> dict[str, Any]:
    return {
        "title": said["title"],
        "summary": said.get("summary", ""),
        "body": _body(municipality, said["body"], present),
    }


def _body(
    municipality: Municipality, blocks: list[Said], present: dict[str, Entry]
) -> list[tuple[str, Any]]:
    return [
        (kind, _value(municipality, kind, value, present))
        for block in blocks
        for kind, value in block.items()
    ]


def _value(
    municipality: Municipality, kind: str, value: Any, present: dict[str, Entry]
) -> Any:
    if kind in {"contact", "offer"}:
        return _named(municipality, kind, value)
    if kind == "picture":
        image = picture(municipality, value["drawing"], value["title"])
        return {"image": image, "alt_text": value["alt"], "decorative": False}
    if kind == "hint":
        return {"look": "info", "text": ""} | value
    return _step(municipality, value, present) if kind == "step" else value


def _step(municipality: Municipality, value: Said, present: dict[str, Entry]) -> Said:
    step: Said = {"text": "", "offer": "", "contact": "", "page": None} | value
    for name in ("offer", "contact"):
        if step[name]:
            step[name] = _named(municipality, name, step[name])
    if step["page"]:
        step["page"] = present[f"demo:{step['page']}"].page_ptr
    return step


def _named(municipality: Municipality, kind: str, name: str) -> str:
    if kind == "contact":
        return _contact(municipality, name)
    row = Service.objects.get(municipality=municipality, external_id=f"demo:{name}")
    return f"service:{row.pk}"


def _contact(municipality: Municipality, name: str) -> str:
    for kind, model in (("organisation", Organisation), ("unit", Unit), ("site", Site)):
        row = model.objects.filter(municipality=municipality, name=name).first()
        if row is not None:
            return f"{kind}:{row.pk}"
    raise LookupError(name)
