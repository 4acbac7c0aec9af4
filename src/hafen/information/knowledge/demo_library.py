"""Documents of the demo municipality, set from their text."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality
from hafen.core.places.public_addresses import public_address
from hafen.information.directory.leaflets import offer_data, sheet
from hafen.information.knowledge import services
from hafen.information.knowledge.models import Document

Said = dict[str, Any]


def register() -> None:
    demo_seeds.register(DemoSeed("library", 55, load))


def load(municipality: Municipality, data: Said) -> None:
    """Put the documents that are not there yet into the library."""
    rows = Document.objects.filter(municipality=municipality)
    present = set(rows.values_list("title", flat=True))
    for said in data["documents"]:
        if said["title"] not in present:
            _document(municipality, said)
    for said in data["concepts"]:
        if said["title"] not in present:
            _concept(municipality, said)


def _concept(municipality: Municipality, said: Said) -> None:
    """Begin a concept, with what a partner says to its first draft."""
    by = User.objects.filter(email=said["by"]).first()
    partner = User.objects.filter(email=said["comment_by"]).first()
    if by is None or partner is None:
        return
    draft = services.begin_concept(
        municipality=municipality,
        values={"title": said["title"], "description": said["description"]},
        first=services.NewDraft(
            SimpleUploadedFile(
                f"{said['file']}.pdf", _paper(municipality, said), "application/pdf"
            ),
            said["version"],
            said["contributors"],
        ),
        by=by,
    )
    services.comment_draft(draft=draft, text=said["comment"], by=partner)


def _document(municipality: Municipality, said: Said) -> None:
    today = timezone.localdate()
    begins = today - timedelta(days=said["days_ago"])
    until = said.get("ends_in")
    services.add_document(
        municipality=municipality,
        values={
            "title": said["title"],
            "description": said["description"],
            "category": said["category"],
            "issuer": said["issuer"],
            "is_public": True,
        },
        first=services.NewVersion(
            upload=SimpleUploadedFile(
                f"{said['file']}.pdf", _paper(municipality, said), "application/pdf"
            ),
            label=said["version"],
            begins=begins,
            until=today + timedelta(days=until) if until else None,
        ),
        by=None,
    )


def _paper(municipality: Municipality, said: Said) -> bytes:
    language = municipality.default_language
    address = public_address(municipality, f"{language}/knowledge/documents/")
    passages = [
        offer_data(heading, "", text, [], address, language)
        for heading, text in said["passages"].items()
    ]
    return sheet(
        said["title"],
        municipality,
        [("", passages)],
        language=language,
        today=timezone.localdate(),
    )
