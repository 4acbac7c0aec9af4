import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.mechanisms.feedback import visiting
from hafen.mechanisms.feedback.services import count_sending
from hafen.voice.surveys import keys, queries, services
from hafen.voice.surveys.models import Invitation, OpenAnswer, Response
from hafen.voice.surveys.tests.conftest import (
    by_code,
    counts,
    key_of,
    over,
    post,
    sheet,
)

Way = Response.Way


def link(wave, language="de"):
    return reverse("surveys_public:open_link", args=["hier", language, wave.short_id])


@pytest.fixture
def invitation(partners):
    return Invitation.objects.create(
        municipality=partners.municipality,
        wave=partners,
        name="Mira Muster",
        email="mira@example.org",
        language="de",
        channel="MAIL",
        forget_on=partners.closes_on,
    )


def own(invitation, language="de"):
    code = keys.code_of(invitation)
    where = ["hier", language, invitation.wave.short_id, invitation.pk, code]
    return reverse("surveys_public:own_link", args=where)


def test_another_language_keeps_what_was_ticked(client, partners):
    said = sheet(partners, overall="eher zufrieden", strengths="Die Hilfe vor Ort")

    page = post(client, link(partners, "ar"), said | {"show": "language"})

    body = page.content.decode()
    overall = by_code(partners)["overall"]
    key = key_of(overall, "eher zufrieden")
    assert page.status_code == 200
    assert 'dir="rtl"' in body
    assert "راضٍ إلى حد ما" in body
    chosen = [line for line in body.splitlines() if f'value="{key}"' in line]
    assert any("checked" in line for line in chosen)
    assert "Die Hilfe vor Ort" in body
    assert not Response.objects.exists()


def test_a_whole_school_answers_from_one_address(client, partners):
    for _sheet in range(visiting.MOST + 1):
        count_sending(partners.municipality, "survey:127.0.0.1", 500, timezone.now())

    page = post(client, link(partners), sheet(partners, strengths="Alles"))

    assert page.status_code == 302
    assert Response.objects.count() == 1


def test_german_stands_beside_another_language(client, partners):
    page = post(client, link(partners, "ar"), sheet(partners) | {"show": "beside"})

    body = page.content.decode()
    assert "أوقات الدوام" in body
    assert "Öffnungszeiten" in body


def test_an_empty_sheet_is_not_kept(client, partners):
    page = post(client, link(partners), sheet(partners))

    assert page.status_code == 422
    assert not Response.objects.exists()


def test_a_page_of_another_host_sends_nothing(client, partners):
    said = sheet(partners, overall="eher zufrieden")

    page = client.post(link(partners), said, headers={"Origin": "http://elsewhere"})

    assert page.status_code == 403
    assert not Response.objects.exists()


def test_an_own_link_counts_once(client, invitation, acting, town):
    said = sheet(invitation.wave, overall="sehr zufrieden")

    first = post(client, own(invitation), said)
    second = post(client, own(invitation), said)

    acting(town)
    assert first.status_code == 302
    assert second.status_code == 422
    assert Response.objects.get().way == Way.LINK


def test_a_wrong_code_opens_nothing(client, invitation):
    where = own(invitation).replace(keys.code_of(invitation), "0" * 32)

    assert client.get(where).status_code == 404


def test_nothing_leads_from_an_answer_to_an_invitation(
    client, invitation, acting, town
):
    before = Invitation.objects.get().updated_at
    post(client, own(invitation), sheet(invitation.wave, overall="sehr zufrieden"))

    acting(town)
    used, kept = Invitation.objects.get(), Response.objects.get()
    assert used.is_used
    assert used.updated_at == before
    names = {field.name for field in Response._meta.get_fields()}
    assert names == {
        "id", "municipality", "wave", "way", "language", "answers", "version",
        "open_answers",
    }  # fmt: skip
    # A key of the usual sort would tell when the answer came.
    assert kept.pk.version == 4


@pytest.fixture
def hanging(partners):
    """What went well is asked of those alone who are satisfied, and must be said."""
    rows = by_code(partners)
    row, key = rows["strengths"], key_of(rows["overall"], "sehr zufrieden")
    row.only_if, row.is_required = f"overall={key}", True
    row.save()
    return row


