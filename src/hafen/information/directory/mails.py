"""What the catalogue writes to organisations."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from hafen.core.places.public_addresses import public_base
from hafen.information.directory.models import Review, ReviewedService


def send_review(*, review: Review, token: str, address: str, is_reminder: bool) -> None:
    """Ask an organisation to look at its entries, in the town's own language."""
    town = review.municipality
    language = town.default_language
    path = reverse("directory_public:review", args=[town.slug, language, token])
    context = {
        "organisation": review.organisation,
        "municipality": town,
        "services": [entry.service for entry in _entries(review)],
        "url": public_base(town) + path,
        "is_reminder": is_reminder,
    }
    with translation.override(language):
        text = render_to_string("directory/mail/review.txt", context)
        subject, _, body = text.strip().partition("\n")
        message = EmailMessage(
            subject=subject.strip(), body=body.strip() + "\n", to=[address]
        )
        message.send()


def _entries(review: Review) -> list[ReviewedService]:
    rows = review.entries.select_related("service").filter(answer="")
    return list(rows.order_by("service__sort_key", "service_id"))
