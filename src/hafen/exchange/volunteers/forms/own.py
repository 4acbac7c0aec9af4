"""What somebody changes on the own page."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.places.models import District
from hafen.core.ui.fields import PhoneField
from hafen.core.ui.forms import Form
from hafen.exchange.volunteers.models import Volunteer


class OwnForm(Form):
    """The few things that change: number, wishes, what is agreed to."""

    phone = PhoneField(label=_("Your telephone number"), required=False)
    wishes = forms.CharField(
        label=_("With whom or where would you like to help?"),
        max_length=500,
        required=False,
    )
    exclusions = forms.CharField(
        label=_("What would you rather not do?"), max_length=500, required=False
    )
    district = forms.ModelChoiceField(
        label=_("News of which district?"),
        queryset=District.objects.none(),
        required=False,
        empty_label=_("all districts"),
    )
    may_forward = forms.BooleanField(
        label=_("You may give my name and contact to a place that fits"),
        required=False,
    )
    wants_news = forms.BooleanField(
        label=_("I would like news for volunteers"), required=False
    )

    def __init__(self, *args: Any, districts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["district"]
        field.queryset = districts
        field.label_from_instance = lambda row: row.name

    @staticmethod
    def initial_of(row: Volunteer) -> dict[str, Any]:
        return {
            "phone": row.helper.phone,
            "wishes": row.wishes,
            "exclusions": row.exclusions,
            "district": row.district,
            "may_forward": row.helper.consent_on is not None,
            "wants_news": row.news_consent_on is not None,
        }

    @property
    def person(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"phone": said["phone"], "consent_on": _day(agreed=said["may_forward"])}

    @property
    def about(self) -> dict[str, Any]:
        said = self.cleaned_data
        found = {name: said[name] for name in ("wishes", "exclusions", "district")}
        return found | {"news_consent_on": _day(agreed=said["wants_news"])}


def _day(*, agreed: bool) -> Any:
    return timezone.localdate() if agreed else None
