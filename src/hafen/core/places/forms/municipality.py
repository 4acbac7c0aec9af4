import re
from typing import Any

from django import forms
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from hafen.core.db.forms import Form, PhoneInput, TextArea
from hafen.core.db.languages import PLAIN_GERMAN, PORTAL_LANGUAGES
from hafen.core.places.calendar import LAENDER
from hafen.core.places.features import features, is_on
from hafen.core.places.models import Municipality

CONTACT = ("address", "phone", "email")


class MunicipalityForm(Form):
    """Name, languages, domain, colour and contact data of a municipality."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    default_language = forms.ChoiceField(
        label=gettext_lazy("Language in which texts are written")
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages of the portal"),
        widget=forms.CheckboxSelectMultiple,
    )
    land = forms.ChoiceField(
        label=gettext_lazy("State (Land)"),
        help_text=gettext_lazy("Decides on public holidays and school holidays."),
        choices=[
            (code, LAENDER[code]) for code in sorted(LAENDER, key=LAENDER.__getitem__)
        ],
    )
    domain = forms.CharField(
        label=gettext_lazy("Own domain"),
        help_text=gettext_lazy(
            "For the public pages, for example “integration.example.org”. Signing in"
            " stays at the address of the installation."
        ),
        required=False,
        max_length=253,
    )
    colour = forms.CharField(
        label=gettext_lazy("Colour of the house style"),
        help_text=gettext_lazy(
            "It is darkened where it could not be read on white. Example: #2044aa."
        ),
        required=False,
        max_length=7,
    )
    address = forms.CharField(
        label=gettext_lazy("Postal address"), widget=TextArea(rows=3), required=False
    )
    phone = forms.CharField(
        label=gettext_lazy("General telephone number"),
        widget=PhoneInput,
        required=False,
        max_length=40,
    )
    email = forms.EmailField(
        label=gettext_lazy("General e-mail address"), required=False
    )

    frame_sites = forms.CharField(
        label=gettext_lazy("Sites that may show our pages in a frame"),
        help_text=gettext_lazy(
            "One address a line, for example https://www.example.org. Only for sites"
            " that cannot take the line of code from the page “On your site”."
        ),
        widget=TextArea(rows=3),
        required=False,
        max_length=5_000,
    )

    def __init__(self, *args: Any, municipality: Municipality, **options: Any) -> None:
        super().__init__(*args, version=municipality.version, **options)
        choices = [(tag, _own_name(tag)) for tag in _offered(municipality)]
        for name in ("languages", "default_language"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        self.initial = {**municipality_values(municipality), **self.initial}

    def clean_colour(self) -> str:
        colour: str = self.cleaned_data["colour"]
        if colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            message = _("Write the colour with # and six digits, for example #2044aa.")
            raise forms.ValidationError(message)
        return colour

    @property
    def content(self) -> dict[str, Any]:
        """The values by the names of the model."""
        found = super().content
        first = found.pop("default_language")
        found["languages"] = [
            first,
            *(tag for tag in found["languages"] if tag != first),
        ]
        found["contact"] = {name: found.pop(name) for name in CONTACT}
        colour = found.pop("colour")
        found["theme"] = {"colour": colour} if colour else {}
        found["frame_sites"] = found["frame_sites"].split()
        return found


def municipality_values(municipality: Municipality) -> dict[str, Any]:
    """Return what the form shows of a municipality."""
    return {
        "name": municipality.name,
        "default_language": municipality.default_language,
        "languages": municipality.languages,
        "land": municipality.land,
        "domain": municipality.domain or "",
        "colour": municipality.theme.get("colour", ""),
        "frame_sites": "\n".join(municipality.frame_sites),
        **{name: municipality.contact.get(name, "") for name in CONTACT},
    }


class FeaturesForm(Form):
    """One switch per registered room."""

    def __init__(self, *args: Any, municipality: Municipality, **options: Any) -> None:
        super().__init__(*args, version=municipality.version, **options)
        for feature in features:
            self.fields[feature.name] = forms.BooleanField(
                label=str(feature.label),
                required=False,
                initial=is_on(municipality, feature.name),
            )


class PublicationForm(Form):
    is_published = forms.BooleanField(
        label=gettext_lazy("The portal is open to the public"), required=False
    )


def _offered(municipality: Municipality) -> list[str]:
    """Return the languages with complete screens, plain German, whose screens are
    the German ones, and those in use already.
    """
    tags = [*(tag for tag, _name in PORTAL_LANGUAGES), PLAIN_GERMAN]
    return [*tags, *(tag for tag in municipality.languages if tag not in tags)]


def _own_name(tag: str) -> str:
    return str(get_language_info(tag)["name_local"])
