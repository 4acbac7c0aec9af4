"""What readers may ask the catalogue; none of it is kept."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.places.queries import DistrictNode
from hafen.information.directory.eligibility import Reader
from hafen.information.directory.models import Level


class FittingForm(forms.Form):
    """What somebody says of themselves, as much as they like."""

    topic = forms.ChoiceField(label=_("Topic"), required=False)
    age = forms.IntegerField(
        label=_("Your age"), min_value=0, max_value=120, required=False
    )
    residence = forms.ChoiceField(label=_("Your residence status"), required=False)
    level = forms.ChoiceField(
        label=_("Your German"),
        choices=[("", _("I would rather not say")), *Level.choices],
        required=False,
    )
    district = forms.ChoiceField(label=_("Where you live"), required=False)

    def __init__(
        self,
        *args: Any,
        topics: list[Any],
        residence: list[Any],
        districts: list[Any],
        tree: list[DistrictNode],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._tree = tree
        rather_not = ("", _("I would rather not say"))
        for name, first, found in (
            ("topic", ("", _("all")), topics),
            ("residence", rather_not, residence),
            ("district", rather_not, districts),
        ):
            field: Any = self.fields[name]
            field.choices = [first, *found]

    @property
    def reader(self) -> Reader:
        values = self.cleaned_data
        return Reader(
            age=values["age"],
            residence=values["residence"],
            level=values["level"],
            districts=frozenset(_way_to(self._tree, values["district"])),
        )


def _way_to(tree: list[DistrictNode], wanted: str) -> list[str]:
    """Return the keys of a district and of all that it lies in."""
    for node in tree:
        key = str(node.district.pk)
        if key == wanted:
            return [key]
        if below := _way_to(node.children, wanted):
            return [key, *below]
    return []


class CollectForm(forms.Form):
    """Words and filters to find what goes on the list."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    district = forms.ChoiceField(label=_("District"), required=False)
    free = forms.BooleanField(label=_("Free of charge"), required=False)

    def __init__(
        self, *args: Any, topics: list[Any], districts: list[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for name, found in (("topic", topics), ("district", districts)):
            field: Any = self.fields[name]
            field.choices = [("", _("all")), *found]
