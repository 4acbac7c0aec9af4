"""What the desk reads of answers, and what it never does."""

import pytest
from django.urls import reverse

from hafen.core.db.roles import Role
from hafen.voice.surveys import queries
from hafen.voice.surveys.models import OpenAnswer, Quote, Response, Wave
from hafen.voice.surveys.services import AlreadyOver, change_wave
from hafen.voice.surveys.tests.conftest import TODAY, by_code, key_of, over

CSV = {"as": "csv"}


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


def say_as(wave, role, satisfied, times):
    """Keep sheets of one group with one answer."""
    rows = by_code(wave)
    answers = {"role": key_of(rows["role"], role)} if role else {}
    answers["overall"] = key_of(rows["overall"], satisfied)
    Response.objects.bulk_create(
        Response(
            municipality=wave.municipality, wave=wave, way="PAPER", answers=answers
        )
        for _sheet in range(times)
    )


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
    file = page(client, "results", partners, **CSV)
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


def test_j10_spss_reads_the_sheets_by_a_syntax_that_names_their_numbers(
    sign_in, eva, partners
):
    say(over(partners), "overall", "sehr zufrieden")
    client = sign_in(eva)

    told = page(client, "spss", partners).content.decode()
    lines = told.splitlines()
    file = page(client, "answers", partners, **CSV)
    table = file.content.decode("utf-8-sig")

    assert file["Content-Disposition"].split('"')[1] in told
    begin = lines.index("  /VARIABLES=") + 1
    names = [line.split()[0] for line in lines[begin:] if line.startswith("  ")]
    heads = table.splitlines()[0].split(";")
    # A name for each column in their order; the first three are the file's own.
    assert (len(names), names[3:]) == (len(heads), [h.lower() for h in heads[3:]])
    steps = len(by_code(partners)["overall"].options)
    # The best step has the highest number, as in the file.
    assert f" {steps} 'sehr zufrieden'." in told
    assert lines[-1] == "EXECUTE."


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

    for name in ("answers", "mentions", "codebook", "spss"):
        assert page(client, name, partners).status_code == 404
    assert "Frau Muster" not in page(client, "results", partners).content.decode()


PARTNER, VOLUNTEER = "Kooperationspartner*in", "Ehrenamtliche*r"


def compared(wave):
    """Return the groups that are shown of the overall impression, with counts."""
    found = {table.code: parts for table, parts in queries.compared_groups(wave)}
    return {
        group.label: [line.count for line in part.lines]
        for group, part in found["overall"]
    }


@pytest.fixture
def guarded(partners):
    """A round that is over, of a survey that hides counts below five."""
    partners.survey.least_cell = 5
    partners.survey.save()
    say_as(over(partners), PARTNER, "sehr zufrieden", 12)
    say_as(partners, PARTNER, "eher zufrieden", 6)
    say_as(partners, VOLUNTEER, "sehr zufrieden", 7)
    return partners


def test_groups_are_compared_where_every_count_is_large(guarded):
    say_as(guarded, VOLUNTEER, "eher zufrieden", 5)

    assert compared(guarded) == {
        PARTNER: [12, 6, 0, 0, 0],
        VOLUNTEER: [7, 5, 0, 0, 0],
    }


@pytest.mark.parametrize("role", [PARTNER, VOLUNTEER, None])
def test_one_small_count_in_any_group_closes_the_comparison(
    role, guarded, sign_in, paul
):
    """Also among those who told no group: all less the groups would tell them."""
    say_as(guarded, role, "sehr unzufrieden", 4)

    body = page(sign_in(paul), "groups", guarded).content.decode()

    assert compared(guarded) == {}
    assert "nicht verglichen" in body


def test_a_small_count_and_others_are_hidden_in_page_and_file(guarded, sign_in, paul):
    say_as(guarded, PARTNER, "sehr unzufrieden", 4)
    client = sign_in(paul)

    shown = page(client, "results", guarded).context["results"]
    file = page(client, "results", guarded, **CSV).content.decode()

    table = next(table for table in shown.tables if table.code == "overall")
    # Four alone could be worked out from all 29, so the smallest go with it.
    assert [line.count for line in table.lines] == [19, None, None, None, None]
    assert table.mean is None
    told = [line for line in file.splitlines() if "Gesamteindruck" in line]
    assert sum("·" in line for line in told) == 4
