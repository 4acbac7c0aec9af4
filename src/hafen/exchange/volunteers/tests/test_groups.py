"""Groups, news and hand-overs: L14, L15, L16, M31, P40, W32, comms.1."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.places.models import District, Site
from hafen.exchange.volunteers import keys, services
from hafen.exchange.volunteers.models import (
    Group,
    GroupMember,
    Message,
    Receipt,
    StageMove,
    Transition,
    Volunteer,
)
from hafen.exchange.volunteers.services import PlaceData
from hafen.exchange.volunteers.tests.test_placed_entries import (
    make_partner,
    make_profile,
)

HERE = {"HTTP_ORIGIN": "http://testserver"}


def at(town, name, *parts):
    return reverse(f"volunteers:{name}", args=[town.slug, *parts])


def own(volunteer, language="de"):
    return reverse(
        "volunteers_public:own",
        args=["hier", language, volunteer.pk, keys.own_code(volunteer)],
    )


@pytest.fixture
def group(town, clara, acting):
    def make(name="Arbeitskreis Ost", **facts):
        acting(town, clara)
        return services.save_group(
            municipality=town, data={"name": name} | facts, by=clara
        )

    return make


@pytest.fixture
def join(clara):
    def make(group, volunteer, *, is_contact=False):
        return services.join_group(
            group=group,
            volunteer=volunteer,
            is_contact=is_contact,
            by=clara,
            now=timezone.now(),
        )

    return make


def test_l14_the_directory_lists_twelve_groups_and_the_next_cafe(
    town, clara, group, client, sign_in
):
    soon = timezone.now() + timedelta(days=6)
    for number in range(1, 13):
        cafe = {"has_cafe": True, "cafe_at": soon, "cafe_place": "Gemeindehaus"}
        group(f"Arbeitskreis {number:02d}", **(cafe if number <= 3 else {}))
    where = reverse("volunteers_public:directory", args=["hier", "de"])
    page = client.get(where).content.decode()

    assert page.count("Arbeitskreis ") >= 12
    assert page.count("Begegnungscafé") == 3
    assert page.count("Gemeindehaus") == 3
    desk = sign_in(clara).get(at(town, "groups"))
    assert desk.context["page"].paginator.count == 12


def test_l15_a_notice_to_all_groups_shows_who_has_acknowledged(
    town, clara, group, join, volunteer, client, sign_in, mailoutbox
):
    rows = [group(f"Arbeitskreis {number:02d}") for number in range(1, 13)]
    contacts = []
    for number, row in enumerate(rows):
        person = volunteer(ready=True, name=f"Person{number:02d} Probe")
        join(row, person, is_contact=True)
        contacts.append(person)
    mailoutbox.clear()
    desk = sign_in(clara)
    sent = {
        "groups": [str(row.pk) for row in rows],
        "asks_reply": "on",
        "subject_de": "Neue Öffnungszeiten",
        "text_de": "Ab Montag gilt der neue Plan.",
        "subject_ar": "أوقات جديدة",
        "text_ar": "ابتداءً من الاثنين.",
    }
    preview = desk.post(at(town, "write_news"), sent)
    assert preview.context["number"] == 12
    assert Message.objects.count() == 0
    assert desk.post(at(town, "write_news"), sent | {"step": "send"}).status_code == 302
    assert len(mailoutbox) == 12
    assert all("/helping/" in mail.body for mail in mailoutbox)

    receipts = {row.volunteer_id: row for row in Receipt.objects.all()}
    for person in contacts[:5]:
        read = {"step": "read", "receipt": str(receipts[person.pk].pk)}
        for _time in range(2):
            client.post(own(person), read, **HERE)
    desk = sign_in(clara)
    page = desk.get(at(town, "message", Message.objects.get().pk))
    replies = page.context["replies"]
    assert len(replies) == 12
    assert sum(each.is_read for each in replies) == 5
    assert desk.get(at(town, "news")).context["page"][0].read == 5


def test_each_reads_news_in_their_language_by_their_way_once(
    town, clara, volunteer, sign_in, mailoutbox
):
    today = timezone.localdate()
    volunteer(ready=True, name="Amal Probe", language="ar", news_consent_on=today)
    volunteer(ready=True, name="Bela Probe", language="de", news_consent_on=today)
    volunteer(ready=True, name="Cora Probe")  # has not agreed
    caller = volunteer(
        ready=True, name="Dora Probe", channel="TELEPHONE", phone="+4930123456",
        email="", news_consent_on=today,
    )  # fmt: skip
    mailoutbox.clear()
    desk = sign_in(clara)
    sent = {
        "subject_de": "Dankeschön-Fest",
        "text_de": "Kommen Sie!",
        "subject_ar": "حفل شكر",
        "text_ar": "تفضلوا!",
        "step": "send",
    }
    desk.post(at(town, "write_news"), sent)
    told = {mail.to[0]: mail.subject for mail in mailoutbox}

    assert told == {
        "amal@example.org": "حفل شكر",
        "bela@example.org": "Dankeschön-Fest",
    }
    log = desk.get(at(town, "message", Message.objects.get().pk)).content.decode()
    assert "konnte nicht angeschrieben werden" in log
    assert Receipt.objects.get(volunteer=caller).way == ""


def test_a_filtered_list_is_written_to_and_who_ends_news_gets_no_more(
    town, clara, volunteer, client, sign_in, mailoutbox
):
    today = timezone.localdate()
    one = volunteer(ready=True, name="Amal Probe", news_consent_on=today)
    volunteer(ready=True, name="Bela Probe", news_consent_on=today, languages={"de": 3})
    sent = {"subject_de": "Arabisch gesucht", "text_de": "Wer hilft?", "step": "send"}
    mailoutbox.clear()
    where = at(town, "write_news") + "?language=ar"
    sign_in(clara).post(where, sent)
    assert [mail.to for mail in mailoutbox] == [["amal@example.org"]]
    assert Message.objects.get().audience == "language=ar"

    client.post(own(one), {"step": "stop-news"}, **HERE)
    mailoutbox.clear()
    sign_in(clara).post(where, sent | {"subject_de": "Noch einmal"})
    assert mailoutbox == []
    assert Message.objects.count() == 1


def test_w32_a_mail_to_sponsors_reaches_those_who_agreed_and_the_log_counts_them(
    town, clara, volunteer, sign_in, mailoutbox
):
    """First the preview with the number, then the mail."""
    agreed, sponsor = {"news_consent_on": timezone.localdate()}, ("SPONSORSHIP",)
    volunteer(ready=True, name="Amal Probe", kinds=sponsor, **agreed)
    volunteer(ready=True, name="Bela Probe", kinds=sponsor)
    volunteer(ready=True, name="Cem Probe", **agreed)
    said = {"subject_de": "Fortbildung", "text_de": "Zwei Abende", "topic": "Schulung"}
    where = at(town, "write_news") + "?kind=SPONSORSHIP"
    mailoutbox.clear()
    desk = sign_in(clara)

    preview = desk.post(where, said)
    assert (preview.context["number"], mailoutbox) == (1, [])
    desk.post(where, said | {"step": "send"})

    assert [mail.to for mail in mailoutbox] == [["amal@example.org"]]
    assert "Bela" not in str(mailoutbox[0].message())
    log = desk.get(at(town, "news")).content.decode()
    assert '<td class="number">1</td>' in log


def test_m31_who_subscribed_to_one_district_reads_it_and_the_whole_town_alone(
    town, clara, volunteer, aplerbeck, client, sign_in
):
    brackel = District.objects.create(
        municipality=town, name="Brackel", sort_key="brackel"
    )
    today = timezone.localdate()
    one = volunteer(ready=True, district=aplerbeck, news_consent_on=today)
    volunteer(ready=True, name="Omar Probe", district=brackel, news_consent_on=today)
    desk = sign_in(clara)
    for subject, district in (
        ("Nur Aplerbeck", aplerbeck.pk),
        ("Nur Brackel", brackel.pk),
        ("Ganze Stadt", ""),
    ):
        sent = {"subject_de": subject, "text_de": "…", "district": str(district)}
        desk.post(at(town, "write_news"), sent | {"step": "send"})
    page = client.get(own(one)).content.decode()

    assert "Nur Aplerbeck" in page
    assert "Ganze Stadt" in page
    assert "Nur Brackel" not in page
    old = Message.objects.get(district=aplerbeck)
    sign_in(clara).post(at(town, "message", old.pk))
    assert "Nur Aplerbeck" not in client.get(own(one)).content.decode()


def test_l16_a_site_closes_and_its_volunteers_are_reassigned_with_their_history(
    town, clara, group, join, volunteer, sign_in
):
    site = Site.objects.create(
        municipality=town, name="Römerhügel", sort_key="r", kind="ACCOMMODATION",
        stage="PROVISIONAL",
    )  # fmt: skip
    after = Site.objects.create(
        municipality=town, name="Weststadt", sort_key="w", kind="ACCOMMODATION",
        stage="FOLLOW_UP",
    )  # fmt: skip
    old, new = group("Kreis Römerhügel", site=site), group("Kreis West", site=after)
    people = [
        volunteer(ready=True, name=f"{n} Probe") for n in ("Anna", "Bela", "Cora")
    ]
    for person in people:
        join(old, person)
    desk = sign_in(clara)
    closing = {
        "site": str(site.pk),
        "closes_on": (timezone.localdate() + timedelta(days=40)).isoformat(),
    }
    for _time in range(2):
        desk.post(at(town, "transitions"), closing)
    assert Transition.objects.count() == 3
    page = desk.get(at(town, "transitions")).content.decode()
    assert all(person.name in page for person in people)

    first, second, third = Transition.objects.order_by("pk")
    desk.post(
        at(town, "hand_over", first.pk), {"wish": "GO_ON", "to_group": str(new.pk)}
    )
    desk.post(at(town, "hand_over", second.pk), {"wish": "STOP"})
    desk.post(at(town, "hand_over", third.pk), {"wish": "GO_ON"})
    third.refresh_from_db()
    assert third.done_on is None
    history = GroupMember.objects.filter(volunteer=first.volunteer).order_by("pk")
    assert [(row.group.name, row.until is None) for row in history] == [
        ("Kreis Römerhügel", False),
        ("Kreis West", True),
    ]
    assert GroupMember.objects.filter(group=old, until__isnull=True).count() == 1


def test_p40_the_overview_counts_tasks_that_moved_to_follow_up_accommodation(
    town, clara, acting, sign_in
):
    acting(town, clara)
    sites = [
        Site.objects.create(
            municipality=town, name=stage, sort_key=stage, kind="ACCOMMODATION",
            stage=stage,
        )
        for stage in ("PROVISIONAL", "FOLLOW_UP")
    ]  # fmt: skip
    partner, profile = make_partner(town, clara), make_profile(town, clara)
    beside = {"profile": profile, "site": sites[0]}
    for number in range(3):
        place = services.enter_place(
            partner=partner,
            data=PlaceData(
                {"title": f"Einsatz {number}", "owner": clara, "places": 1}, beside
            ),
            by=clara,
            now=timezone.now(),
        )
        if number:
            moved = PlaceData({}, {"site": sites[1]})
            services.edit_place(
                place=place, data=moved, expected=None, by=clara, now=timezone.now()
            )
    assert StageMove.objects.count() == 2
    rows = {
        each.label: (each.now, each.came, each.went)
        for each in sign_in(clara).get(at(town, "transitions")).context["stages"]
    }
    assert (1, 0, 2) in rows.values()
    assert (2, 2, 0) in rows.values()


def test_a_group_takes_somebody_once_and_keeps_who_was_there(
    town, clara, group, volunteer, sign_in
):
    row, person = group(), volunteer(ready=True)
    desk = sign_in(clara)
    for _time in range(2):
        desk.post(at(town, "group", row.pk), {"volunteer": str(person.pk)})
    member = GroupMember.objects.get()
    desk.post(at(town, "leave_group", row.pk, member.pk))
    desk.post(at(town, "group", row.pk), {"volunteer": str(person.pk)})

    assert GroupMember.objects.count() == 2
    assert Group.objects.get().name in desk.get(at(town, "groups")).content.decode()
    assert Volunteer.objects.count() == 1
