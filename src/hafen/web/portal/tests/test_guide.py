"""The printed guide: readable by people and by screen readers, in every script."""

from datetime import time

import pypdfium2
import pytest
from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.core.places.models import OpeningHours, Site
from hafen.core.translation.texts import source_hash
from hafen.information.directory.models import Service, ServiceTranslation
from hafen.information.directory.schedules import weekly
from hafen.information.directory.services import Phone, ScheduleData, edit_service

pytestmark = pytest.mark.django_db

# Language: a title, a sentence, and the heading of hours.
TEXTS = {
    "ar": ("دورة لغة مسائية", "تفضلوا بزيارتنا يوم الاثنين.", "ساعات العمل"),
    "fa": ("کلاس زبان عصرگاهی", "دوشنبه‌ها به دیدار ما بیایید.", "ساعت"),
    "uk": ("Вечірній курс мови", "Приходьте до нас у понеділок.", "Години роботи"),
    "ti": ("ናይ ምሸት ኮርስ ቋንቋ", "ሰኑይ ንዓና ብጽሑና።", ""),
}
EVENINGS = ScheduleData(weekly([0, 3]), time(18), time(20))


def text_of(content):
    document = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.split()), len(document)


def joined(text):
    """Return a text without the marks that keep letters apart on paper."""
    return text.replace("\u200c", "")


@pytest.fixture
def guide_town(town, offer):
    town.languages = ["de", *TEXTS]
    town.save()
    service = offer("Sprachkurs am Abend", schedules=[EVENINGS])
    with acting(Context(municipality=town.pk)):
        for language, (name, summary, _hours) in TEXTS.items():
            ServiceTranslation.objects.create(
                municipality=town,
                service=service,
                language=language,
                name=name,
                summary=summary,
                state=ServiceTranslation.State.CHECKED,
                source_hash=source_hash(service),
                checked_at=timezone.now(),
            )
    return town


@pytest.fixture
def site(town):
    with acting(Context(municipality=town.pk)):
        site = Site.objects.create(
            municipality=town,
            kind=Site.Kind.OFFICE,
            name="Anlaufstelle Hafen",
            names={"ar": "مركز الميناء"},
            sort_key="anlaufstelle hafen",
            summaries={"de": "Hier helfen wir.", "ar": "هنا نساعدكم."},
            street="Kaistraße",
            house_number="8",
            postal_code="00123",
            city="Portalstadt",
            phone="+49 251 12345",
            is_published=True,
        )
        OpeningHours.objects.create(
            municipality=town, site=site, weekday=1, opens=time(9), closes=time(12)
        )
    return site


@pytest.mark.parametrize("language", TEXTS)
def test_the_guide_reads_in_the_right_order_in_every_script(
    client, guide_town, language
):
    """PDFium gives the text as a reader's program hears it."""
    answer = client.get(f"/portalstadt/{language}/guide/guide.pdf")
    text, _pages = text_of(answer.content)

    assert answer["Content-Type"] == "application/pdf"
    for expected in TEXTS[language]:
        assert joined(expected) in text
    assert "Brücke e. V." in text
    assert "18:00 – 20:00" in text
    assert "+4925112345" in text


def test_m15_a_changed_number_stands_in_the_german_and_the_arabic_guide(
    client, guide_town, person
):
    """On the next export, and on the web at once: both are the same data."""
    editor = person(guide_town, Role.EDITOR)

    def guides():
        client.logout()
        return [
            text_of(client.get(f"/portalstadt/{tag}/guide/guide.pdf").content)[0]
            for tag in ("de", "ar")
        ]

    before = guides()
    with acting(Context(municipality=guide_town.pk)):
        service = Service.objects.get()
        edit_service(
            service=service,
            data={"phones": [Phone("+4925199999")]},
            expected=service.version,
            by=editor,
            now=timezone.now(),
        )
    after = guides()
    web = client.get(f"/portalstadt/ar/offers/{service.address}/").content.decode()

    assert all("+4925112345" in each for each in before)
    assert all("+4925199999" in each for each in after)
    assert not any("+4925112345" in each for each in after)
    assert "+4925199999" in web


def test_the_guide_is_tagged_for_screen_readers(client, guide_town):
    content = client.get("/portalstadt/ar/guide/guide.pdf").content

    assert b"pdfuaid" in content
    assert pypdfium2.PdfDocument(content).is_tagged()


def test_a_site_has_a_sheet_with_its_hours(client, guide_town, site):
    address = f"/portalstadt/ar/guide/sites/{site.path}.pdf"
    text, pages = text_of(client.get(address).content)

    assert pages == 1
    for expected in (
        "مركز الميناء",
        "هنا نساعدكم.",
        "الثلاثاء 09:00 – 12:00",
        "+49 251 12345",
    ):
        assert expected in text


def test_a_page_leads_to_everything_on_paper(client, guide_town, site):
    page = client.get("/portalstadt/de/guide/").content.decode()

    assert "/portalstadt/de/guide/guide.pdf" in page
    assert f"/portalstadt/de/guide/sites/{site.path}.pdf" in page
    assert client.get("/portalstadt/de/guide/sites/nirgends-xyz.pdf").status_code == 404


def test_drafts_and_houses_people_live_in_stay_off_paper(
    client, guide_town, site, offer
):
    with acting(Context(municipality=guide_town.pk)):
        Site.objects.filter(pk=site.pk).update(kind=Site.Kind.ACCOMMODATION)

    address = f"/portalstadt/de/guide/sites/{site.path}.pdf"
    assert client.get(address).status_code == 404
