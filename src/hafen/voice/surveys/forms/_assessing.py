from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import Form, TextArea
from hafen.network.organisations.models import Organisation
from hafen.voice.surveys.models import Partner


class PartnerForm(Form):
    """With whom the municipality assesses what a round has shown."""

    organisation = forms.ModelChoiceField(
        label=_("Partner"), queryset=Organisation.objects.none()
    )

    def __init__(
        self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = organisations


class ContributionForm(Form):
    """What a partner says about a topic."""

    partner = forms.ModelChoiceField(
        label=_("Who says it"), queryset=Partner.objects.none(), empty_label=None
    )
    topic = forms.CharField(
        label=_("Topic"),
        max_length=120,
        help_text=_("For example: location, competences, cooperation."),
    )
    text = forms.CharField(
        label=_("What the partner says"), max_length=2_000, widget=TextArea(rows=4)
    )

    def __init__(self, *args: Any, partners: QuerySet[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["partner"]
        field.queryset = partners


class AssessmentForm(Form):
    """The joint text."""

    text = forms.CharField(
        label=_("Joint text"),
        max_length=20_000,
        widget=TextArea(rows=16),
        help_text=_("After a change every partner has to approve it anew."),
    )
