"""Leaflets from text blocks: complete, current, read in order in every script."""

import pypdfium2
import pytest
from django.utils import timezone

from hafen.core.places.models import OpeningHours, Site
from hafen.core.places.services import content_changed
from hafen.core.translation.models import Translation
from hafen.information.knowledge import printing, services
from hafen.information.knowledge.models import Paper, PaperSheet, Quote, TextBlock
from hafen.information.knowledge.queries import Lack, composed
from hafen.information.knowledge.tests.papers import (
    BLOCK,
    joined,
    new_block,
    new_paper,
    new_site,
    quote,
    text_of,
)

NOW = timezone.now()
TITLES = {"ar": "مرحبا", "fa": "خوش آمدید", "uk": "Ласкаво просимо", "ti": "እንቋዕ ብደሓን"}


@pytest.fixture
def site(at_work):
    return new_site(at_work)


@pytest.fixture
def block(at_work, site):
    found = new_block(
        at_work,
        "anlaufstelle",
        "Wir helfen Ihnen",
        "Kommen Sie ohne Termin.\n\n{zeiten}\n\nAdresse: {anschrift}",
        now=NOW,
        **BLOCK,
    )
    quote(found, "zeiten", Quote.Fact.SITE_HOURS, site=site, now=NOW)
    quote(found, "anschrift", Quote.Fact.SITE_ADDRESS, site=site, now=NOW)
    return TextBlock.objects.get(pk=found.pk)


@pytest.fixture
def leaflet(at_work, block):
    """A leaflet in five languages, released once."""
    paper = new_paper(
        at_work,
        Paper.Kind.LEAFLET,
        "Willkommen",
        [{"block": block}],
        titles=TITLES,
        now=NOW,
        is_public=True,
    )
    services.release_paper(paper=paper, languages=paper.languages, by=None, now=NOW)
    return Paper.objects.get(pk=paper.pk)


def printed(paper, language, *, number=1):
    sheet = PaperSheet.objects.get(
        edition__paper=paper, edition__number=number, language=language
    )
    return printing.leaflet(
        paper, printing.Text(language, sheet.content), number=number, at=NOW
    )


@pytest.mark.parametrize("language", TITLES)
def test_l21_a_leaflet_is_read_in_order_with_current_contacts(leaflet, language):
    content = printed(leaflet, language)

    text = text_of(content)
    heading, said = BLOCK[language]
    assert b"pdfuaid" in content
    assert pypdfium2.PdfDocument(content).is_tagged()
    for line in (TITLES[language], heading, said.split("\n")[0]):
        assert joined(line) in text
    assert "Kaistraße 8, 00123 Hier" in text


def test_l21_a_block_without_its_translation_is_named_and_refused(leaflet, at_work):
    bare = new_block(
        at_work, "kosten", "Kosten", "Die Beratung kostet nichts.", now=NOW
    )
    paper = new_paper(
        at_work,
        Paper.Kind.LEAFLET,
        "Beratung",
        [{"block": bare}],
        titles={"ar": "الاستشارة"},
        now=NOW,
    )

    with pytest.raises(services.Incomplete) as refused:
        services.release_paper(paper=paper, languages=["de", "ar"], by=None, now=NOW)

    [gap] = refused.value.gaps["ar"]
    assert (gap.lack, gap.where) == (Lack.MISSING, "Kosten")
    assert not PaperSheet.objects.filter(edition__paper=paper).exists()


@pytest.mark.parametrize(
    ("state", "lack"),
    [
        (Translation.State.DRAFT, Lack.DRAFT),
        (Translation.State.MACHINE, Lack.MACHINE),
    ],
)
def test_what_nobody_checked_is_not_printed(leaflet, block, at_work, state, lack):
    services.translate_block(
        block=block,
        language="ar",
        texts={"heading": "ا", "text": "ب {zeiten} {anschrift}"},
        state=state,
        by=None,
        now=NOW,
    )

    found = composed([leaflet], at_work, now=NOW)[leaflet.pk, "ar"]

    assert [gap.lack for gap in found.gaps] == [lack]


def change_hours(site, hour):
    OpeningHours.objects.filter(site=site).update(opens=f"{hour:02}:00")
    content_changed(site.municipality_id)
    town = site.municipality
    town.content_version += 1
    services.check_facts(municipality=town, now=timezone.now())


def test_d5_changed_hours_make_the_leaflet_outdated_until_every_language_is_new(
    leaflet, block, site
):
    """Marked by the job, freed only by new sheets in all languages."""
    assert leaflet.outdated_at is None

    change_hours(site, 8)

    assert Paper.objects.get(pk=leaflet.pk).outdated_at is not None
    assert TextBlock.objects.get(pk=block.pk).outdated_at is not None
    with pytest.raises(services.Incomplete) as refused:
        services.release_paper(
            paper=leaflet, languages=leaflet.languages, by=None, now=NOW
        )
    assert refused.value.gaps["de"][0].lack == Lack.CHANGED

    services.confirm_facts(block=block, by=None, now=NOW)
    services.release_paper(
        paper=leaflet, languages=["de", "ar", "fa"], by=None, now=NOW
    )
    assert Paper.objects.get(pk=leaflet.pk).outdated_at is not None

    services.release_paper(paper=leaflet, languages=leaflet.languages, by=None, now=NOW)
    assert Paper.objects.get(pk=leaflet.pk).outdated_at is None
    assert "8" in text_of(printed(leaflet, "uk", number=3))


def test_hours_that_are_changed_back_make_everything_right_again(leaflet, block, site):
    change_hours(site, 8)
    change_hours(site, 9)

    assert TextBlock.objects.get(pk=block.pk).outdated_at is None
    assert Paper.objects.get(pk=leaflet.pk).outdated_at is None


def test_an_edition_stays_as_it_was_printed(leaflet, block, site):
    before = text_of(printed(leaflet, "de"))

    change_hours(site, 7)

    assert text_of(printed(leaflet, "de")) == before


def test_p17_a_site_has_its_sheet_in_tigrinya(at_work, block):
    """Who is assigned to a house takes its sheet along; it is not for the web."""
    home = new_site(
        at_work,
        name="Filsweg 7",
        sort_key="filsweg 7",
        kind=Site.Kind.ACCOMMODATION,
        is_published=False,
        phone="+4925154321",
    )
    paper = new_paper(
        at_work,
        Paper.Kind.SHEET,
        "Filsweg 7: das Wichtigste",
        [{"block": block}, {"site": home}],
        titles={"ti": "ፊልስቨግ 7"},
        now=NOW,
    )
    services.release_paper(paper=paper, languages=["de", "ti"], by=None, now=NOW)

    text = text_of(printed(paper, "ti"))

    assert "ብዘይ ቆጸራ ምጹ።" in text
    assert "+4925154321" in text
    services.write_paper(paper=paper, data={"is_public": True}, by=None, now=NOW)
    with pytest.raises(services.Incomplete) as refused:
        services.release_paper(paper=paper, languages=["ti"], by=None, now=NOW)
    assert [gap.lack for gap in refused.value.gaps["ti"]] == [Lack.HOME]
