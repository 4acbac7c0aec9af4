import json
import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django import forms
from django.db import connection
from django.urls import reverse

from hafen.core.db.roles import Role
from hafen.mechanisms.privacy import retention
from hafen.mechanisms.questions import queries, registries, services
from hafen.mechanisms.questions.forms import answers_in, fields_of
from hafen.mechanisms.questions.models import AnswerSheet, Question, Questionnaire
from hafen.mechanisms.questions.scales import SCALES
from hafen.mechanisms.questions.services import QuestionData

pytestmark = pytest.mark.django_db

ASKED = [
    QuestionData("TEXT", {"de": "Beruf?", "ar": "المهنة؟"}, is_required=True),
    QuestionData("CHOICE", {"de": "Essen?"}, options=({"de": "Reis"}, {"de": "Brot"})),
    QuestionData("CHOICES", {"de": "Tage?"}, options=({"de": "Mo"}, {"de": "Di"})),
    QuestionData("NUMBER", {"de": "Kinder?"}, lowest=0, highest=9),
    QuestionData("DATE", {"de": "Seit wann?"}),
    QuestionData("CONSENT", {"de": "Darf ein Foto gemacht werden?"}),
]


@pytest.fixture
def form(town, acting):
    acting(town)
    return services.create_questionnaire(
        municipality=town, name="Anmeldung", by=None, questions=ASKED
    )


def filled(form, *values, language="de"):
    rows = queries.asked(form)
    made = type("Filled", (forms.Form,), fields_of(rows, language))
    data = dict(zip(fields_of(rows, language), values, strict=True))
    return made(data)


def keys(form, place):
    return [option["key"] for option in queries.asked(form)[place].options]


def test_answers_are_asked_checked_kept_sealed_and_read_again(form):
    rice, _bread = keys(form, 1)
    sent = filled(form, "Arzt", rice, keys(form, 2), "0", "2025-03-01", "on")
    assert sent.is_valid(), sent.errors
    about = uuid4()

    services.keep_answers(
        questionnaire=form,
        answers=answers_in(sent.cleaned_data),
        about=about,
        language="de",
        forget_on=None,
    )

    said = dict(queries.answers_about([about], "de")[about])
    assert said["Essen?"] == "Reis"
    assert said["Tage?"] == "Mo, Di"
    assert said["Kinder?"] == "0"
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM questions_answer")
        assert all(b"Arzt" not in bytes(value) for (value,) in cursor.fetchall())


def test_ready_made_answers_are_there_in_all_languages():
    options = SCALES["satisfaction"].options(["de", "ar"])

    said = [option["de"] for option in options]
    assert said == [
        "sehr zufrieden", "eher zufrieden", "mittelmäßig", "eher unzufrieden",
        "sehr unzufrieden",
    ]  # fmt: skip
    assert options[0]["ar"] == "راضٍ جدًا"


def test_steps_of_a_scale_count_down_and_other_answers_up(form):
    scale = QuestionData(
        "SCALE", {"de": "Wie war es?"}, options=SCALES["satisfaction"].options(["de"])
    )
    row = services.add_question(questionnaire=form, data=scale, by=None)
    choice = queries.asked(form)[1]

    assert [row.number_of(place) for place in range(5)] == [5, 4, 3, 2, 1]
    assert [choice.number_of(place) for place in range(2)] == [1, 2]
    assert row.code == "q7"


def test_the_form_speaks_the_language_of_the_reader_or_falls_back(form):
    labels = [field.label for field in fields_of(queries.asked(form), "ar").values()]

    assert labels[:2] == ["المهنة؟", "Essen?"]


@pytest.mark.parametrize(
    ("place", "value"), [(0, ""), (1, "other"), (3, "12"), (4, "gestern")]
)
def test_wrong_answers_are_refused(form, place, value):
    values = ["Arzt", "", "", "", "", ""]
    values[place] = value

    assert not filled(form, *values).is_valid()


def test_answers_to_another_form_are_refused(form):
    with pytest.raises(services.NotAsked):
        services.keep_answers(
            questionnaire=form,
            answers={uuid4(): "x"},
            about=None,
            language="de",
            forget_on=None,
        )


