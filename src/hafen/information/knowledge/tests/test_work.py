"""The work with pages: rights, test access, checks, law, readability, import."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts.models import User
from hafen.core.db.roles import Role
from hafen.information.knowledge import importing, services
from hafen.information.knowledge.models import (
    ArticlePage,
    Entry,
    GuidePage,
    InternalPage,
    LawChange,
    StepsPage,
)
from hafen.information.knowledge.readability import readability
from hafen.mechanisms.todos.models import Todo
from hafen.network.organisations.models import Organisation, OrganisationEditor

TODAY = timezone.localdate()
CMS = "/cms/pages/{}/edit/"


def test_w27_a_question_from_an_inquiry_appears_after_its_release(
    at_work, editor, client, sign_in
):
    page = services.draft_faq(
        municipality=at_work,
        question="Darf ich arbeiten?",
        answer="Das steht auf dem Titel.\n\nFragen Sie die Behörde.",
        topics=["N05"],
        language="de",
        by=editor,
    )
    assert (
        "Darf ich arbeiten?"
        not in client.get("/hier/de/knowledge/questions/").content.decode()
    )

    page.specific.get_latest_revision().publish(skip_permission_checks=True)

    said = client.get("/hier/de/knowledge/questions/").content.decode()
    assert "Darf ich arbeiten?" in said
    assert "Fragen Sie die Behörde." in said


def test_w29_a_tester_reads_a_page_before_its_release(write, person, client, sign_in):
    page = write("Neu", text="Noch geheim.", publish=False)
    tester = person(page.municipality, Role.SOCIAL_WORKER)
    services.open_to_tester(
        page=page, user=tester, until=TODAY, by=User.objects.get(pk=page.owner_id)
    )
    where = f"/hier/de/knowledge/{page.address}/"
    assert client.get(where).status_code == 404

    sign_in(tester)
    answer = client.get(where)

    assert answer.status_code == 200
    assert "Noch geheim." in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    client.logout()
    page.specific.get_latest_revision().publish(skip_permission_checks=True)
    assert client.get(where).status_code == 200


def test_w29_a_tester_of_a_branch_reads_the_pages_below_it_and_no_other(
    write, person, editor, sign_in
):
    branch = write("Neu", publish=False)
    below = write("Darunter", parent=Entry.objects.get(pk=branch.pk), publish=False)
    beside = write("Daneben", publish=False)
    tester = person(branch.municipality, Role.SOCIAL_WORKER)
    services.open_to_tester(page=branch, user=tester, until=TODAY, by=editor)

    client = sign_in(tester)
    answers = [
        client.get(f"/hier/de/knowledge/{page.address}/").status_code
        for page in (branch, below, beside)
    ]

    assert answers == [200, 200, 404]


def test_w31_an_overdue_page_is_a_todo_of_its_keeper_and_says_so(write, editor, client):
    page = write("Alt")
    day = TODAY - timedelta(days=30)
    Entry.objects.filter(pk=page.pk).update(check_by=day)

    services.remind(municipality=page.municipality, today=TODAY)
    services.remind(municipality=page.municipality, today=TODAY)

    kinds = sorted(Todo.objects.filter(owner=editor).values_list("kind", flat=True))
    assert kinds == ["knowledge.check", "knowledge.late"]
    said = client.get(f"/hier/de/knowledge/{page.address}/").content.decode()
    assert "Diese Seite wird geprüft" in said


def test_w31_releasing_a_page_ends_its_todo_and_sets_the_next_day(write, edit):
    page = write("Alt")
    Entry.objects.filter(pk=page.pk).update(check_by=TODAY)
    services.remind(municipality=page.municipality, today=TODAY)

    fresh = edit(Entry.objects.get(pk=page.pk))

    assert not Todo.objects.open().exists()
    assert fresh.check_by == TODAY + timedelta(days=180)


def test_m3_the_list_names_overdue_pages_and_who_keeps_them(write, editor, sign_in):
    page = write("Veraltet")
    write("Frisch")
    Entry.objects.filter(pk=page.pk).update(check_by=TODAY - timedelta(days=1))

    said = sign_in(editor).get("/hier/desk/pages/?overdue=on").content.decode()

    assert "Veraltet" in said
    assert "Frisch" not in said
    assert "die Redaktion" in said


def test_m37_a_partner_edits_its_area_and_not_the_pages_of_the_city(
    write, person, sign_in, at_work, editor
):
    area = write("Ehrenamt")
    inside = write("Patenschaft", parent=Entry.objects.get(pk=area.pk))
    city = write("Aufenthaltsrecht")
    club = Organisation.objects.create(municipality=at_work, name="Agentur")
    partner = person(at_work, Role.ORGANISATION_EDITOR)
    OrganisationEditor.objects.create(
        municipality=at_work, organisation=club, user=partner
    )
    assert sign_in(partner).get(CMS.format(inside.pk)).status_code == 404
    services.give_area(page=area, organisation=club, by=editor)

    client = sign_in(partner)

    assert client.get(CMS.format(inside.pk)).status_code == 200
    assert client.get(CMS.format(city.pk)).status_code == 302
    assert client.get(reverse("knowledge:pages", args=["hier"])).status_code == 404


def test_w44_the_public_reads_the_released_edition_and_editors_the_draft(
    write, edit, client, editor, sign_in
):
    page = write("Leitfaden", kind=GuidePage, edition="1.1", text="Fassung eins.")
    draft = {"edition": "1.2", "body": [("paragraph", "<p>Fassung zwei.</p>")]}
    edit(page, publish=False, **draft)

    said = client.get(f"/hier/de/knowledge/{page.address}/").content.decode()
    form = sign_in(editor).get(CMS.format(page.pk)).content.decode()

    assert "1.1" in said
    assert "Fassung eins." in said
    assert "Fassung zwei." not in said
    assert "Fassung zwei." in form


def test_d53_somebody_of_another_site_finds_the_know_how(
    write, person, sign_in, client
):
    page = write("Geburtenregistrierung", kind=InternalPage, text="Zum Standesamt.")
    colleague = person(page.municipality, Role.SOCIAL_WORKER)

    assert client.get(f"/hier/de/knowledge/{page.address}/").status_code == 404
    signed = sign_in(colleague)
    listed = signed.get("/hier/desk/pages/?kind=INTERNAL").content.decode()
    said = signed.get(f"/hier/desk/pages/{page.address}/").content.decode()

    assert "Geburtenregistrierung" in listed
    assert "Zum Standesamt." in said
    assert "Zuletzt geprüft" in said


def test_a125_a_change_of_the_law_lists_the_pages_and_asks_their_keepers(
    write, editor, sign_in
):
    write("Ukraine", laws=["§ 24 Abs. 1 AufenthG"])
    write("Grundsatz", laws=["AufenthG"])
    write("Anderes", laws=["§ 25 AufenthG", "§ 24 SGB VIII"])
    data = {"law": "§ 24 AufenthG", "what": "Neu.", "in_force_on": TODAY.isoformat()}

    answer = sign_in(editor).post("/hier/desk/pages/law-changes/", data)
    said = editor and sign_in(editor).get(answer["Location"]).content.decode()

    assert LawChange.objects.get().law == "§ 24 AufenthG"
    assert "Ukraine" in said
    assert "Grundsatz" in said
    assert "Anderes" not in said
    assert Todo.objects.filter(kind="knowledge.law").count() == 2


def test_a127_a_situation_leads_to_the_steps_that_fit_it(write, client):
    write("Erste Wochen", kind=StepsPage, situations=["SECTION_24"], topics=["N10"])
    write("Für alle", kind=StepsPage, situations=["ANY"])
    write("Asyl", kind=StepsPage, situations=["ASYLUM"])

    said = client.get("/hier/de/knowledge/situations/?group=SECTION_24")

    text = said.content.decode()
    assert "Erste Wochen" in text
    assert "Für alle" in text
    assert "Asyl</a>" not in text


def test_a116_a_contact_is_edited_once_and_changed_on_every_page(
    write, edit, client, at_work
):
    club = Organisation.objects.create(
        municipality=at_work, name="Lotsenhaus", phone="+4930111", state="PUBLISHED"
    )
    page = edit(write("Hilfe"), body=[("contact", f"organisation:{club.pk}")])
    assert [row.target for row in page.mentions.all()] == [str(club.pk)]

    Organisation.objects.filter(pk=club.pk).update(name="Lotsenhaus am Kai")

    assert (
        "Lotsenhaus am Kai"
        in client.get(f"/hier/de/knowledge/{page.address}/").content.decode()
    )


def test_a116_where_a_contact_stands_is_listed_at_it_and_among_the_pages(
    write, edit, editor, at_work, sign_in, questions
):
    club = Organisation.objects.create(
        municipality=at_work,
        name="Lotsenhaus",
        sort_key="lotsenhaus",
        state="PUBLISHED",
    )
    edit(write("Hilfe am Kai"), body=[("contact", f"organisation:{club.pk}")])
    write("Ohne Kontakt")
    desk = sign_in(editor)

    own = desk.get(f"/hier/desk/organisations/{club.pk}/").content.decode()
    every = desk.get("/hier/desk/pages/").content.decode()
    where = f"/hier/desk/pages/?used=organisation:{club.pk}"
    some = desk.get(where)

    assert f'href="{where}"' in own
    assert f'value="organisation:{club.pk}"' in every
    assert len(questions(desk, "/hier/desk/pages/")) <= 12
    assert [line.entry.title for line in some.context["lines"]] == ["Hilfe am Kai"]


@pytest.mark.parametrize(
    "kind", ["edit", "explore", "delete", "history", "api", "choose"]
)
def test_editors_never_meet_a_page_of_another_town(
    kind, write, other_town, editor, sign_in
):
    own = write("Eigenes")
    foreign = write("Fremdes Geheimnis", town=other_town)
    where = {
        "edit": CMS.format(foreign.pk),
        "explore": f"/cms/pages/{foreign.pk}/",
        "delete": f"/cms/pages/{foreign.pk}/delete/",
        "history": f"/cms/pages/{foreign.pk}/history/",
        "api": f"/cms/api/main/pages/{foreign.pk}/",
        "choose": f"/cms/choose-page/{foreign.get_parent().pk}/",
    }[kind]

    client = sign_in(editor)

    assert client.get(where).status_code == 404
    assert (
        "Fremdes"
        not in client.get("/cms/choose-page/search/?q=Fremdes").content.decode()
    )
    assert client.get(CMS.format(own.pk)).status_code == 200


def test_the_editor_loads_nothing_from_elsewhere_and_runs_no_script_inside(
    write, editor, sign_in
):
    page = write("Eigenes")

    answer = sign_in(editor).get(CMS.format(page.pk))
    said = answer.content.decode()

    assert "script-src 'self';" in answer["Content-Security-Policy"]
    assert "gravatar" not in said
    assert 'src="http' not in said
    assert "<script>" not in said


def test_a_planned_page_is_released_by_a_job_at_its_hour(write, edit, monkeypatch):
    page = write("Bald", publish=False)
    now = timezone.now()
    later = now + timedelta(hours=2)
    planned = edit(page, go_live_at=later)
    revision = planned.scheduled_revision
    assert not planned.live

    assert not services.release_due(revision=revision.pk, now=now)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert services.release_due(revision=revision.pk, now=later)
    page.refresh_from_db()
    assert page.live


def test_a_plain_text_scores_better_than_one_of_an_office():
    plain = (
        "Sie ziehen um. Dann melden Sie sich an. Das kostet nichts."
        " Bringen Sie den Pass mit."
    )
    office = (
        "Unbeschadet der Mitwirkungsobliegenheiten gemäß den einschlägigen"
        " Bestimmungen ist die Anmeldebestätigung unverzüglich der"
        " Ausländerbehörde unter Beifügung sämtlicher Nachweisunterlagen einzureichen."
    )

    easy, hard = readability(plain), readability(office)

    assert easy.is_plain
    assert not hard.is_plain
    assert hard.wiener > 15
    assert hard.words[0] == "Mitwirkungsobliegenheiten"
    assert readability("Zu kurz.") is None


TREE = [
    {
        "id": 2,
        "title": "Wohnen",
        "parent": {"id": 1},
        "order": 1,
        "content": "<h2>Miete</h2><p onclick='x()'>Text</p><script>alert(1)</script>",
        "last_updated": "2026-05-01T10:00:00+02:00",
        "available_languages": {"en": {"id": 12}},
        "url": "https://integreat.example/dort/de/wohnen/",
    },
    {"id": 1, "title": "Willkommen", "parent": {"id": 0}, "order": 0, "content": ""},
]


def test_a_page_tree_of_integreat_comes_in_once(at_work, client):
    first = importing.bring_in(municipality=at_work, pages=TREE, language="de")
    again = importing.bring_in(municipality=at_work, pages=TREE, language="de")
    english = [
        {
            "id": 12,
            "title": "Housing",
            "parent": {"id": 11},
            "content": "<p>Text</p>",
            "available_languages": {"de": {"id": 2}},
        }
    ]
    other = importing.bring_in(
        municipality=at_work, pages=english, language="en", original="de"
    )

    page = ArticlePage.objects.get(title="Wohnen")
    said = client.get(f"/hier/de/knowledge/{page.address}/").content.decode()
    assert (first.new, first.changed) == (2, 0)
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert other.new == 1
    assert page.get_parent().title == "Willkommen"
    assert "alert(1)" not in said
    assert "onclick" not in said
    assert (
        "Housing"
        in client.get(
            f"/hier/en/knowledge/{page.address}/", follow=True
        ).content.decode()
    )


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.VOLUNTEER, Role.AUDITOR])
def test_the_editor_is_shut_to_who_does_not_edit(role, town, person, sign_in, client):
    assert client.get("/cms/")["Location"].startswith("/account/login/")

    client = sign_in(person(town, role))

    for path in ("", "pages/", "images/", "users/", "workflows/list/", "account/"):
        assert client.get(f"/cms/{path}").status_code == 404


def test_parts_of_the_library_that_are_not_used_are_shut_to_editors_too(
    editor, sign_in
):
    client = sign_in(editor)

    for path in ("users/", "groups/", "workflows/list/", "account/", "documents/"):
        assert client.get(f"/cms/{path}").status_code == 404
    assert client.get("/cms/").status_code == 200
