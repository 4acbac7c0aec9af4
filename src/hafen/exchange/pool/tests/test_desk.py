"""The screens of the desk: lists, the form, the ranked list, and each step."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.identifiers import uuid7
from hafen.exchange.pool import keys, services
from hafen.exchange.pool.models import (
    FactCorrection,
    Helper,
    Match,
    Need,
    Offer,
    Seeker,
)
from hafen.exchange.pool.tests.conftest import THURSDAY_EVENING, TUESDAY_AFTERNOON, at

FORM = {
    "kind": "COMPANY",
    "title": "Begleitung zum Arzt",
    "name": "Amira Haddad",
    "channel": "TELEPHONE",
    "phone": "0231 123456",
    "person_language": "de",
    "min_slots": "1",
    "places": "1",
    "wanted_clearance": "0",
    "clearance": "1",
    "visibility": "INTERNAL",
    "language_1": "ti",
    "level_1": "1",
    "slots": ["9", "10"],
    "is_adult": "on",
}


@pytest.mark.parametrize(("side", "model"), [("need", Need), ("offer", Offer)])
def test_one_form_enters_both(desk, town, clara, side, model):
    sent = desk.post(at(town, f"add_{side}"), FORM | {"owner": str(clara.pk)})

    row = model.objects.get()
    assert sent.status_code == 302
    assert sent["Location"] == at(town, side, row.pk)
    assert (row.languages, row.slots) == ({"ti": 1}, 1 << 9 | 1 << 10)
    assert row.owner == clara
    assert row.due_on > timezone.localdate()
    person = Seeker.objects.get() if side == "need" else Helper.objects.get()
    assert (person.name, person.phone) == ("Amira Haddad", "+49231123456")
    assert "Begleitung zum Arzt" in desk.get(at(town, f"{side}s")).content.decode()


def test_the_form_refuses_a_way_that_leads_nowhere(desk, town, clara):
    wrong = FORM | {"owner": "", "phone": "", "starts_at": "2026-12-05T08:00"}

    answer = desk.post(at(town, "add_need"), wrong)

    assert answer.status_code == 422
    assert {"phone", "owner", "ends_at"} <= set(answer.context["form"].errors)
    assert Need.objects.count() == 0


def test_a_need_is_edited_and_a_lost_update_is_shown(desk, town, clara, need, now):
    one = need(now=now)
    sent = FORM | {"owner": str(clara.pk), "version": "1", "channel": "VISIT"}
    where = at(town, "edit_need", one.pk)
    assert desk.get(where).status_code == 200

    assert desk.post(where, sent | {"title": "Neu"}).status_code == 302
    assert desk.post(where, sent | {"title": "Alt"}).status_code == 409
    assert Need.objects.get().title == "Neu"


def test_the_list_is_ranked_with_reasons(desk, town, need, offer, now):
    one = need(now=now, slots=TUESDAY_AFTERNOON | THURSDAY_EVENING)
    offer(now=now, name="Anna", slots=TUESDAY_AFTERNOON | THURSDAY_EVENING)
    offer(now=now, name="Bernd", slots=TUESDAY_AFTERNOON)
    offer(now=now, name="Cem", slots=TUESDAY_AFTERNOON, languages={"de": 3})

    page = desk.get(at(town, "need", one.pk))

    ranking = page.context["ranking"]
    first, second = ranking.candidates
    assert [first.offer.helper.name, second.offer.helper.name] == ["Anna", "Bernd"]
    assert first.total - second.total == second.behind == 25
    assert first.total == sum(line.points for line in first.lines)
    assert [points for _name, points in second.behind_because] == [-25]
    [near] = ranking.near
    assert near.offer.helper.name == "Cem"
    assert [rule.key for rule in near.broken] == ["LANGUAGE"]
    assert ranking.looked_at == 3


def test_an_offer_lists_for_whom_it_fits(desk, town, need, offer, now):
    waits = need(now=now - timedelta(days=20), title="Wartet lange")
    need(now=now, title="Wartet kurz")
    need(now=now, title="Passt nicht", languages={"fa": 1})
    one = offer(now=now)

    ranking = desk.get(at(town, "offer", one.pk)).context["ranking"]

    titles = [each.need.title for each in ranking.candidates]
    assert titles == ["Wartet lange", "Wartet kurz"]
    assert ranking.candidates[0].need == waits


@pytest.mark.parametrize("name", ["needs", "offers"])
def test_lists_and_pages_ask_little(desk, town, need, offer, ask, questions, now, name):
    many = [need(now=now) for _ in range(12)]
    given = [offer(now=now, places=9) for _ in range(12)]
    match = ask(many[0], given[0], now=now)

    assert len(questions(desk, at(town, name))) <= 12
    assert len(questions(desk, at(town, "need", many[0].pk))) <= 12
    assert len(questions(desk, at(town, "offer", given[0].pk))) <= 12
    assert len(questions(desk, at(town, "placement", match.pk))) <= 12
    assert len(questions(desk, at(town, "pair", many[0].pk, given[1].pk))) <= 12


def test_from_the_list_to_a_running_placement(desk, town, need, offer, now):
    one, other = need(now=now), offer(now=now)

    page = desk.get(at(town, "need", one.pk))
    [shown] = page.context["ranking"].candidates

    # What a page claims of the points is nobody's word.
    asked = desk.post(
        at(town, "ask", one.pk), {"offer": [other.pk], f"points-{other.pk}": "999"}
    )
    match = Match.objects.get()
    assert asked.status_code == 302
    assert (match.state, match.points) == ("ASKED", shown.total)
    for name, said in (
        ("answer", {"says": "yes", "note": "ruft am Montag an"}),
        ("confirm", {}),
        ("begin", {}),
    ):
        done = desk.post(at(town, "step", match.pk, name), said)
        assert done.status_code == 302
    match.refresh_from_db()
    assert match.state == "RUNNING"
    page = desk.get(at(town, "placement", match.pk)).content.decode()
    assert "ruft am Montag an" in page
    assert "für die Person notiert" in page
    ended = {"outcome": "DONE"}
    desk.post(at(town, "step", match.pk, "end"), ended)
    match.refresh_from_db()
    assert (match.state, match.need.state) == ("ENDED", "DONE")


def test_the_second_desk_reads_who_was_faster(
    desk, town, need, offer, accepted, person, now
):
    one = need(now=now)
    first, second = accepted(one, offer(now=now), now=now), None
    second = accepted(one, offer(now=now, name="Cem"), now=now)
    colleague = person(town, name="Dora Demo")
    services.confirm(match=first, by=colleague, now=now)

    answer = desk.post(at(town, "step", second.pk, "confirm"), follow=True)

    assert "Dora Demo" in answer.content.decode()


def test_a_fact_is_corrected_where_the_rule_stands(desk, town, need, offer, now):
    one, other = need(now=now, slots=THURSDAY_EVENING), offer(now=now)
    where = at(town, "pair", one.pk, other.pk)
    assert "Regeln" in desk.get(where).content.decode()
    corrected = {
        "value": ["22"],
        "agreed_on": timezone.localdate().isoformat(),
        "note": "am Telefon",
    }

    sent = desk.post(f"{where}?fact=TIME", corrected)

    assert sent.status_code == 302
    assert FactCorrection.objects.get().note == "am Telefon"
    assert desk.get(where).context["pair"].broken == []


def test_a_posting_is_paused_settled_and_opened_again(desk, town, need, now):
    one = need(now=now)
    states = []
    for name in ("pause", "reopen", "done", "done", "reopen"):
        desk.post(at(town, "need_step", one.pk), {"step": name})
        states.append(Need.objects.get().state)

    assert states == ["PAUSED", "OPEN", "DONE", "DONE", "OPEN"]


def test_how_long_somebody_has_to_answer_is_set(desk, town, need, offer, ask, now):
    wanted = {
        "answer_days": "3", "urgent_hours": "6", "valid_days": "90",
        "remind_days": "14", "find_days": "10",
    }  # fmt: skip
    assert desk.post(at(town, "settings"), wanted).status_code == 302

    match = ask(need(now=now, is_urgent=True), offer(now=now), now=now)

    assert match.answer_by == now + timedelta(hours=6)


class TestByLink:
    """Answers without signing in."""

    HERE = {"HTTP_ORIGIN": "http://testserver"}

    @pytest.fixture
    def asked(self, need, offer, ask, now):
        return ask(need(now=now), offer(now=now), now=now)

    def address(self, match, side="HELPER"):
        return reverse(
            "pool_public:answer",
            args=["hier", "de", match.pk, keys.answer_code(match, side)],
        )

    def test_looking_changes_nothing(self, client, asked):
        page = client.get(self.address(asked))

        asked.refresh_from_db()
        assert page.status_code == 200
        assert page["X-Robots-Tag"] == "noindex"
        assert asked.is_asked
        assert not page.cookies

    def test_the_first_answer_counts_from_whichever_device(self, client, asked):
        where = self.address(asked)
        client.post(where, {"step": "yes"}, **self.HERE)
        client.post(where, {"step": "no", "reason": "NO_TIME"}, **self.HERE)

        asked.refresh_from_db()
        assert asked.is_accepted
        assert asked.reason == ""
        assert "Ja gesagt" in client.get(where).content.decode()

    def test_the_page_shows_no_word_that_was_told_and_nobody_by_name(
        self, client, asked
    ):
        page = client.get(self.address(asked)).content.decode()
        step = asked.steps.get(state="ASKED")

        assert step.told_seeker
        assert step.told_seeker not in page
        assert "Amira" not in page
        assert "Haddad" not in page

    def test_a_no_carries_its_reason(self, client, asked):
        client.post(
            self.address(asked), {"step": "no", "reason": "TOO_FAR"}, **self.HERE
        )

        asked.refresh_from_db()
        assert (asked.state, asked.reason) == ("DECLINED", "TOO_FAR")

    def test_an_expired_link_says_so_and_offers_a_new_one(self, client, asked):
        Match.objects.filter(pk=asked.pk).update(
            answer_by=timezone.now() - timedelta(minutes=1)
        )
        services.expire_unanswered(
            municipality_id=asked.municipality_id, now=timezone.now()
        )
        where = self.address(asked)

        assert "Zeit" in client.get(where).content.decode()
        client.post(where, {"step": "yes"}, **self.HERE)
        assert Match.objects.active().count() == 0
        client.post(where, {"step": "new"}, **self.HERE)
        client.post(where, {"step": "new"}, **self.HERE)
        assert Match.objects.active().get().is_asked

    def test_a_wrong_code_and_another_site_are_refused(self, client, asked):
        wrong = reverse("pool_public:answer", args=["hier", "de", asked.pk, "0" * 32])

        assert client.get(wrong).status_code == 404
        elsewhere = {"HTTP_ORIGIN": "https://evil.example"}
        refused = client.post(self.address(asked), {"step": "yes"}, **elsewhere)
        assert refused.status_code == 403
        asked.refresh_from_db()
        assert asked.is_asked

    def test_an_offer_is_renewed_by_one_press(self, client, offer, now):
        one = offer(now=now - timedelta(days=80))
        services.keep_fresh(municipality_id=one.municipality_id, now=now)
        where = reverse(
            "pool_public:renew",
            args=["hier", "de", "offer", one.pk, keys.renewal_code(one)],
        )
        assert client.get(where).status_code == 200
        assert Offer.objects.get().reminded_at is not None

        client.post(where, {"step": "keep"}, **self.HERE)
        client.post(where, {"step": "keep"}, **self.HERE)

        one.refresh_from_db()
        assert one.valid_until == timezone.localdate(now) + timedelta(days=90)
        assert client.get(where).status_code == 200


def test_whoever_is_known_is_not_entered_twice(desk, town, clara, offer, now):
    known = offer(now=now, phone="+4930123456").helper
    said = FORM | {"name": "BERND BEISPIEL", "owner": clara.pk}

    asked = desk.post(at(town, "add_offer"), said)

    assert asked.status_code == 422
    assert "+4930123456" in asked.content.decode()
    assert Helper.objects.count() == 1
    desk.post(at(town, "add_offer"), said | {"known": known.pk})
    assert Helper.objects.count() == 1
    assert known.offers.count() == 2
    desk.post(at(town, "add_offer"), said | {"known": ""})
    assert Helper.objects.count() == 2


def test_one_more_posting_of_a_person_asks_nothing_twice(desk, town, need, now):
    amira = need(now=now, phone="+4930123456").seeker
    where = f"{at(town, 'add_need')}?person={amira.pk}"

    form = desk.get(where).context["form"]

    assert form["name"].value() == "Amira Haddad"
    assert form["phone"].value() == "030 123456"
    assert desk.get(f"{at(town, 'add_need')}?person={uuid7()}").status_code == 404
    assert desk.get(f"{at(town, 'add_need')}?person=x").status_code == 404
