"""A filter that looks around a district."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.places.queries import DistrictNode
from hafen.core.ui.forms import Form


class AroundForm(Form):
    """The district is found as a node of the tree that the form was given."""

    district = forms.TypedChoiceField(
        label=_("District"), required=False, empty_value=None
    )
    km = forms.IntegerField(
        label=_("And so many kilometres around it"),
        min_value=1,
        max_value=200,
        required=False,
    )

    def __init__(
        self, *args: Any, tree: Iterable[DistrictNode], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        nodes = {str(each.district.pk): each for root in tree for each in root.walk()}
        field: Any = self.fields["district"]
        field.coerce = nodes.__getitem__
        field.choices = [
            ("", "–"),
            *((key, each.district.name) for key, each in nodes.items()),
        ]
