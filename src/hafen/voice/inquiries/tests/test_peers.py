"""What the best systems of the field have for inquiries (H of the comparison)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from hafen.core.accounts.models import Team
from hafen.core.db.names import sort_key
from hafen.core.db.roles import Role
from hafen.voice.inquiries import keys, queries, services
from hafen.voice.inquiries.models import Complaint, ContactPoint, Inquiry
from hafen.voice.inquiries.tests.conftest import NOW

pytestmark = pytest.mark.django_db


def address(name, town, *parts):
    return reverse(f"inquiries:{name}", args=[town.slug, *parts])


def sort(client, town, inquiry, **sent):
    plain = {"kind": inquiry.kind, "who": inquiry.who, "version": inquiry.version}
    answer = client.post(address("sort", town, inquiry.pk), {**plain, **sent})
    assert answer.status_code == 302
    inquiry.refresh_from_db()


def listed(client, town, **query):
    page = client.get(address("listing", town), {"part": "all", **query})
    return {row["inquiry"].pk for row in page.context["rows"]}


def test_h02_queues_groups_and_priority_narrow_the_register(
    town, point, clara, received, sign_in
):
    second = ContactPoint.objects.create(
        municipality=town, name="Wohnen", sort_key=sort_key("Wohnen")
    )
    team = Team.objects.create(municipality=town, name="Wohnungshilfe")
    mine, theirs, queued, urgent = (
        received(),
        received(),
        received(point=second),
        received(is_urgent=True),
    )
    client = sign_in(clara)
    sort(client, town, mine, owner=clara.pk)
    sort(client, town, theirs, team=team.pk)

    assert listed(client, town, point=second.pk) == {queued.pk}
    assert listed(client, town, whose="me") == {mine.pk}
    assert listed(client, town, whose=team.pk) == {theirs.pk}
    assert listed(client, town, whose="nobody") == {queued.pk, urgent.pk}
    assert len(listed(client, town, whose="0" * 32)) == 4  # no such team
    page = client.get(address("listing", town))
    assert page.context["rows"][0]["inquiry"] == urgent


def test_h02_what_is_owed_follows_office_hours_and_german_holidays(
    town, point, clara, received
):
    # Good Friday and Easter Monday of 2026 lie between; an urgent one is faster.
    maundy = datetime(2026, 4, 2, 13, 0, tzinfo=UTC)  # three o'clock
    point.answer_days, point.urgent_days = 2, 1
    point.save()

    inquiry = received(now=maundy)
    services.reply(
        inquiry=inquiry,
        text="Kommen Sie bitte vorbei.",
        is_question=False,
        whole=False,
        by=clara,
        now=datetime(2026, 4, 7, 7, 0, tzinfo=UTC),  # Tuesday, nine o'clock
    )
    inquiry.refresh_from_db()

    assert inquiry.due_on == date(2026, 4, 8)
    assert received(now=maundy, is_urgent=True).due_on == date(2026, 4, 7)
    assert inquiry.answer_minutes == 120  # an hour on each of the two days


def test_h10_a_complaint_names_its_parties_kind_and_outcome(
    town, clara, person, received, sign_in
):
    team = Team.objects.create(municipality=town, name="Schalter Nord")
    inquiry = received(kind="COMPLAINT", channel="WEB")
    client = sign_in(clara)
    where = address("complaint", town, inquiry.pk)
    before = client.get(where).content.decode()

    for kind in ("HEARING", "MEDIATION"):
        services.add_step(
            inquiry=inquiry,
            kind=kind,
            held_on=NOW.date(),
            note="Beide Seiten waren da.",
            result="Man grüßt sich wieder.",
            is_accompanied=False,
            by=clara,
            now=NOW,
        )
    sent = {"team": team.pk, "category": "CONDUCT", "outcome": "SETTLED"}
    client.post(where, sent)

    after = client.get(where).content.decode()
    kept = Complaint.objects.get(inquiry=inquiry)
    assert "möchte ohne Namen bleiben" in before
    assert "Schalter Nord" not in before.split("<form")[1].split("kern-summary")[0]
    assert queries.other_side_of(inquiry) == ["Schalter Nord"]
    assert "<bdi>Schalter Nord</bdi>" in after
    assert (kept.category, kept.outcome) == ("CONDUCT", "SETTLED")
    steps = {step.kind for step in queries.steps_of([inquiry])}
    assert steps <= {"HEARING", "MEDIATION"}
    page = client.get(address("detail", town, inquiry.pk)).content.decode()
    assert "Man grüßt sich wieder." in page


def test_h14_the_own_page_and_third_parties_never_show_the_address(
    town, point, client, clara, received
):
    inquiry = received(
        name="Demo Amira",
        email="amira@example.org",
        phone="+4930123",
        channel="WEB",
        has_pin=True,
    )
    own = reverse(
        "inquiries_public:own_page",
        args=[town.slug, "ar", inquiry.short_id, keys.link_code(inquiry)],
    )
    opened = client.post(
        own, {"pin": keys.pin(inquiry)}, headers={"Origin": "http://testserver"}
    )
    page = client.get(opened["Location"]).content.decode()

    assert 'dir="rtl"' in page
    assert inquiry.number in page
    for secret in ("amira@example.org", "+4930123", "Demo Amira"):
        assert secret not in page


def test_h17_volume_first_answer_and_resolution_go_out_as_csv(
    town, clara, received, sign_in
):
    client = sign_in(clara)
    for number in range(4):
        inquiry = received(now=NOW)
        services.reply(
            inquiry=inquiry,
            text="Ja.",
            is_question=False,
            whole=False,
            by=clara,
            now=NOW + timedelta(hours=1),
        )
        services.close_inquiry(
            inquiry=Inquiry.objects.get(pk=inquiry.pk),
            reaction="",
            success="",
            because="",
            expected=None,
            by=clara,
            now=NOW + timedelta(days=number),
        )
    for _time in range(3):
        received(now=NOW - timedelta(days=40), who="OFFICE")

    page = client.get(address("figures", town), {"by": "month"})
    figures = page.context["figures"]
    assert (figures.mean_minutes, figures.closed, figures.median_days) == (60, 4, 2)
    assert [*page.context["lines"]] == [("02/2026", 3), ("03/2026", 4)]
    text = page.content.decode()
    assert "die Hälfte davon innerhalb von 2 Tagen" in text
    for dimension in queries.DIMENSIONS:
        query = {"by": dimension, "as": "csv"}
        file = client.get(address("figures", town), query)
        assert file["Content-Type"].startswith("text/csv"), dimension


def test_h18_topics_of_two_levels_and_the_language_tell_the_demand(
    town, clara, received, sign_in
):
    client = sign_in(clara)
    for _time in range(3):
        inquiry = received(language="ar")
        sort(client, town, inquiry, topic_0="N01.course", topic_1="N01.literacy")
    assert inquiry.topics == ["N01.course", "N01.literacy"]
    for _time in range(4):
        received(language="uk", topics=("N01",))

    def lines(by):
        page = client.get(address("figures", town), {"by": by})
        return dict(page.context["lines"])

    assert lines("topic") == {"Deutsch lernen": 7}
    assert lines("subtopic") == {
        "Deutschkurse": 3,
        "Lesen und Schreiben lernen": 3,
        "Deutsch lernen": 4,
    }
    assert lines("demand") == {
        "Deutsch lernen · Arabisch": 3,
        "Deutsch lernen · Ukrainisch": 4,
    }
    page = client.get(address("sort", town, inquiry.pk))
    form = page.context["form"]
    assert form["topic_1"].value() == "N01.literacy"
    assert listed(client, town, topic="N01.course") == set(
        Inquiry.objects.filter(language="ar").values_list("pk", flat=True)
    )


def test_h18_strangers_to_the_desk_read_no_demand(town, person, received, sign_in):
    received(topics=("N01",))
    volunteer = sign_in(person(town, Role.VOLUNTEER))

    page = volunteer.get(address("figures", town), {"by": "demand"})

    assert page.status_code in {403, 404}
