"""Which fields an organisation may propose, as texts of one simple form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hafen.information.directory.models import Service
from hafen.information.directory.queries import data_of
from hafen.information.directory.shapes import Email, Phone, ServiceData

TEXTS = (
    "name",
    "summary",
    "description",
    "alert",
    "eligibility",
    "application",
    "documents",
    "costs",
    "accessibility",
    "website",
)
FIELDS = (*TEXTS, "phone", "email", "valid_until")


def said_by(service: Service) -> dict[str, str]:
    """Return what the offer says now, field by field."""
    data = data_of(service)
    phone = next(iter(data["phones"]), Phone(""))
    email = next(iter(data["emails"]), Email(""))
    said = {name: str(getattr(service, name)) for name in TEXTS}
    until = service.valid_until.isoformat() if service.valid_until else ""
    return {**said, "phone": phone.number, "email": email.address, "valid_until": until}


def data_from(service: Service, said: Mapping[str, str]) -> ServiceData:
    """Return what `edit_service` takes; further numbers stay as they are."""
    data: dict[str, Any] = {name: said[name] for name in TEXTS if name in said}
    present = data_of(service)
    if "phone" in said:
        label = present["phones"][0].label if present["phones"] else ""
        first = [Phone(said["phone"], label=label)] if said["phone"] else []
        data["phones"] = [*first, *present["phones"][1:]]
    if "email" in said:
        mail = [Email(said["email"])] if said["email"] else []
        data["emails"] = [*mail, *present["emails"][1:]]
    if "valid_until" in said:
        until = said["valid_until"]
        data["valid_until"] = date.fromisoformat(until) if until else None
    found: ServiceData = data  # type: ignore[assignment]  # keys come from the tables
    return found
