"""A person's own view on a telephone: no barrier, nothing wider than the screen."""

from urllib.parse import urlsplit

from django.utils import timezone

from hafen.casework.ownview import keys
from hafen.casework.ownview.models import OwnAccess
from hafen.casework.ownview.services import enter
from hafen.casework.ownview.views.public import COOKIE
from hafen.core.accounts.models import User
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.mechanisms.privacy.notices import prepare
from tests.visits import look


def test_the_own_view_has_no_barrier(musterhafen, client, sign_in, visit):
    town = musterhafen
    worker = User.objects.get(email="sozialarbeit@example.org")
    context.enter(Context(municipality=town.pk, actor=worker.pk))
    access = OwnAccess.objects.select_related("municipality").get()
    door = urlsplit(keys.address(access)).path

    client.cookies[COOKIE] = enter(access=access, code="280614", now=timezone.now())
    for language in ("ar", "de"):
        home = f"/{town.slug}/{language}/own/"
        pages = {
            "door": door.replace("/ar/", f"/{language}/"),
            "home": home,
        }
        look(pages, visit, language)

    sign_in(worker)
    desk = f"/{town.slug}/desk/own-view/"
    pages = {
        "desk": f"/{town.slug}/desk/persons/{access.client_id}/own-view/",
        "sheet": f"{desk}{access.pk}/sheet/",
        "notice": f"/{town.slug}/desk/data-protection-notice/?language=ar",
    }
    look(pages, visit, "de")

    context.enter(Context(municipality=town.pk))
    sign_in(User.objects.get(email="datenschutz@example.org"))
    begun = prepare(municipality=town, today=timezone.localdate(), by=None)
    notices = f"/{town.slug}/desk/data-protection-notices/"
    look({"edition": f"{notices}{begun.pk}/"}, visit, "de")
