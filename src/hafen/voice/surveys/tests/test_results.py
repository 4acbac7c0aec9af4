"""What the desk reads of answers, and what it never does."""

import pytest
from django.urls import reverse

from hafen.core.db.roles import Role
from hafen.voice.surveys import queries
from hafen.voice.surveys.models import OpenAnswer, Quote, Response, Wave
from hafen.voice.surveys.services import AlreadyOver, change_wave
from hafen.voice.surveys.tests.conftest import TODAY, by_code, key_of, over


def say(wave, code, value, **facts):
    """Keep a sheet with one answer."""
    row = by_code(wave)[code]
    answers = {} if row.is_open else {code: key_of(row, value)}
    kept = Response.objects.create(
        municipality=wave.municipality, wave=wave, way="PAPER", answers=answers, **facts
    )
    if row.is_open:
        OpenAnswer.objects.create(
            municipality=wave.municipality, response=kept, question=row, text=value
        )
    return kept


def page(client, name, wave, **asked):
    return client.get(reverse(f"surveys:{name}", args=["hier", wave.pk]), asked)


@pytest.mark.parametrize("name", ["groups", "answers", "codebook", "mentions"])
def test_while_people_answer_nobody_sees_what_they_say(
    name, sign_in, person, town, partners
):
    client = sign_in(person(town, Role.EVALUATOR, Role.PROJECT_LEAD))
    say(partners, "overall", "sehr zufrieden")

    assert page(client, name, partners).status_code == 404
    over(partners)
    assert page(client, name, partners).status_code == 200


def test_an_open_round_tells_how_many_and_no_more(sign_in, paul, partners):
    client = sign_in(paul)
    say(partners, "overall", "sehr zufrieden")

    shown = page(client, "results", partners).content.decode()
    file = page(client, "results", partners, format="csv")
    compared = client.get(
        reverse("surveys:compare", args=["hier", partners.survey_id])
    ).content.decode()

    assert "sehr zufrieden" not in shown + compared + file.content.decode()
    assert "Ergebnisse gibt es nach dem" in shown
    assert page(client, "wave", partners).context["answered"] == 1


def test_a_round_whose_tables_were_seen_is_not_opened_again(sign_in, paul, partners):
    over(partners)

    with pytest.raises(AlreadyOver):
        change_wave(
            wave=partners,
            data={"closes_on": TODAY},
            today=TODAY,
            expected=None,
            by=paul,
        )

    client = sign_in(paul)
    said = {
        "name": "Herbst", "opens_on": "2026-01-01", "closes_on": TODAY.isoformat(),
        "version": partners.version,
    }  # fmt: skip
    refused = client.post(
        reverse("surveys:edit_wave", args=["hier", partners.pk]), said
    )
    assert "Planen Sie eine neue" in refused.content.decode()
    assert Wave.objects.get().closes_on < TODAY


def test_a_rare_language_is_left_out_of_single_sheets(sign_in, eva, partners):
    for language in ("de",) * 5 + ("fa",) * 4:
        say(over(partners), "overall", "sehr zufrieden", language=language)

    body = page(sign_in(eva), "answers", partners).content.decode()

    assert body.count("<td>de</td>") == 5
    assert "<td>fa</td>" not in body


def test_only_what_an_evaluator_has_checked_is_quoted(sign_in, eva, paul, partners):
    say(over(partners), "strengths", "Frau Muster hat mir beim Jobcenter geholfen")
    where = reverse("surveys:mentions", args=["hier", partners.pk])
    answer = OpenAnswer.objects.get()

    sign_in(eva).post(
        where, {"answer": answer.pk, "quote": "Sie haben mir beim Jobcenter geholfen"}
    )
    seen = page(sign_in(paul), "results", partners).content.decode()

    assert "Sie haben mir beim Jobcenter geholfen" in seen
    assert "Frau Muster" not in seen
    names = {field.name for field in Quote._meta.get_fields()}
    assert names == {"id", "municipality", "version", "wave", "question", "text"}

    sign_in(eva).post(where, {"unquote": Quote.objects.get().pk})
    assert queries.results_of(partners).mentions[0].quotes == []


def test_open_answers_and_single_sheets_are_for_evaluators_alone(
    sign_in, paul, person, town, partners
):
    say(over(partners), "strengths", "Frau Muster hat geholfen")
    lead = person(
        town, *(role for role in Role if role not in {Role.EVALUATOR, Role.VISITOR})
    )
    client = sign_in(lead)

    for name in ("answers", "mentions", "codebook"):
        assert page(client, name, partners).status_code == 404
    assert "Frau Muster" not in page(client, "results", partners).content.decode()
