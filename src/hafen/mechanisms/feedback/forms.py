from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from hafen.core.db.forms import Form
from hafen.core.ui.forms import TextArea
from hafen.core.ui.visitors import own_path
from hafen.mechanisms.feedback.models import FeedbackEntry

_SALT = "hafen.feedback"
QUICKEST_SECONDS = 3
SLOWEST_SECONDS = 24 * 3_600


class GuardedFields(forms.Form):
    """Tells robots from people without any cookie, on every form of visitors.

    The signed token says when the page was read: a person needs some seconds.
    `website` is out of sight, so whoever fills it is a robot.
    """

    token = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def is_of_a_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def clean_token(self) -> str:
        token: str = self.cleaned_data["token"]
        try:
            signing.loads(token, salt=_SALT, max_age=SLOWEST_SECONDS)
        except signing.BadSignature:
            raise forms.ValidationError(
                _("The page was open for too long. Please send your message again.")
            ) from None
        return token


class FeedbackForm(GuardedFields, Form):
    """A visitor's message."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=FeedbackEntry.Kind,
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=_("Your message"),
        help_text=_("Please do not write anything private about yourself or others."),
        max_length=2_000,
        widget=TextArea(rows=5),
    )
    reply_to = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("Only if you would like an answer."),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )
    page = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def clean_page(self) -> str:
        """Keep the path of a page of ours, and nothing that leads elsewhere."""
        return own_path(self.cleaned_data["page"])


def new_token(*, is_corrected: bool = False) -> str:
    """Return a token that says when the form was shown.

    :param is_corrected: the form came back with errors, so somebody wrote
        already and may be quick now
    """
    return signing.dumps("corrected" if is_corrected else "shown", salt=_SALT)


def is_too_quick(token: str) -> bool:
    """Return whether the form came back faster than a person can write."""
    try:
        step = signing.loads(token, salt=_SALT, max_age=QUICKEST_SECONDS)
    except signing.SignatureExpired:
        return False
    return bool(step == "shown")


class OutcomeForm(Form):
    """What was done about an entry."""

    outcome = forms.CharField(
        label=_("What was done?"),
        required=False,
        max_length=2_000,
        widget=TextArea(rows=3),
    )
