"""Case tables, advice on a return, child protection: no barrier, fit for a phone."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from hafen.casework.cases import keys as case_keys
from hafen.casework.cases.models import Client, GridShare
from hafen.casework.casetable import keys
from hafen.casework.casetable.models import Item, Meeting, Seat
from hafen.casework.childprotection.models import Procedure
from hafen.core.db import context
from hafen.core.db.context import Context, opened_for
from tests.visits import look


def pages(town):
    def at(name, *parts, query=""):
        return reverse(name, args=[town.slug, *parts]) + query

    item, meeting = Item.objects.get(), Meeting.objects.get()
    amal = Client.objects.get(name="Amal Muster")
    karim = Client.objects.get(name="Karim Muster")
    worry = Procedure.objects.get()
    office = Seat.objects.get(user=None)
    with opened_for(town.pk):
        grid = urlsplit(case_keys.grid_address(GridShare.objects.get())).path
    return {
        "grid-link": grid,
        "grid-sheet": f"{grid}?print",
        "table": at("casetable:meeting", meeting.pk),
        "table-case": at("casetable:item", item.pk),
        "table-bring": at("casetable:bring", amal.pk),
        "table-measures": at("casetable:measures"),
        "table-link": urlsplit(keys.seat_address(office)).path,
        "tables": at("casetable:meetings"),
        "table-invite": at("casetable:invite_guest", item.pk),
        "table-minutes": at("casetable:minutes", meeting.pk),
        "return": at("returns:person", karim.pk),
        "worries": at("childprotection:procedures"),
        "worry": at("childprotection:procedure", worry.pk),
        "worry-new": at("childprotection:begin"),
        "worry-sheet": at("childprotection:sheet", worry.pk),
    }


@pytest.mark.parametrize("language", ["de", "ar"])
def test_need_to_know_rooms_have_no_barrier(musterhafen, speaking, visit, language):
    user = speaking("sozialarbeit@example.org", language)
    context.enter(Context(municipality=musterhafen.pk, actor=user.pk))
    look(pages(musterhafen), visit, language)