def test_what_was_answered_is_no_longer_asked_but_stays_readable(form):
    first, second = queries.asked(form)[:2]
    about = uuid4()
    services.keep_answers(
        questionnaire=form,
        answers={first.pk: "Arzt"},
        about=about,
        language="de",
        forget_on=None,
    )

    services.stop_asking(question=first, by=None)
    services.stop_asking(question=second, by=None)

    assert first.pk not in {row.pk for row in queries.asked(form)}
    assert not Question.objects.filter(pk=second.pk).exists()
    assert queries.answers_about([about], "de")[about] == [("Beruf?", "Arzt")]


@pytest.mark.parametrize("kind", Question.Kind.values)
def test_an_answer_is_read_whatever_its_question_has_become(form, kind):
    """The desk may change the kind of a question that people have answered."""
    sent = filled(form, "Arzt", keys(form, 1)[0], keys(form, 2), "3", "2025-03-01", "")
    assert sent.is_valid(), sent.errors
    about = uuid4()
    services.keep_answers(
        questionnaire=form,
        answers=answers_in(sent.cleaned_data),
        about=about,
        language="de",
        forget_on=None,
    )
    for question in queries.asked(form):
        options = ({"de": "Reis"}, {"de": "Brot"})
        data = QuestionData(kind, question.texts, options=options)
        services.change_question(question=question, data=data, expected=None, by=None)

    said = dict(queries.answers_about([about], "de")[about])

    assert said["Beruf?"] == ("ja" if kind == "CONSENT" else "Arzt")
    assert len(said) == 5


def test_sheets_go_after_the_day_that_was_named(form, town):
    services.keep_answers(
        questionnaire=form,
        answers={queries.asked(form)[0].pk: "Arzt"},
        about=uuid4(),
        language="de",
        forget_on=date(2026, 3, 1),
    )

    retention.sweep(now=datetime(2026, 3, 1, 12, tzinfo=UTC))
    assert AnswerSheet.objects.count() == 1
    retention.sweep(now=datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert AnswerSheet.objects.count() == 0


def test_the_desk_writes_questions_in_all_languages(
    form, town, person, sign_in, acting, monkeypatch
):
    monkeypatch.setitem(registries.askers._entries, ASKER.name, ASKER)
    client = sign_in(person(town, Role.EDITOR))
    where = reverse("questions:questionnaire", args=[town.slug, form.pk])

    lacking = client.post(f"{where}new/", {"kind": "CHOICE", "text_de": "Wo?"})
    assert lacking.status_code == 422
    done = client.post(
        f"{where}new/",
        {
            "kind": "CHOICE",
            "text_de": "Wo?",
            "text_ar": "أين؟",
            "options_de": "hier\ndort",
            "options_ar": "هنا\nهناك",
        },
    )
    assert done.status_code == 302
    made = queries.asked(form)[-1]
    assert made.options[1]["texts"] == {"de": "dort", "ar": "هناك"}

    client.post(f"{where}{made.pk}/move/", {"step": "up"})
    assert queries.asked(form)[-2].pk == made.pk
    assert "Wo?" in client.get(where).content.decode()
    page = client.get(f"{where}{made.pk}/").content.decode()
    folds = re.findall(r"<details class=.disclosure fold.*?</details>", page, re.S)
    (arabic,) = [fold for fold in folds if "العربي" in fold]
    assert "ausgefüllt" in arabic
    assert all("leer" in fold for fold in folds if fold != arabic)
    assert 'name="text_de"' not in "".join(folds)
    changed = json.dumps(made.options)
    client.post(
        f"{where}{made.pk}/",
        {
            "kind": "CHOICE",
            "text_de": "Wo genau?",
            "options_de": "hier\nda",
            "version": Question.objects.get(pk=made.pk).version,
        },
    )
    kept = Question.objects.get(pk=made.pk)
    assert [o["key"] for o in kept.options] == [o["key"] for o in json.loads(changed)]


def _of_the_town(user):
    rows = Questionnaire.objects.filter(municipality=user.municipality_id)
    return rows.values("pk")


ASKER = registries.Asker("test.form", _of_the_town, lambda _form: "/there/")
