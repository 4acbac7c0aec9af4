"""Notices: who looks, what is refused, what ends, what is left of them."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from hafen.core.db.roles import Role
from hafen.core.files.models import StoredFile
from hafen.core.mail.models import Notice, OutgoingMail
from hafen.core.places import services as places
from hafen.exchange.board import masking, queries, services
from hafen.exchange.board.models import (
    BoardSettings,
    Member,
    Message,
    Photo,
    Post,
    Talk,
)
from hafen.exchange.board.tests.conftest import NOW
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.todos.models import Todo

DAY = timedelta(days=1)


def picture():
    """A photograph with the place where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "Geheime Straße 1"
    exif.get_ifd(0x8825)[1] = "N"
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "#336699").save(data, "JPEG", exif=exif)
    assert b"Geheime" in data.getvalue()
    return SimpleUploadedFile("foto.jpg", data.getvalue(), "image/jpeg")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Rufen Sie an: 0171 9876543", "Rufen Sie an: […]"),
        ("+49 (0)251 / 492-0 bitte", "[…] bitte"),
        ("mein.name@example.org!", "[…]!"),
        ("رقمي ٠١٥١٢٣٤٥٦٧٨", "رقمي […]"),
        ("Am 01/12/2026 um 08:00 Uhr", "Am 01/12/2026 um 08:00 Uhr"),
        ("Zimmer 012, 3. Stock, 48143 Hier", "Zimmer 012, 3. Stock, 48143 Hier"),
        ("Siehe https://example.org/ich und t.me/ich", "Siehe […] und […]"),
    ],
)
def test_what_leads_past_the_platform_is_left_out(said, read):
    assert masking.hidden(said) == read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nur Bargeld!", "bargeld"),
        ("Bargeldlos", ""),
        ("per  Western union", "Western Union"),
    ],
)
def test_a_refused_word_counts_whole_and_in_any_case(text, found):
    assert masking.refused_word_in(text, ["bargeld", "Western Union"]) == found


def test_a_word_of_the_list_is_taken_in_no_notice_and_no_message(
    town, written, hanging, asked
):
    row = hanging()
    BoardSettings.objects.create(municipality=town, refused_words=["Bargeld"])

    with pytest.raises(services.RefusedWord):
        written(text="Nur bargeld", email="b@example.org")
    with pytest.raises(services.RefusedWord):
        asked(row, text="Bargeld?")


def test_a_risky_notice_needs_two_people(written, mona, person, town):
    row = written(category="family.childcare")
    other = person(town, Role.VOLUNTEER_COORDINATOR, name="Nora")

    first = services.publish_post(row=row, by=mona, now=NOW)
    assert first.is_waiting
    with pytest.raises(services.SecondPersonNeeded):
        services.publish_post(row=row, by=mona, now=NOW + 2 * DAY)
    assert services.publish_post(row=row, by=other, now=NOW).is_public


def test_in_a_small_office_a_day_stands_for_the_second_person(written, mona, town):
    places.set_features(town, switched={"small_office": True}, expected=None)
    row = written(category="housing.room")
    services.publish_post(row=row, by=mona, now=NOW)

    with pytest.raises(services.SecondPersonNeeded):
        services.publish_post(row=row, by=mona, now=NOW + DAY / 2)
    assert services.publish_post(row=row, by=mona, now=NOW + DAY).is_public


def test_what_a_moderator_posts_for_somebody_is_public_at_once_unless_it_is_risky(
    written, mona
):
    plain = written(by=mona, is_on_behalf=True, email="", person={"channel": "VISIT"})
    risky = written(
        by=mona,
        is_on_behalf=True,
        email="",
        category="work.job",
        person={"channel": "VISIT"},
    )

    assert plain.is_public
    assert risky.is_waiting
    with pytest.raises(services.SecondPersonNeeded):
        services.publish_post(row=risky, by=mona, now=NOW)


def test_somebody_without_an_address_is_told_by_the_desk(written, mona, asked):
    row = written(by=mona, is_on_behalf=True, email="", person={"channel": "VISIT"})

    asked(row, text="Ich kann helfen")

    notice = Notice.objects.filter(text__contains="Ich kann helfen").get()
    assert notice.channel == "VISIT"
    assert "basim@example.org" not in notice.text
    todo = Todo.objects.get(kind=services.PASS_ON)
    assert (todo.owner, todo.params) == (mona, {"number": row.number})


