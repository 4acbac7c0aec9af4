"""What people without an account fill in: few fields, no cookie."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hafen.core.db.errors import DomainError
from hafen.core.files import content
from hafen.core.places.models import District
from hafen.core.ui.forms import DateInput, Form, TextArea
from hafen.exchange.board import masking
from hafen.exchange.board.models import MOST_PHOTOS, Photo, Post, Report
from hafen.exchange.board.queries import BoardFilter
from hafen.exchange.board.words import NO_PICTURE
from hafen.mechanisms.feedback.forms import GuardedFields

MOST_CHARS = 3_000
FACTS = ("side", "category", "title", "text", "language", "district", "ends_on")
_NO_ADDRESS = _(
    "Please write no telephone number, e-mail address or link here. People answer you "
    "through this page."
)


class PhotosInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Some pictures at once; what they really are is told by their bytes."""

    widget = PhotosInput({"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_PHOTOS:
            said = _now("At most %(most)s pictures.") % {"most": MOST_PHOTOS}
            raise forms.ValidationError(said)
        return [self._picture(each, initial) for each in given]

    def _picture(self, data: Any, initial: Any) -> Any:
        """Refuse at the field what is no picture, or hides something else."""
        file = super().clean(data, initial)
        try:
            found = content.content_type(file.read(), name=file.name)
            file.seek(0)
            if found not in content.IMAGES:
                raise forms.ValidationError(NO_PICTURE)
            content.clean_image(file.read())
        except DomainError:
            raise forms.ValidationError(NO_PICTURE) from None
        file.seek(0)
        return file


def photos_field() -> PhotosField:
    return PhotosField(
        label=_("Pictures"),
        help_text=_("Up to three. Show no people and no number plates."),
        required=False,
    )


def _offer_districts(field: Any, districts: Any, whole: Any) -> None:
    field.queryset = districts
    field.empty_label = whole
    field.label_from_instance = lambda row: row.name


class PostFields(forms.Form):
    """What a notice says; the desk fills in the same fields."""

    side = forms.ChoiceField(
        label=_("What would you like to do?"),
        choices=[
            (Post.Side.OFFER, _("I offer something")),
            (Post.Side.NEED, _("I am looking for something")),
        ],
        widget=forms.RadioSelect,
    )
    category = forms.ChoiceField(label=_("What is it about?"))
    title = forms.CharField(
        label=_("Title"),
        help_text=_("A few words, in your own language if you like."),
        max_length=100,
        widget=forms.TextInput({"dir": "auto"}),
    )
    text = forms.CharField(
        label=_("Description"),
        max_length=MOST_CHARS,
        required=False,
        widget=TextArea(rows=5),
    )
    language = forms.ChoiceField(label=_("In which language do you write?"))
    district = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.none(), required=False
    )

    ends_on = forms.DateField(
        label=_("Take it down after this day"),
        help_text=_("Without a day it hangs for the usual time; you can renew it."),
        required=False,
        widget=DateInput,
    )

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError(_now("This day is over."))
        return day

    def fill(self, *, categories: Any, languages: Any, districts: Any) -> None:
        fields: Any = self.fields
        fields["category"].choices = [("", "–"), *categories]
        fields["language"].choices = languages
        _offer_districts(fields["district"], districts, _("the whole town"))

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}


class _NoAddresses(forms.Form):
    """Private people name no way to reach them: the platform carries it all."""

    def clean_title(self) -> str:
        return self._without("title")

    def clean_text(self) -> str:
        return self._without("text")

    def _without(self, name: str) -> str:
        said: str = self.cleaned_data[name]
        if masking.has_address(said):
            raise forms.ValidationError(_NO_ADDRESS)
        return said


class PostForm(_NoAddresses, PostFields, GuardedFields, Form):
    """A new notice of somebody without an account."""

    photos = photos_field()
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Nobody reads it until you release it."),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("It stays hidden. We send you a link to your notice."),
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )
    agrees = forms.BooleanField(
        label=_("My notice may be public, and my name and address kept until it ends.")
    )

    @property
    def person(self) -> dict[str, Any]:
        return {
            "name": self.cleaned_data["name"],
            "email": self.cleaned_data["email"],
            "language": self.cleaned_data["language"],
        }


