"""Day and hour read the same in every language of the portal."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils.formats import date_format, time_format
from django.utils.translation import override

from hafen.core.db.languages import PORTAL_LANGUAGES
from hafen.core.ui.templatetags.ui import moment


@pytest.mark.parametrize("language", [tag for tag, _ in PORTAL_LANGUAGES])
def test_the_afternoon_has_24_hours(language):
    with override(language):
        assert time_format(time(16, 30)) == "16:30"
        assert "16:30" in moment(datetime(2026, 12, 8, 15, 30, tzinfo=UTC))


def test_english_puts_the_day_before_the_month():
    with override("en"):
        assert date_format(date(2026, 12, 8), "SHORT_DATE_FORMAT") == "08/12/2026"
        assert date_format(date(2026, 12, 8)) == "8 December 2026"


def test_a_day_without_a_time_shows_no_midnight():
    midnight = datetime(2026, 12, 24, 23, 0, tzinfo=UTC)
    with override("de"):
        assert moment(midnight) == "25. Dezember 2026"
        assert moment(midnight, "SHORT") == "25.12.2026"
        assert moment(None) == ""
