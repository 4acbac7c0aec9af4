from typing import Any

from django import forms
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import Form


class ViewForm(Form):
    """What is kept: a list of this desk, its filters, and a name for both."""

    name = forms.CharField(label=_("Name of this view"), max_length=60)
    page = forms.CharField(widget=forms.HiddenInput, max_length=200)
    query = forms.CharField(widget=forms.HiddenInput, max_length=1_000, required=False)

    def __init__(self, *args: Any, desk: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk

    def clean_page(self) -> str:
        page: str = self.cleaned_data["page"]
        if not page.startswith(self.desk) or _match(page) is None:
            raise forms.ValidationError(_("This page cannot be kept."))
        return page

    def clean_query(self) -> str:
        return str(self.cleaned_data["query"]).lstrip("?")


def _match(page: str) -> ResolverMatch | None:
    try:
        return resolve(page)
    except Resolver404:
        return None