def test_j01_a_question_is_asked_only_after_a_certain_answer(
    client, partners, hanging, acting, town
):
    where = link(partners)
    assert "Nur wenn Sie" in client.get(where).content.decode()
    dull = sheet(partners, overall="eher zufrieden", strengths="Nicht gefragt")
    missed = sheet(partners, overall="sehr zufrieden")
    glad = sheet(partners, overall="sehr zufrieden", strengths="Die Hilfe")

    codes = [post(client, where, said).status_code for said in (dull, missed, glad)]

    assert codes == [302, 422, 302]
    acting(town)
    assert Response.objects.count() == 2
    # What was not asked is not kept, whoever sends it.
    assert [row.text for row in OpenAnswer.objects.all()] == ["Die Hilfe"]


def test_j01_it_is_out_of_sight_until_the_answer_is_ticked(visit, partners, hanging):
    page = visit(link(partners), width=360)
    field = page.locator(f"[name=question_{hanging.pk.hex}]")
    assert not field.is_visible()

    above, key = by_code(partners)["overall"], hanging.only_if.partition("=")[2]
    page.locator(f"[name=question_{above.pk.hex}][value='{key}']").check()

    assert field.is_visible()


def test_before_and_after_the_round_nobody_answers(client, partners, acting, town):
    partners.opens_on = partners.closes_on
    partners.save()

    page = client.get(link(partners))
    post(client, link(partners), sheet(partners, overall="sehr zufrieden"))

    acting(town)
    assert "nicht offen" in page.content.decode()
    assert not Response.objects.exists()


def test_paper_is_entered_by_numbers(sign_in, paul, partners):
    client = sign_in(paul)
    rows = by_code(partners)
    typed = {
        f"q_{rows['role'].pk.hex}": "1",
        f"q_{rows['overall'].pk.hex}": "5",
        f"q_{rows['strengths'].pk.hex}": "Freundlich\nSchnell",
    }

    page = client.post(reverse("surveys:enter", args=["hier", partners.pk]), typed)

    found = queries.results_of(partners)
    assert page.status_code == 302
    assert counts(found, "overall") == {"sehr zufrieden": 1}
    assert sorted(row.text for row in OpenAnswer.objects.all()) == [
        "Freundlich", "Schnell",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["6", "0", "x", "5 4"])
def test_a_number_that_no_answer_has_is_refused(sign_in, paul, partners, typed):
    client = sign_in(paul)
    name = f"q_{by_code(partners)['overall'].pk.hex}"

    page = client.post(
        reverse("surveys:enter", args=["hier", partners.pk]), {name: typed}
    )

    assert page.status_code == 422
    assert not Response.objects.exists()


def test_questions_stay_once_somebody_was_asked(sign_in, paul, partners):
    client = sign_in(paul)
    form = partners.survey.questionnaire_id

    page = client.get(reverse("questions:questionnaire", args=["hier", form]))

    assert page.status_code == 404


def test_a_report_that_was_approved_takes_no_paper(partners):
    partners.approved_on = timezone.localdate()
    partners.save()

    with pytest.raises(services.NotOpen):
        services.keep_sheet(
            wave=partners, answers={"overall": "x"}, words={}, language="de"
        )


def test_the_paper_is_a_pdf_in_two_languages(sign_in, paul, partners):
    client = sign_in(paul)
    where = reverse("surveys:paper", args=["hier", partners.pk])

    usual = client.get(f"{where}?language=ar")
    large = client.get(f"{where}?language=de&size=large")

    assert usual.content.startswith(b"%PDF")
    assert large.content.startswith(b"%PDF")
    assert usual["Content-Type"] == "application/pdf"


def test_desk_pages_ask_few_questions(sign_in, paul, partners, questions):
    client = sign_in(paul)
    over(partners)
    for name, args in (
        ("listing", []),
        ("detail", [partners.survey_id]),
        ("wave", [partners.pk]),
        ("results", [partners.pk]),
        ("groups", [partners.pk]),
        ("compare", [partners.survey_id]),
    ):
        where = reverse(f"surveys:{name}", args=["hier", *args])
        assert len(questions(client, where)) <= 12, name
