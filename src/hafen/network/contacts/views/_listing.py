from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.ui.pages import render_page
from hafen.network.contacts.doors import FEATURE
from hafen.network.contacts.models import Channel, Contact
from hafen.network.contacts.rules import EXPORT_CONTACT, RECORD_CONTACT, VIEW_CONTACT
from hafen.network.contacts.sheets import contacts_sheet
from hafen.network.contacts.views._common import chosen_contacts, known_words
from hafen.network.contacts.words import Words

PAGE = 25
MOST_EXPORTED = 20_000
# The channels of short enquiries that are counted with one click.
COUNTED = (Channel.PERSONAL, Channel.TELEPHONE, Channel.EMAIL)


@require_safe
@requires(VIEW_CONTACT)
@of_feature(FEATURE)
def listing(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What was recorded, newest first, and the buttons of the tally above it."""
    del municipality
    known = known_words()
    form, chosen, rows = chosen_contacts(request, known)
    loaded = rows.select_related("organisation", "site", "recorded_by", "task")
    loaded = loaded.newest_first()
    sheet = contacts_sheet(known)
    if file := answer(request, sheet, loaded[:MOST_EXPORTED], right=EXPORT_CONTACT):
        return file
    page = Paginator(loaded, PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "form": form,
        "filters": chosen.count,
        "page": page,
        "rows": [_row(row, known, request, today) for row in page],
        "may_record": RECORD_CONTACT.held_by(request.user),
        "may_export": EXPORT_CONTACT.held_by(request.user),
        "groups": known.groups,
        "counted": [(channel.value, channel.label) for channel in COUNTED],
    }
    return render_page(request, "contacts/listing.html", context)


def _row(
    row: Contact, known: Words, request: SignedInRequest, today: Any
) -> dict[str, Any]:
    is_own = row.recorded_by_id == request.user.pk
    return {
        "contact": row,
        "whom": known.group(row.subtype or row.group),
        "topics": [known.topic(code) for code in row.topics],
        "may_take_back": is_own and timezone.localdate(row.created_at) == today,
    }
