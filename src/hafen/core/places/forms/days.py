from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.db.forms import Form
from hafen.core.places.forms.rows import RowForm
from hafen.core.places.models import ClosedDay, HolidayOverride


class ClosedDayForm(RowForm):
    model = ClosedDay
    shown = ("first_day", "last_day", "kind", "site", "reason")


class HolidayForm(RowForm):
    model = HolidayOverride
    shown = ("day", "name", "is_holiday")


class SchoolYearForm(Form):
    year = forms.IntegerField(label=_("Year"), min_value=2015, max_value=2100)
