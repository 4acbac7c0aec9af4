"""An inquiry becomes an offer or a request by one click, and whoever asked hears it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.mail.models import Notice
from hafen.exchange.pool.models import Need, Offer
from hafen.voice.inquiries.models import Inquiry, Message, Placed

PERSON = {"name": "Amira Probe", "phone": "+49231555666", "reply_by": "TELEPHONE"}


@pytest.fixture
def desk(clara, sign_in):
    return sign_in(clara)


def form_of(inquiry, side):
    where = reverse(f"pool:add_{side}", args=[inquiry.municipality.slug])
    return f"{where}?from=inquiries.inquiry:{inquiry.pk}"


@pytest.mark.parametrize(("side", "model"), [("need", Need), ("offer", Offer)])
def test_the_form_knows_what_was_asked_and_the_person_is_answered(
    desk, clara, received, side, model
):
    inquiry = received(now=timezone.now(), text="Ich helfe beim Deutsch.", **PERSON)
    page = reverse("inquiries:detail", args=["hier", inquiry.pk])
    assert form_of(inquiry, side) in desk.get(page).content.decode()
    known = desk.get(form_of(inquiry, side)).context["form"].initial
    assert (known["title"], known["name"]) == ("Ich helfe beim Deutsch.", "Amira Probe")
    sent = {
        **{name: known[name] for name in ("title", "text", "name", "channel", "phone")},
        "kind": "TEACHING",
        "person_language": "de",
        "min_slots": "1",
        "places": "1",
        "clearance": "0",
        "wanted_clearance": "0",
        "visibility": "INTERNAL",
        "owner": str(clara.pk),
    }

    done = desk.post(form_of(inquiry, side), sent)

    row = model.objects.get()
    assert done["Location"] == reverse(f"pool:{side}", args=["hier", row.pk])
    assert getattr(Placed.objects.get(inquiry=inquiry), side) == row
    answer = Message.objects.get(inquiry=inquiry, kind="REPLY")
    assert answer.text in Notice.objects.get(channel="TELEPHONE").text
    assert done["Location"] in desk.get(page).content.decode()


def test_a_complaint_becomes_nothing_of_the_kind(desk, received):
    inquiry = received(now=timezone.now(), kind="COMPLAINT", **PERSON)
    page = reverse("inquiries:detail", args=["hier", inquiry.pk])

    assert "from=inquiries.inquiry" not in desk.get(page).content.decode()


@pytest.mark.parametrize(
    "origin", ["inquiries.inquiry:0", "nobody:{pk}", "inquiries.inquiry:{closed}"]
)
def test_what_cannot_be_read_prefills_nothing(desk, received, origin):
    open_one, closed = received(now=timezone.now()), received(now=timezone.now())
    Inquiry.objects.filter(pk=closed.pk).update(state="MERGED", merged_into=open_one)
    where = reverse("pool:add_need", args=["hier"])
    asked = origin.format(pk=open_one.pk, closed=closed.pk)

    assert desk.get(f"{where}?from={asked}").status_code == 404
