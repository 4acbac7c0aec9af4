from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form
from hafen.information.directory.models import ServicePerson
from hafen.network.organisations.models import ContactPerson


class PersonForm(Form):
    """Whom one may ask about the offer, and whether the public may know."""

    person = forms.ModelChoiceField(
        label=_("Contact person"), queryset=ContactPerson.objects.none()
    )
    is_public = forms.BooleanField(
        label=_("Name, task, telephone and e-mail stand on the public page"),
        help_text=_("Only with the person's consent; it can be withdrawn any time."),
        required=False,
    )
    agreed_on = forms.DateField(
        label=_("The person agreed on"), required=False, widget=DateInput()
    )
    agreed_how = forms.ChoiceField(
        label=_("How the person agreed"),
        choices=[("", "–"), *ServicePerson.Agreed.choices],
        required=False,
    )

    is_single = forms.BooleanField(
        label=_("All questions go to this person; the page names nobody else"),
        required=False,
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        person: Any = self.fields["person"]
        person.queryset = people
        person.label_from_instance = lambda row: ", ".join(
            part for part in (row.name, row.position) if part
        )

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not values.get("is_public"):
            values["agreed_on"], values["agreed_how"] = None, ""
            if values.get("is_single"):
                message = _("Who is asked first stands on the public page too.")
                self.add_error("is_single", ValidationError(message))
            return values
        for name in ("agreed_on", "agreed_how"):
            if not values.get(name):
                message = _("Nobody is made public without a consent on record.")
                self.add_error(name, ValidationError(message))
        if values.get("agreed_on") and values["agreed_on"] > timezone.localdate():
            message = _("This day has not come yet.")
            self.add_error("agreed_on", ValidationError(message))
        return values
