"""The screens of the desk, and what people do without signing in."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.mail.models import Notice
from hafen.exchange.mentoring import keys, services
from hafen.exchange.mentoring.models import CheckIn, Entry, HandOver, Programme
from hafen.exchange.pool.models import Need, Offer
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.questions.models import AnswerSheet
from hafen.mechanisms.questions.services import QuestionData, add_question
from hafen.network.organisations.models import OrganisationEditor

HERE = {"HTTP_ORIGIN": "http://testserver"}


def at(town, name, *parts):
    return reverse(f"mentoring:{name}", args=[town.slug, *parts])


@pytest.fixture
def desk(clara, sign_in):
    return sign_in(clara)


def today():
    return timezone.localdate().isoformat()


def test_from_the_agreement_to_the_end(desk, town, confirmed):
    row = confirmed()
    page = desk.get(at(town, "detail", row.pk))
    assert "Bernd Beispiel" in page.content.decode()
    for name, sent in (
        ("note", {"met_on": today(), "signed_on": today(), "version": row.version}),
        ("begin", {}),
        ("write", {"kind": "SUPERVISION", "on": today(), "text": "Läuft gut an."}),
        ("end", {"outcome": "DONE", "reason": "", "note": ""}),
    ):
        assert desk.post(at(town, "step", row.pk, name), sent).status_code == 302
    row.refresh_from_db()
    assert row.match.state == "ENDED"
    assert Entry.objects.get().text == "Läuft gut an."
    again = desk.post(at(town, "step", row.pk, "again"))
    need = reverse("pool:need", args=[town.slug, row.match.need_id])
    assert again["Location"] == need


def test_a_lost_update_is_told(desk, town, confirmed):
    row = confirmed()
    sent = {"met_on": today(), "signed_on": "", "version": row.version}
    where = at(town, "step", row.pk, "note")
    desk.post(where, sent)
    answer = desk.post(where, sent, follow=True)

    assert "gerade geändert" in answer.content.decode()


def test_what_was_said_on_the_telephone_is_noted(desk, town, running):
    row = running()
    CheckIn.objects.filter(weeks=2).update(due_on=timezone.localdate())
    said = {"side": "SEEKER", "mood": "GOOD", "note": ""}

    assert desk.post(at(town, "step", row.pk, "answer"), said).status_code == 302

    assert CheckIn.objects.get(weeks=2).said["SEEKER"].noted_by.name == "Clara"


def test_wrong_input_is_shown_where_it_was_written(desk, town, confirmed):
    row = confirmed()
    sent = {"kind": "MEETING", "on": "x", "text": ""}

    answer = desk.post(at(town, "step", row.pk, "write"), sent)

    assert answer.status_code == 422
    assert {"on", "text"} <= set(answer.context["entry"].errors)


def test_lists_files_and_figures(desk, town, running, wish, programme):
    row = running()
    wish("Familie Wartet")
    programme()
    for name in ("listing", "waiting", "wishes", "programmes", "figures"):
        assert desk.get(at(town, name)).status_code == 200
        assert desk.get(at(town, name), {"as": "csv"}).status_code == 200
    assert "Familie Wartet" in desk.get(at(town, "waiting")).content.decode()
    assert "Bernd" in desk.get(at(town, "listing")).content.decode()
    found = desk.get(at(town, "listing"), {"q": "haddad", "part": "all"})
    assert [each.pk for each in found.context["page"]] == [row.pk]
    figures = desk.get(at(town, "figures")).context["figures"]
    assert (figures.total.running, figures.total.begun) == (1, 1)
    paper = desk.get(at(town, "agreement", row.pk))
    assert paper["Content-Type"] == "application/pdf"


def test_a_programme_is_written_with_its_questions(desk, town, clara):
    sent = {"title_de": "Startblock", "rules_de": "Pünktlich sein", "is_open": "on"}
    sent["owner"] = str(clara.pk)
    assert desk.post(at(town, "add_programme"), sent).status_code == 302
    made = Programme.objects.get()
    assert made.rules_in("de") == ["Pünktlich sein"]

    led = desk.post(at(town, "programme_questions", made.pk, "wish"))

    made.refresh_from_db()
    where = reverse(
        "questions:questionnaire", args=[town.slug, made.seeker_questions_id]
    )
    assert led["Location"] == where
    assert desk.get(where).status_code == 200
    assert desk.post(at(town, "add_programme"), sent).status_code == 422


def test_two_who_change_one_programme_compare_and_decide(desk, town, clara, programme):
    row, other = programme(), programme(titles={"de": "Lotsen"})
    said = {"owner": str(clara.pk), "is_open": "on", "version": str(row.version)}
    where = at(town, "edit_programme", row.pk)
    assert desk.post(where, said | {"title_de": "Tandem Süd"}).status_code == 302

    late = desk.post(where, said | {"title_de": "Tandem Nord"})

    assert late.status_code == 409
    assert "Tandem Süd" in late.content.decode()
    row.refresh_from_db()
    assert row.name == "Tandem Süd"
    where = at(town, "edit_programme", other.pk)
    taken = desk.post(where, said | {"title_de": "Tandem Süd"})
    assert (taken.status_code, list(taken.context["form"].errors)) == (
        422,
        ["title_de"],
    )


@pytest.mark.parametrize(
    "name", ["listing", "waiting", "wishes", "programmes", "figures"]
)
def test_lists_ask_as_much_for_many_as_for_few(
    name, desk, town, confirmed, handed, association, wish, questions
):
    def grow(count, first):
        for number in range(first, first + count):
            confirmed()
            handed(organisation=association(f"Verein {number}"), need=wish())

    grow(2, 0)
    few = len(questions(desk, at(town, name)))
    grow(6, 2)

    assert len(questions(desk, at(town, name))) == few
    assert few <= 12


def test_a_page_asks_little(desk, town, running, handed, questions):
    row, wished = running(), handed()
    assert len(questions(desk, at(town, "detail", row.pk))) <= 12
    assert len(questions(desk, at(town, "wish", wished.pk))) <= 12


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.VOLUNTEER_COORDINATOR, 200),
        (Role.SOCIAL_WORKER, 404),
        (Role.ORGANISATION_EDITOR, 404),
    ],
)
def test_the_desk_alone_reads_sponsorships(
    role, status, town, person, sign_in, running
):
    row = running()
    client = sign_in(person(town, role, name="Rolle"))
    for name, parts in (("listing", []), ("detail", [row.pk]), ("agreement", [row.pk])):
        assert client.get(at(town, name, *parts)).status_code in {status, 403}
        if status == 200:
            assert client.get(at(town, name, *parts)).status_code == 200


def test_another_municipality_sees_nothing(
    town, other_town, running, handed, programme, person, sign_in
):
    row, wished, made = running(), handed(), programme()
    emil = person(other_town, Role.ADMINISTRATIVE_COORDINATOR, name="Emil")
    client = sign_in(emil)
    for name, key in (
        ("detail", row.pk), ("agreement", row.pk), ("wish", wished.pk),
        ("edit_programme", made.pk), ("hand_over", wished.need_id),
    ):  # fmt: skip
        assert client.get(at(other_town, name, key)).status_code == 404
    sent = client.post(at(other_town, "take_back", wished.pk))
    assert sent.status_code == 404


class TestByLink:
    """Without signing in."""

    def check(self, row, side="HELPER"):
        check = CheckIn.objects.get(sponsorship=row, weeks=2)
        code = keys.check_in_code(check, side)
        return reverse("mentoring_public:check_in", args=["hier", "de", check.pk, code])

    def test_looking_changes_nothing_and_the_first_answer_counts(self, client, running):
        row = running(who={"consent_on": timezone.localdate()})
        where = self.check(row)
        page = client.get(where)
        assert page["X-Robots-Tag"] == "noindex"
        assert "Amira" in page.content.decode()
        assert "Haddad" not in page.content.decode()
        assert CheckIn.objects.get(weeks=2).said == {}

        client.post(where, {"mood": "GOOD"}, **HERE)
        client.post(where, {"mood": "TALK"}, **HERE)

        assert CheckIn.objects.get(weeks=2).said["HELPER"].mood == "GOOD"
        elsewhere = {"HTTP_ORIGIN": "https://evil.example"}
        assert client.post(where, {"mood": "GOOD"}, **elsewhere).status_code == 403
        assert client.get(where.replace(where[-9:-1], "00000000")).status_code == 404

    def test_the_note_of_one_side_stays_with_the_desk(self, client, running):
        row = running()
        client.post(self.check(row), {"mood": "TALK", "note": "Geheim"}, **HERE)
        other = client.get(self.check(row, "SEEKER")).content.decode()
        assert "Geheim" not in other

    def wish_page(self, row):
        code = keys.wish_code(row)
        return reverse("mentoring_public:wish", args=["hier", "de", row.pk, code])

    def test_an_association_reads_what_was_agreed_and_no_more(self, client, handed):
        row = handed(shares=["TEXT"])
        page = client.get(self.wish_page(row)).content.decode()

        assert "Wir suchen Begleitung" in page
        assert "Amira" not in page
        assert "amira@" not in page

    def test_after_it_is_taken_back_nothing_is_read(self, client, handed, clara, now):
        row = handed()
        services.take_back_wish(hand_over=row, by=clara, now=now)
        page = client.get(self.wish_page(row)).content.decode()
        assert "Amira" not in page
        client.post(self.wish_page(row), {"says": "found"}, **HERE)
        assert HandOver.objects.get().state == "WITHDRAWN"

    def test_somebody_applies_with_the_questions_of_the_programme(
        self, client, town, programme, clara, acting, monkeypatch
    ):
        monkeypatch.setattr(
            "hafen.mechanisms.feedback.visiting.is_too_quick", lambda _token: False
        )
        made = programme()
        form = services.questions_of(programme=made, side="HELPER", by=clara)
        asked = add_question(
            questionnaire=form, by=clara,
            data=QuestionData(kind="TEXT", texts={"de": "Wie oft haben Sie Zeit?"}),
        )  # fmt: skip
        where = reverse(
            "mentoring_public:apply", args=["hier", "de", made.pk, "sponsor"]
        )
        assert "Wie oft haben Sie Zeit?" in client.get(where).content.decode()
        sent = {
            "name": "Cem Probe", "email": "cem@example.org", "spoken_1": "tr",
            "token": new_token(), f"question_{asked.pk.hex}": "Jede Woche",
            "consent": "on",
        }  # fmt: skip
        assert client.post(where, sent | {"email": ""}, **HERE).status_code == 422
        assert client.post(where, sent, **HERE).status_code == 302

        acting(town, clara)
        receipt = Notice.objects.get(email="cem@example.org").text
        assert "Ihre Nachricht ist bei uns angekommen" in receipt
        offer = Offer.objects.get()
        assert (offer.helper.name, offer.languages) == ("Cem Probe", {"tr": 3})
        assert AnswerSheet.objects.get().about == offer.pk
        listed = reverse("mentoring_public:programmes", args=["hier", "de"])
        assert "Tandem" in client.get(listed).content.decode()


def test_an_associations_editor_reads_and_answers_their_own_wishes(
    town, handed, association, wish, person, sign_in, acting, clara
):
    mine = association("Unser Verein")
    row = handed(organisation=mine)
    foreign = handed(organisation=association("Anderer Verein"), need=wish())
    otto = person(town, Role.ORGANISATION_EDITOR, name="Otto")
    OrganisationEditor.objects.create(municipality=town, organisation=mine, user=otto)
    client = sign_in(otto)

    listed = client.get(at(town, "wishes")).content.decode()
    assert "Unser Verein" in listed
    assert "Anderer Verein" not in listed
    assert client.get(at(town, "wishes"), {"as": "csv"}).status_code == 404
    assert client.get(at(town, "wish", foreign.pk)).status_code == 404
    assert "Amira" in client.get(at(town, "wish", row.pk)).content.decode()
    said = {"says": "found", "starts_on": today(), "note": ""}
    assert client.post(at(town, "wish", row.pk), said).status_code == 302

    acting(town, clara)
    row.refresh_from_db()
    assert (row.state, row.answered_by) == ("FOUND", otto)
    assert Need.objects.get(pk=row.need_id).state == "DONE"
    assert any("ankommen" in each.to[0] for each in mail.outbox)


def test_old_questions_are_late_on_the_list(desk, town, running):
    running()
    CheckIn.objects.update(due_on=timezone.localdate() - timedelta(days=3))
    page = desk.get(at(town, "listing")).content.decode()
    assert "badge" in page
