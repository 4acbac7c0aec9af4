import re
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.translation import override

from hafen.core.ui.fields import DecimalField, PhoneField, spelled


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("02 51 / 4 92-90 05", "+492514929005"),
        ("+49 (251) 492 0", "+492514920"),
        ("0043 1 58858", "+43158858"),
        ("115", "115"),
        ("", ""),
    ],
)
def test_a_number_is_read_in_any_usual_spelling(typed, kept):
    assert PhoneField(required=False).clean(typed) == kept


@pytest.mark.parametrize("typed", ["Frau Muster", "siehe Aushang", "99"])
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match="0251 492 0"):
        PhoneField().clean(typed)


def test_a_number_is_shown_as_people_dial_it_here():
    assert spelled("+492514920") == "0251 4920"
    assert spelled("+43158858").startswith("+43")
    assert spelled("115") == "115"


@pytest.mark.parametrize("language", ["de", "en", "ar"])
@pytest.mark.parametrize("typed", ["4,5", "4.5", "٤٫٥"])
def test_a_number_has_a_comma_or_a_point_in_every_language(language, typed):
    with override(language):
        assert DecimalField(decimal_places=1).clean(typed) == Decimal("4.5")


def test_a_number_with_two_separators_is_asked_again():
    with pytest.raises(ValidationError):
        DecimalField().clean("1.234,50")


def test_a_select_is_the_same_as_django_draws_it_in_one_template():
    class Sizes(forms.Form):
        size = forms.ChoiceField(
            choices=[
                ("", "-"),
                ("s", "<Small>"),
                (7_000, "Many"),
                ("Big", [("l", 'Lar"ge'), ("x", "Huge")]),
            ],
            widget=forms.Select(attrs={"class": "a b", "data-x": "1"}),
        )

    ours = str(Sizes({"size": "l"})["size"])
    plain = str(Sizes({"size": "l"}, renderer=DjangoTemplates())["size"])

    assert re.sub(r">\s+<", "><", plain) == ours
