"""Serial letters, labels, sheets to sign and messages for any list."""

from io import BytesIO

import pypdfium2
import pytest
from django.core import mail
from django.urls import reverse

from hafen.core.audit.models import Event
from hafen.core.db.roles import Role
from hafen.core.mail import letters, writing
from hafen.core.mail.models import Notice
from hafen.core.mail.writing import Addressee

pytestmark = pytest.mark.django_db
MM = 72 / 25.4


def pages(paper):
    return list(pypdfium2.PdfDocument(BytesIO(paper)))


def text_of(page):
    return page.get_textpage().get_text_bounded()


def test_each_addressee_gets_a_letter_with_the_own_name_in_the_window(town, now):
    people = [
        Addressee("Mina Muster", "Verein A", "Kaiweg 3\n48000 Mailstadt"),
        Addressee("Verein B", address="Kaiweg 4\n48000 Mailstadt"),
    ]
    series = [
        writing.Letter(
            each.name,
            each.lines,
            "de",
            "Einladung",
            writing.filled("An {name} von {organisation}: kommt!", each),
        )
        for each in people
    ]

    found = pages(letters.letters(series, town, today=now.date()))

    assert len(found) == 2
    assert "An Mina Muster von Verein A: kommt!" in text_of(found[0])
    assert "An Verein B von Verein B: kommt!" in text_of(found[1])
    height = found[0].get_height()
    window = (
        found[0]
        .get_textpage()
        .get_text_bounded(
            left=20 * MM, right=105 * MM, top=height - 45 * MM, bottom=height - 90 * MM
        )
    )
    assert [line.strip() for line in window.splitlines() if line.strip()][-4:] == [
        "Mina Muster",
        "Verein A",
        "Kaiweg 3",
        "48000 Mailstadt",
    ]


@pytest.mark.parametrize("key", sorted(letters.SIZES))
def test_labels_lie_where_the_sheet_has_them(key):
    size = letters.SIZES[key]
    number = size.on_a_sheet + 1
    people = [letters.Label(f"Nr{place}.", "Weg 1") for place in range(1, number + 1)]

    found = pages(letters.labels(people, size=size, first=2))

    # One place was used before, so the last two come onto a second sheet.
    assert [text_of(page).count("Nr") for page in found] == [number - 2, 2]
    height = found[0].get_height()
    left = (size.left + size.width + size.between_columns) * MM
    top = height - size.top * MM
    second = (
        found[0]
        .get_textpage()
        .get_text_bounded(
            left=left,
            right=left + size.width * MM,
            top=top,
            bottom=top - size.height * MM,
        )
    )
    assert "Nr1." in second
    assert "Nr2." not in second


def test_a_sheet_to_sign_has_everybody_and_room_for_more(town):
    names = [(f"Demo {number}", "Verein") for number in range(40)]

    paper = letters.sign_in_sheet(
        names, title="Runder Tisch", note="5. Mai", empty=3, municipality=town
    )

    whole = "".join(text_of(page) for page in pages(paper))
    assert all(name in whole for name, _who in names)
    assert "43" in whole
    assert b"pdfuaid" in paper


def test_a_message_reaches_each_address_once_by_its_way(town, acting):
    acting(town)
    people = [
        Addressee("Mina", email="mina@verein.example"),
        Addressee("Mina auch", email="MINA@verein.example"),
        Addressee(
            "Omar", "Verein", "Weg 1\n48000 Ort", "omar@v.example", by_letter=True
        ),
        Addressee("Vera"),
    ]

    sent = writing.send(
        people, municipality=town.pk, subject="An {name}", text="Kommt!", language="de"
    )

    assert (sent.mails, sent.letters, sent.without_way) == (1, 1, 1)
    assert [each.to for each in mail.outbox] == [["mina@verein.example"]]
    letter = Notice.objects.get(channel="LETTER")
    assert (letter.state, letter.subject) == ("OPEN", "An Omar")


def test_a_list_is_written_to_by_those_who_may_take_it_away(
    town, person, acting, sign_in
):
    acting(town)
    listed = reverse("organisations:listing", args=[town.slug])
    edda = person(town, Role.EDITOR)
    client = sign_in(edda)
    sent = {"subject": "X", "text": "An {nahme}", "language": "de"}

    assert client.post(listed).status_code == 405
    empty = client.get(listed, {"write": "letters"})
    assert empty.context["number"] == 0
    reverse_create = reverse("organisations:create", args=[town.slug])
    client.post(
        reverse_create,
        {
            "name": "Brücke",
            "kind": "ASSOCIATION",
            "street": "Weg 1",
            "postal_code": "48000",
            "city": "Ort",
        },
    )
    wrong = client.post(f"{listed}?write=letters&q=br", sent)
    right = client.post(f"{listed}?write=letters&q=br", {**sent, "text": "An {name}"})
    labels = client.post(f"{listed}?write=labels", {"size": "70x36", "first": "3"})
    sheet = client.post(f"{listed}?write=sheet", {"title": "Treffen", "empty": "2"})
    intern = sign_in(person(town, Role.INTERN)).get(listed, {"write": "letters"})

    assert wrong.status_code == 422
    for answer in (right, labels, sheet):
        assert answer["Content-Type"] == "application/pdf"
    assert intern.status_code == 404
    acting(town)
    assert Event.objects.filter(action="mail.list.written_to").count() == 3