def test_a_waiting_notice_is_on_today_of_a_moderator_and_gone_when_decided(
    written, mona
):
    row = written()
    todo = Todo.objects.get(kind=services.CHECK)
    assert todo.owner == mona

    services.refuse_post(row=row, reason="Werbung", by=mona, now=NOW)

    todo.refresh_from_db()
    assert not todo.is_open
    told = OutgoingMail.objects.order_by("pk").last()
    assert told.recipient == "anna@example.org"
    with pytest.raises(services.NotWaiting):
        services.publish_post(row=row, by=mona, now=NOW)


def test_an_edited_notice_is_looked_at_once_more(hanging, mona):
    row = hanging()
    facts = {name: getattr(row, name) for name in ("side", "category", "language")}
    facts |= {"title": "Anders", "text": "", "district": None}

    edited = services.edit_post(row=row, facts=facts, expected=None, by=None, now=NOW)

    assert edited.is_waiting
    assert not queries.public_posts(row.municipality).exists()


def test_pictures_lose_what_the_camera_wrote_and_are_public_with_the_notice_alone(
    written, mona, client, town, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    row = written(photos=[picture()])
    file = StoredFile.objects.get(kind=services.FILE_KIND)
    assert not file.is_public

    services.publish_post(row=row, by=mona, now=NOW)
    answer = client.get(f"/hier/de/files/{file.key}/")
    source = b"".join(answer.streaming_content)
    assert b"Geheime" not in source
    assert not Image.open(io.BytesIO(source)).getexif()

    services.close_post(row=row, outcome="PERSON", by=None, now=NOW)
    assert client.get(f"/hier/de/files/{file.key}/").status_code == 404


def test_a_deleted_notice_leaves_figures_and_nothing_else(hanging, asked, town):
    row = hanging()
    asked(row, now=NOW + DAY / 4)
    services.close_post(row=row, outcome="PERSON", by=None, now=NOW + DAY)

    services.delete_post(row=row, by=None, now=NOW + DAY)

    row.refresh_from_db()
    assert (row.title, row.text, row.member) == ("", "", None)
    assert not Talk.objects.exists()
    assert not Message.objects.exists()
    assert not Photo.objects.exists()
    services.forget(municipality_id=town.pk, now=NOW + DAY)
    assert not Member.objects.exists()
    total = queries.figures(town)[0]
    assert (total.posts, total.found, total.hours) == (1, 1, 6)


def test_words_and_people_go_half_a_year_after_the_end(hanging, town):
    row = hanging()
    services.close_post(row=row, outcome="NOT", by=None, now=NOW)

    services.forget(municipality_id=town.pk, now=NOW + 179 * DAY)
    assert Post.objects.get().title
    services.forget(municipality_id=town.pk, now=NOW + 181 * DAY)

    assert not Post.objects.get().title
    assert not Member.objects.exists()


def test_who_is_shut_out_neither_posts_nor_answers_and_loses_what_hangs(
    hanging, written, asked, mona
):
    row = hanging()
    other = hanging(email="c@example.org", name="Cem Probe")

    services.shut_out(member=row.member, reason="Betrug", by=mona, now=NOW)

    row.refresh_from_db()
    assert row.is_refused
    with pytest.raises(services.Blocked):
        written()
    with pytest.raises(services.Blocked):
        asked(other, email="anna@example.org")


def test_both_sides_hear_of_each_other_and_the_closest_stands_first(
    hanging, town, written
):
    far = hanging(side="NEED", category="goods.furniture", email="f@example.org")
    near = hanging(side="NEED", email="n@example.org", title="Suche Kinderwagen")
    row = hanging(email="a@example.org")
    before = OutgoingMail.objects.count()

    assert list(queries.counterparts(row)) == [near, far]
    services.spread(post_id=row.pk, now=NOW)

    told = OutgoingMail.objects.order_by("pk")[before:]
    assert {mail.recipient for mail in told} == {
        "a@example.org",
        "f@example.org",
        "n@example.org",
    }


def test_a_subscription_waits_for_its_confirmation_and_then_brings_what_is_new(
    hanging, town, acting
):
    acting(town)
    wish = services.subscribe(
        municipality=town,
        email="Leser@example.org",
        language="de",
        side="OFFER",
        categories=["goods"],
        now=NOW,
    )
    hanging(now=NOW + DAY)
    assert services.send_news(municipality_id=town.pk, now=NOW + 2 * DAY) == 0

    services.confirm_subscription(
        row=wish, side="OFFER", categories=["goods"], now=NOW + 2 * DAY
    )
    hanging(now=NOW + 3 * DAY, title="Neuer Tisch", email="t@example.org")
    hanging(now=NOW + 3 * DAY, side="NEED", email="s@example.org")
    hanging(now=NOW + 3 * DAY, category="leisure.sport", email="u@example.org")
    assert services.send_news(municipality_id=town.pk, now=NOW + 4 * DAY) == 1
    assert services.send_news(municipality_id=town.pk, now=NOW + 5 * DAY) == 0

    mail = OutgoingMail.objects.filter(recipient="leser@example.org").order_by("pk")
    assert mail.count() == 2
    services.unsubscribe(row=wish)
    assert services.send_news(municipality_id=town.pk, now=NOW + 6 * DAY) == 0


def test_an_urgent_call_goes_to_subscribers_at_once(written, mona, town, acting):
    acting(town)
    wish = services.subscribe(
        municipality=town,
        email="leser@example.org",
        language="de",
        side="",
        categories=[],
        now=NOW,
    )
    services.confirm_subscription(row=wish, side="", categories=[], now=NOW)
    row = services.publish_post(row=written(), is_urgent=True, by=mona, now=NOW)

    services.spread(post_id=row.pk, now=NOW)

    told = OutgoingMail.objects.filter(recipient="leser@example.org").order_by("pk")
    assert told.last().subject == f"Dringend: {row.title}"


def test_somebody_else_cannot_answer_by_mail(hanging, asked, town):
    row = hanging()
    asked(row)
    carried = Message.objects.get().carried_as
    facts = {"municipality": town, "references": [carried], "now": NOW}

    services.take_mail(message_id="<x@x>", sender="eve@example.org", text="Ja", **facts)
    assert Message.objects.count() == 1
    for _twice in range(2):
        services.take_mail(
            message_id="<y@x>", sender="anna@example.org", text="Ja", **facts
        )
    assert Message.objects.count() == 2
    unknown = facts | {"references": ["<nothing@x>"]}
    assert not services.take_mail(message_id="<z@x>", sender="", text="", **unknown)


def test_an_address_brings_no_name_along_that_was_known_before(hanging, asked):
    """Somebody types the address of a stranger, and releases "the own" name."""
    hanging(name="Anna Wahrname")
    trap = hanging(email="eve@example.org", name="Eve")

    talk = asked(trap, email="anna@example.org", name="Irgendwer")
    talk = services.release_name(talk=talk, side="ASKER", now=NOW)

    assert services.name_for(talk, "ASKER") == "Irgendwer"


def test_a_mailbox_is_not_filled_by_whoever_types_its_address(client, hanging):
    row = hanging()
    told = []
    for _time in range(11):
        said = {"token": new_token(is_corrected=True), "text": "Hallo", "name": "X"}
        answer = client.post(
            f"/hier/de/board/{row.short_id}/answer/",
            said | {"email": "victim@example.org"},
            HTTP_ORIGIN="http://testserver",
        )
        told.append(answer.status_code)

    assert told == [302] * 10 + [429]


def test_nobody_deletes_what_was_reported_before_somebody_has_looked(
    hanging, mona, town
):
    row = hanging()
    services.report(row=row, reason="FRAUD", text="", now=NOW)

    gone = services.delete_post(row=row, by=None, now=NOW)

    assert (gone.is_closed, gone.title) == (True, row.title)
    assert Todo.objects.open().filter(kind=services.REPORT).exists()
    services.forget(municipality_id=town.pk, now=NOW + 200 * DAY)
    services.settle_reports(row=gone, by=mona, now=NOW)
    row.refresh_from_db()
    assert row.is_deleted
    assert not Todo.objects.open().filter(kind=services.REPORT).exists()
