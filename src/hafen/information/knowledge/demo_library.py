"""Documents of the demo municipality, set from their text."""

from datetime import datetime, timedelta
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
    """Put a concept into the register, with its drafts and what was said to each."""
    people = {row.email: row for row in User.objects.filter(municipality=municipality)}
    document: Document | None = None
    for each in said["drafts"]:
        by, now = people.get(each["by"]), _ago(each["days_ago"])
        if by is None:
            return
        name, paper = f"{said['file']}.pdf", _paper(municipality, said | each)
        given = services.NewDraft(
            SimpleUploadedFile(name, paper, "application/pdf"),
            each["version"],
            each["contributors"],
        )
        if document is None:
            values = {"title": said["title"], "description": said["description"]}
            draft = services.begin_concept(
                municipality=municipality, values=values, first=given, by=by
            )
            document = draft.document
        else:
            draft = services.give_draft(document=document, draft=given, by=by)
        for word in each["comments"]:
            services.comment_draft(
                draft=draft, text=word["text"], by=people[word["by"]]
            )
        if approver := people.get(each.get("approved_by", "")):
            begins = timezone.localdate(now)
            services.approve_draft(draft=draft, begins=begins, by=approver, now=now)


def _ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


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
