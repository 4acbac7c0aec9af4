from datetime import date

import pytest

from hafen.core.db.errors import LostUpdate
from hafen.core.places import features, queries, services
from hafen.core.places.errors import (
    DomainRefused,
    LanguageUnknown,
    ShortNameRefused,
)
from hafen.core.places.models import Municipality, SchoolHoliday

pytestmark = pytest.mark.django_db


def test_a_municipality_is_created_unpublished():
    made = services.create_municipality(
        slug="musterhafen", name="Musterhafen", languages=["de", "ar", "de-simple"]
    )
    assert (made.default_language, made.is_published) == ("de", False)


@pytest.mark.parametrize("slug", ["account", "A", "zwei worte", "ä-stadt", "hier", ""])
def test_a_short_name_that_is_no_address_or_taken_is_refused(town, slug):
    with pytest.raises(ShortNameRefused):
        services.create_municipality(slug=slug, name="X", languages=["de"])


@pytest.mark.parametrize("languages", [[], [""], ["de", "xx"]])
def test_unknown_languages_are_refused(languages):
    with pytest.raises(LanguageUnknown):
        services.create_municipality(slug="stadt", name="X", languages=languages)


def test_a_domain_belongs_to_one_municipality(town, other_town):
    services.change_municipality(
        town, values={"domain": "Hafen.Example.org"}, expected=None
    )
    assert queries.municipality_at("hafen.example.org:443") == town

    for domain in ("hafen.example.org", "kein domain", "http://x.example.org"):
        with pytest.raises(DomainRefused):
            services.change_municipality(
                other_town, values={"domain": domain}, expected=None
            )


def test_settings_that_somebody_else_changed_are_not_overwritten(town):
    services.change_municipality(town, values={"name": "Neu"}, expected=town.version)
    with pytest.raises(LostUpdate):
        services.change_municipality(
            town, values={"name": "Alt"}, expected=town.version
        )


def test_a_switch_holds_its_default_until_somebody_decides(town, monkeypatch):
    own = features.features.__class__(key=lambda feature: feature.name)
    own.register(features.Feature("board", "Notice board", is_on=False))
    monkeypatch.setattr(features, "features", own)
    monkeypatch.setattr("hafen.core.places.services.municipalities.features", own)

    assert not features.is_on(town, "board")
    changed = services.set_features(
        town, switched={"board": True, "unknown": True}, expected=None
    )
    assert features.is_on(changed, "board")
    assert "unknown" not in changed.features


def test_a_change_counts_one_version_of_the_content_after_the_commit(
    town, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            services.content_changed(town.pk)
    assert Municipality.objects.get(pk=town.pk).content_version == 2


def test_school_holidays_come_from_the_land_once(town):
    assert services.load_school_holidays(town, year=2026) >= 4
    assert services.load_school_holidays(town, year=2026) == 0
    assert SchoolHoliday.objects.filter(
        municipality=town, name="Sommerferien", first_day=date(2026, 7, 20)
    ).exists()


def test_christmas_eve_can_be_a_holiday_here(town):
    eve = date(2026, 12, 24)
    override = services.set_holiday(town, day=eve, name="Heiligabend", is_holiday=True)
    assert queries.working_calendar(town).holiday(eve) == "Heiligabend"

    services.unset_holiday(override)
    assert queries.working_calendar(town).is_working_day(eve)
