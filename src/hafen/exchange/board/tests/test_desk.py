"""The board at the desk, on its pages: who sees what, and how it stays quick."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.mail.models import Notice
from hafen.exchange.board import services
from hafen.exchange.board.models import Converted, Post
from hafen.exchange.board.tests.conftest import PRAM
from hafen.exchange.pool.models import Offer


def at(name, *parts):
    return reverse(f"board:{name}", args=["hier", *parts])


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.BOARD_MODERATOR, 200),
        (Role.VOLUNTEER_COORDINATOR, 200),
        (Role.SOCIAL_WORKER, 404),
        (Role.ORGANISATION_EDITOR, 404),
        (Role.VOLUNTEER, 404),
        (Role.COUNCILLOR, 404),
    ],
)
def test_who_reads_a_notice_at_the_desk(town, written, person, sign_in, role, status):
    row = written()
    desk = sign_in(person(town, role, name="Wer"))

    assert desk.get(at("post", row.pk)).status_code == status
    decided = desk.post(at("decide", row.pk), {"step": "publish"})
    assert decided.status_code == (302 if status == 200 else 404)


def test_another_town_finds_nothing(town, other_town, written, person, sign_in):
    row = written()
    desk = sign_in(person(other_town, Role.BOARD_MODERATOR, name="Fremd"))

    assert desk.get(reverse("board:post", args=["dort", row.pk])).status_code == 404


def test_a_social_worker_posts_for_somebody_without_an_address_and_leads_the_talk(
    town, person, sign_in, asked, acting, mona
):
    sina = person(town, Role.SOCIAL_WORKER, name="Sina")
    desk = sign_in(sina)
    said = {name: value for name, value in PRAM.items() if value is not None}
    said |= {"name": "Frau S.", "channel": "VISIT"}

    done = desk.post(at("add"), said)

    acting(town)
    row = Post.objects.get()
    assert done["Location"] == at("post", row.pk)
    assert (row.owner, row.is_waiting) == (sina, True)
    services.publish_post(row=row, by=mona, now=timezone.now())
    talk = asked(row, now=timezone.now(), text="Ich komme am Montag")
    page = desk.get(at("post", row.pk)).content.decode()
    assert "Ich komme am Montag" in page
    assert "basim@example.org" not in page
    where = reverse("board_public:talk", args=["hier", "de", talk.pk, "x"])[:-3]
    assert where in page
    # A step of the moderators is none of hers.
    assert desk.post(at("decide", row.pk), {"step": "look"}).status_code == 404
    assert Notice.objects.filter(text__contains="Montag").exists()


def test_a_notice_becomes_an_offer_of_the_exchange_in_one_click(
    town, hanging, person, sign_in, acting
):
    row = hanging()
    clara = person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")
    desk = sign_in(clara)
    link = desk.get(at("post", row.pk)).context["convert"]

    form = desk.get(link)
    initial = form.context["form"].initial
    assert (initial["title"], initial["kind"]) == (row.title, "GOODS")
    assert (initial["name"], initial["email"]) == ("Anna Probe", "anna@example.org")
    sent = {name: value for name, value in initial.items() if value not in (None, "")}
    sent |= {"owner": str(clara.pk), "places": "1", "slots": []}
    sent |= {"clearance": "0", "visibility": "INTERNAL"}
    done = desk.post(link, sent)

    assert done.status_code == 302
    acting(town)
    offer = Offer.objects.get()
    assert Converted.objects.get().offer == offer
    assert offer.title in desk.get(at("post", row.pk)).content.decode()


@pytest.mark.parametrize(
    ("side", "category", "kind"),
    [
        ("OFFER", "goods.furniture", "GOODS"),
        ("OFFER", "housing.room", "HOUSING"),
        ("NEED", "housing.flat", "HOUSING"),
        ("NEED", "company.sponsor", "SPONSORSHIP"),
        ("NEED", "family.homework", "TEACHING"),
        ("NEED", "work.job", "WORK"),
    ],
)
def test_b13_each_notice_becomes_help_of_its_kind(
    town, written, person, sign_in, side, category, kind
):
    row = written(side=side, category=category)
    clara = person(town, Role.VOLUNTEER_COORDINATOR, name="Clara")
    desk = sign_in(clara)
    link = desk.get(at("post", row.pk)).context["convert"]

    form = desk.get(link)

    assert form.status_code == 200
    assert form.context["form"].initial["kind"] == kind
    assert link.startswith(reverse(f"pool:add_{side.lower()}", args=["hier"]))


@pytest.mark.parametrize("many", [1, 30])
def test_pages_of_the_desk_ask_little(
    town, mona, hanging, written, asked, sign_in, questions, many
):
    for number in range(many):
        row = hanging(email=f"a{number}@example.org", title=f"Nummer {number}")
        written(email=f"w{number}@example.org", category="housing.room")
    desk = sign_in(mona)

    assert len(questions(desk, at("listing"))) <= 12
    assert len(questions(desk, at("post", row.pk))) <= 12


def test_the_list_is_taken_away_as_a_file(town, mona, hanging, sign_in):
    hanging()
    desk = sign_in(mona)

    file = desk.get(at("listing"), {"part": "all", "as": "csv"})

    text = file.content.decode("utf-8-sig", "replace")
    assert "Kinderwagen und Babysachen" in text
    assert "Kinderwagen zu verschenken" in text
    assert "anna@example.org" not in text


def test_the_settings_are_kept(town, mona, sign_in):
    desk = sign_in(mona)
    said = {
        "valid_days": "20",
        "remind_days": "3",
        "check_days": "2",
        "refused_words": "Bargeld\n\nVorkasse\nBargeld",
    }

    desk.post(at("settings"), said)

    page = desk.get(at("settings")).content.decode()
    assert "Bargeld\nVorkasse</textarea>" in page
