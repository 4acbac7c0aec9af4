from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.places.queries import DistrictNode
from hafen.information.directory.models import Service
from hafen.information.directory.services import BulkAction

ORDERS = (
    ("name", _("by name")),
    ("organisation", _("by organisation")),
    ("changed", _("latest change first")),
    ("check", _("next check first")),
)


class FilterForm(forms.Form):
    """What the list of offers shows.

    :param topics, districts, organisations, languages: their choices
    """

    q = forms.CharField(label=_("Name or organisation"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("all but archived")), *Service.State.choices],
        required=False,
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    language = forms.ChoiceField(label=_("Offered in"), required=False)
    untranslated = forms.ChoiceField(label=_("Translation missing"), required=False)
    sort = forms.ChoiceField(label=_("Order"), choices=ORDERS, required=False)
    overdue = forms.BooleanField(label=_("Check is overdue"), required=False)

    def __init__(
        self,
        *args: Any,
        choices: dict[str, Any],
        tree: list[DistrictNode],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._tree = tree
        for name, found in choices.items():
            field: Any = self.fields[name]
            field.choices = [("", _("all")), *found]

    @property
    def districts(self) -> frozenset[UUID]:
        """The chosen district and all below it; none where none is chosen."""
        wanted = self.cleaned_data.get("district")
        nodes = (node for root in self._tree for node in root.walk())
        return frozenset(
            below.district.pk
            for node in nodes
            if wanted and str(node.district.pk) == wanted
            for below in node.walk()
        )


class BulkForm(forms.Form):
    """Which step, and for which of the listed offers."""

    action = forms.ChoiceField(choices=BulkAction.choices)
    services = forms.TypedMultipleChoiceField()

    def __init__(self, *args: Any, keys: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["services"]
        field.choices = [(key, key) for key in keys]
