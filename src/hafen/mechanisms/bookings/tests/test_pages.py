from io import BytesIO

import pypdfium2
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from hafen.core.audit.models import Event
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role
from hafen.core.mail.models import Notice
from hafen.mechanisms.bookings import links
from hafen.mechanisms.bookings.models import Registrant, Registration
from hafen.mechanisms.bookings.tests.helpers import DAY, NOW, join, offer, state

State = Registration.State


def text_of(paper):
    pages = pypdfium2.PdfDocument(BytesIO(paper))
    return "".join(page.get_textpage().get_text_bounded() for page in pages)


@pytest.mark.django_db
class TestPages:
    def link(self, town, registration):
        person = Registrant.objects.get(registration=registration)
        return reverse(
            "bookings_public:manage",
            args=[town.slug, "ar", links.link_of(person.seed)],
        )

    def test_the_mailed_link_changes_nothing_by_being_opened(self, town, acting):
        """A3-14: guests manage their registration without an account."""
        acting(town)
        bookable = offer(town, starts_at=NOW + 999 * DAY, ends_at=NOW + 1000 * DAY)
        registration = join(bookable)
        address = self.link(town, registration)
        assert address.split("/")[-2] in mail.outbox[-1].body

        context.enter(Context())  # a stranger who only reads
        page = Client().get(address)
        assert page.status_code == 200
        assert 'dir="rtl"' in page.content.decode()
        assert page["Cache-Control"] == "no-store"
        acting(town)
        assert state(registration) == State.CONFIRMED

        context.enter(Context())
        foreign = Client().post(
            address, {"step": "leave"}, headers={"Origin": "https://evil.example"}
        )
        assert foreign.status_code == 403
        Client().post(
            address, {"step": "leave"}, headers={"Origin": "http://testserver"}
        )
        acting(town)
        assert state(registration) == State.WITHDRAWN

    @pytest.mark.usefixtures("other_town")
    def test_a_wrong_link_and_one_of_another_town_open_nothing(self, town, acting):
        acting(town)
        address = self.link(town, join(offer(town)))

        assert Client().get(address.replace("/hier/", "/dort/")).status_code == 404
        assert Client().get(address[:-3] + "xx/").status_code == 404

    def test_the_desk_sees_enters_and_takes_attendance(
        self, town, person, sign_in, acting
    ):
        desk = person(town, Role.EDITOR)
        acting(town)
        bookable = offer(town, starts_at=NOW + 999 * DAY, ends_at=NOW + 1000 * DAY)
        client = sign_in(desk)
        where = reverse("bookings:registrations", args=[town.slug, bookable.pk])

        client.post(f"{where}new/", {"name": "Dana", "phone": "0123 4567"})
        row = Registration.objects.get()
        client.post(f"{where}attendance/", {"chosen": [row.pk, "x"]})

        page = client.get(where).content.decode()
        assert "Dana" in page
        assert Registration.objects.get().attended
        sheet = client.get(f"{where}attendance/print/")
        paper = client.get(f"{where}{row.pk}/certificate.pdf")
        assert "Dana" in sheet.content.decode()
        assert paper["Content-Type"] == "application/pdf"
        assert Event.objects.filter(action="bookings.registrations.read").exists()

    def test_the_participants_get_letters_labels_and_a_sheet_to_sign(
        self, town, person, sign_in, acting
    ):
        desk = person(town, Role.EDITOR)
        acting(town)
        bookable = offer(town, starts_at=NOW + 999 * DAY, ends_at=NOW + 1000 * DAY)
        client = sign_in(desk)
        where = reverse("bookings:registrations", args=[town.slug, bookable.pk])
        client.post(
            f"{where}new/",
            {"name": "Dana Deich", "address": "Kaiweg 1\n00000 Musterhafen"},
        )
        join(bookable, "Wartend", now=NOW + DAY)
        words = {"subject": "An {name}", "text": "Kommt!", "language": "de"}

        page = client.get(where).content.decode()
        sheet = client.get(where, {"write": "sheet"}).content.decode()
        signed = {"title": "Elternabend", "note": "Rathaus", "empty": "2"}
        answers = [
            client.post(f"{where}?write=letters", words),
            client.post(f"{where}?write=labels", {"size": "70x37", "first": "1"}),
            client.post(f"{where}?write=sheet", signed),
        ]

        assert "?write=letters" in page
        assert 'value="Elternabend"' in sheet
        assert "Dana Deich" in sheet
        assert "Wartend" not in sheet
        texts = [text_of(answer.content) for answer in answers]
        assert all("Dana Deich" in text for text in texts)
        assert "Kaiweg 1" in texts[0]
        assert "Kaiweg 1" in texts[1]
        assert Notice.objects.get(channel="LETTER").name == "Dana Deich"

    def test_an_organisation_prints_its_participants_but_writes_no_letters(
        self, town, person, sign_in, acting
    ):
        acting(town)
        bookable = offer(town, starts_at=NOW + 999 * DAY, ends_at=NOW + 1000 * DAY)
        join(bookable)
        client = sign_in(person(town, Role.ORGANISATION_EDITOR))
        where = reverse("bookings:registrations", args=[town.slug, bookable.pk])

        assert "?write=" not in client.get(where).content.decode()
        assert client.get(where, {"write": "letters"}).status_code == 404
        assert client.get(f"{where}attendance/print/").status_code == 200

    def test_places_of_a_room_one_may_not_manage_are_not_found(
        self, town, other_town, person, sign_in, acting
    ):
        acting(other_town)
        bookable = offer(other_town)
        client = sign_in(person(town, Role.EDITOR))

        where = reverse("bookings:registrations", args=[town.slug, bookable.pk])
        assert client.get(where).status_code == 404