class EditForm(_NoAddresses, PostFields, Form):
    """A notice that its author changes by the mailed link."""

    photos = photos_field()
    removed = forms.ModelMultipleChoiceField(
        label=_("Take these pictures away"),
        queryset=Photo.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def offer_photos(self, row: Post) -> None:
        removed: Any = self.fields["removed"]
        removed.queryset = row.photos.select_related("file").order_by("pk")
        removed.label_from_instance = lambda photo: photo.file.name
        if not row.photos.exists():
            del self.fields["removed"]


class AskerFields(forms.Form):
    """Who answers a notice."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("Nobody reads it until you release it."),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_(
            "It stays hidden. Without it you read the answer on the page that follows."
        ),
        required=False,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )

    def person(self, language: str) -> dict[str, Any]:
        email = self.cleaned_data["email"]
        return {
            "name": self.cleaned_data["name"],
            "email": email,
            "language": language,
            "channel": "MAIL" if email else "",
        }


class AnswerForm(AskerFields, GuardedFields, Form):
    """The first message about a notice."""

    text = forms.CharField(
        label=_("Your message"), max_length=MOST_CHARS, widget=TextArea(rows=5)
    )

    field_order = ("text", "name", "email")


class ProveForm(AskerFields, GuardedFields, Form):
    """Somebody who would like to answer a notice about children."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("It stays hidden. We send you a link there."),
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )


class SayForm(Form):
    """A further message of a talk."""

    text = forms.CharField(
        label=_("Your message"), max_length=MOST_CHARS, widget=TextArea(rows=4)
    )


class ReportFields(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong?"), choices=Report.Reason, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What should we know?"),
        max_length=1_000,
        required=False,
        widget=TextArea(rows=3),
    )


class ReportForm(ReportFields, GuardedFields, Form):
    """A report about a notice, by anybody."""


class TalkReportForm(ReportFields, Form):
    """A report about a talk, by one of the two."""


class CloseForm(Form):
    outcome = forms.ChoiceField(
        label=_("Have you found what you were looking for?"),
        choices=[
            (Post.Outcome.PERSON, _("Yes, with a person")),
            (Post.Outcome.ORGANISATION, _("Yes, with an organisation")),
            (Post.Outcome.NOT, _("No")),
        ],
        widget=forms.RadioSelect,
    )


class WishFields(forms.Form):
    """Of which notices somebody wants to hear."""

    side = forms.ChoiceField(
        label=_("Which notices?"),
        choices=[
            ("", _("all notices")),
            (Post.Side.OFFER, _("offers only")),
            (Post.Side.NEED, _("what is looked for only")),
        ],
        required=False,
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories"),
        help_text=_("Without a choice: all of them."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    district = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.none(), required=False
    )

    def fill(self, categories: Any, districts: Any) -> None:
        fields: Any = self.fields
        fields["categories"].choices = categories
        _offer_districts(fields["district"], districts, _("the whole town"))

    @property
    def wish(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name] for name in ("side", "categories", "district")
        }


class SubscribeForm(WishFields, GuardedFields, Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )

    field_order = ("email", "district", "side", "categories")


class AlertForm(WishFields, Form):
    """The wishes of a subscription, changed by its link."""


class FilterForm(forms.Form):
    """What a reader of the board narrows it by."""

    side = forms.ChoiceField(
        label=_("Offered or wanted"),
        choices=[("", "–"), *Post.Side.choices],
        required=False,
    )
    category = forms.ChoiceField(label=_("Category"), required=False)
    district = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.none(), required=False
    )
    km = forms.ChoiceField(
        label=_("Around it"),
        choices=[("", "–"), *((km, f"{km} km") for km in (2, 5, 10))],
        required=False,
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    q = forms.CharField(
        label=_("Word or number of a notice"), max_length=80, required=False
    )

    def __init__(
        self, *args: Any, categories: Any, districts: Any, languages: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["category"].choices = [("", "–"), *categories]
        fields["language"].choices = [("", "–"), *languages]
        _offer_districts(fields["district"], districts, "–")

    @property
    def wanted(self) -> BoardFilter:
        values: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        district = values.get("district")
        return BoardFilter(
            side=values.get("side", ""),
            category=values.get("category", ""),
            district=district.pk if district else None,
            km=int(values.get("km") or 0),
            language=values.get("language", ""),
            words=values.get("q", ""),
        )
