from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hafen.core.ui.forms import DateInput, Form, TextArea, TimeInput
from hafen.information.events.forms._when import WhenFields
from hafen.information.events.models import Event

_YES_NO = (("", _("not known")), ("yes", _("yes")), ("no", _("no")))


class FilterForm(forms.Form):
    """What the list of events shows."""

    q = forms.CharField(label=_("Title or organiser"), required=False, max_length=100)
    when = forms.ChoiceField(
        label=_("Time"),
        required=False,
        choices=[("", _("all")), ("ahead", _("ahead of us")), ("past", _("past"))],
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all but archived")), *Event.State.choices],
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("all")), *Event.Kind.choices]
    )
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=2000, max_value=2100
    )


class EventForm(WhenFields, Form):
    """Everything about an event but its registration.

    :param choices: by field: organisations, sites, districts, topics, languages,
        campaigns
    """

    title = forms.CharField(label=_("Title"), max_length=200)
    summary = forms.CharField(
        label=_("In one sentence"), max_length=300, required=False
    )
    description = forms.CharField(
        label=_("Description"), required=False, widget=TextArea(rows=6)
    )
    programme = forms.CharField(
        label=_("Programme"), required=False, widget=TextArea(rows=4)
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Event.Kind)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    organiser = forms.CharField(
        label=_("Another organiser"), max_length=200, required=False
    )
    partners = forms.MultipleChoiceField(
        label=_("Partners of the event"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    campaign = forms.ChoiceField(label=_("Belongs to the campaign"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)
    place = forms.CharField(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("Room and address, such as “Hall, Marktplatz 1”."),
    )
    room = forms.ChoiceField(
        label=_("Room of the site"),
        help_text=_("It is shown as taken at these times."),
        required=False,
    )
    district = forms.ChoiceField(label=_("District"), required=False)
    online_address = forms.URLField(
        label=_("Address of the online meeting"), required=False, assume_scheme="https"
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    contact = forms.CharField(
        label=_("Who answers questions"), max_length=200, required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.MultipleChoiceField(
        label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_free = forms.ChoiceField(
        label=_("Free of charge"), choices=_YES_NO, required=False
    )
    is_accessible = forms.ChoiceField(
        label=_("Step-free access"), choices=_YES_NO, required=False
    )
    is_pinned = forms.BooleanField(
        label=_("Show it on the start page first"), required=False
    )

    takes_questions = forms.BooleanField(
        label=_("Visitors may ask questions on the page"), required=False
    )

    GROUPS = (
        (_("What"), (("title", "kind"), ("summary",), ("description",))),
        (_("When"), WhenFields.WHEN),
        (_("Where"), (("site", "room", "place"),)),
        (_("Who invites"), (("organisation", "organiser"),)),
    )
    # What most events do without; closed until somebody wants it.
    MORE = (
        (_("Repeats"), WhenFields.AGAIN),
        (
            _("For readers"),
            (
                ("programme",),
                ("is_free", "is_accessible"),
                ("website", "contact"),
                ("languages", "topics"),
            ),
        ),
        (
            _("More about it"),
            (
                ("district", "online_address", "campaign"),
                ("partners",),
                ("is_pinned",),
                ("takes_questions",),
            ),
        ),
    )
    _OWN = (
        "title",
        "summary",
        "description",
        "programme",
        "kind",
        "organiser",
        "place",
        "online_address",
        "website",
        "contact",
        "languages",
        "is_pinned",
        "takes_questions",
    )

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in choices.items():
            field: Any = self.fields[name]
            is_many = isinstance(field, forms.MultipleChoiceField)
            field.choices = found if is_many else [("", "–"), *found]

    @property
    def groups(self) -> list[tuple[Any, list[list[Any]]]]:
        return self._with_fields(self.GROUPS)

    @property
    def more(self) -> list[tuple[Any, list[list[Any]]]]:
        return self._with_fields(self.MORE)

    def _with_fields(self, groups: Any) -> list[tuple[Any, list[list[Any]]]]:
        return [
            (title, [[self[name] for name in row] for row in rows])
            for title, rows in groups
        ]

    @classmethod
    def said_of(cls, event: Event) -> dict[str, Any]:
        """Return how the form shows what an event has."""
        said = WhenFields.said_of(event)
        said |= {name: getattr(event, name) for name in cls._OWN}
        for name in ("organisation", "campaign", "site", "room", "district"):
            said[name] = str(getattr(event, f"{name}_id") or "")
        for name in ("is_free", "is_accessible"):
            said[name] = {True: "yes", False: "no"}.get(getattr(event, name), "")
        said["topics"] = [row.term.code for row in event.topics.select_related("term")]
        said["partners"] = [str(row.organisation_id) for row in event.partners.all()]
        return said

    def data_of_event(self) -> dict[str, Any]:
        """Return the columns and parts; keys of rows stay keys."""
        cleaned = self.cleaned_data
        data = self.when() | {name: cleaned[name] for name in self._OWN}
        for name in ("organisation", "campaign", "site", "room", "district"):
            data[f"{name}_id"] = cleaned[name] or None
        for name in ("is_free", "is_accessible"):
            data[name] = {"yes": True, "no": False}.get(cleaned[name])
        return data | {"topics": cleaned["topics"], "partners": cleaned["partners"]}


class RegistrationForm(Form):
    """Whether and how people register; the same for all dates of a series."""

    has_registration = forms.BooleanField(
        label=_("People register here"), required=False
    )
    asks_needs = forms.BooleanField(
        label=_("Ask whether childcare, an interpreter or step-free access is needed"),
        required=False,
    )
    places = forms.IntegerField(
        label=_("Number of places"),
        required=False,
        min_value=1,
        help_text=_("Empty: no limit."),
    )
    waiting_places = forms.IntegerField(
        label=_("Places on the waiting list"),
        required=False,
        min_value=0,
        help_text=_("Empty: no limit. 0: no waiting list."),
    )
    most_seats = forms.IntegerField(
        label=_("People in one registration, at most"), min_value=1, max_value=50
    )
    needs_approval = forms.BooleanField(
        label=_("We decide on each registration"), required=False
    )
    offer_hours = forms.IntegerField(
        label=_("Hours to accept a place that became free"),
        min_value=0,
        max_value=720,
        help_text=_("0: whoever waits gets the place at once."),
    )
    closes_hours = forms.IntegerField(
        label=_("Registration ends, hours before"), min_value=0, max_value=2_000
    )
    remind_hours = forms.IntegerField(
        label=_("Reminder, hours before"),
        min_value=0,
        max_value=720,
        help_text=_("0: no reminder."),
    )
    keep_days = forms.IntegerField(
        label=_("Names are deleted after so many days"), min_value=1, max_value=365
    )


class DateForm(Form):
    """One date of a series that differs."""

    WAYS = (
        ("moved", _("takes place at another time or place")),
        ("cancelled", _("is called off, and stays in sight")),
        ("dropped", _("is no date at all")),
        ("as_planned", _("is as planned again")),
    )

    way = forms.ChoiceField(
        label=_("This date"), choices=WAYS, widget=forms.RadioSelect
    )
    new_day = forms.DateField(label=_("Other day"), required=False, widget=DateInput())
    starts = forms.TimeField(label=_("Begins at"), required=False, widget=TimeInput())
    ends = forms.TimeField(label=_("Ends at"), required=False, widget=TimeInput())
    place = forms.CharField(label=_("Other place"), max_length=200, required=False)
    note = forms.CharField(label=_("Note for readers"), max_length=300, required=False)

    def values(self) -> dict[str, Any] | None:
        """Return the columns of the change; None: there is none any more."""
        cleaned = self.cleaned_data
        if cleaned["way"] == "as_planned":
            return None
        names = ("new_day", "starts", "ends", "place", "note")
        is_moved = cleaned["way"] == "moved"
        values = {name: cleaned[name] for name in names} if is_moved else {}
        empty = {"new_day": None, "starts": None, "ends": None, "place": ""}
        return {
            **empty,
            "note": cleaned["note"],
            **values,
            "is_cancelled": cleaned["way"] == "cancelled",
            "is_dropped": cleaned["way"] == "dropped",
        }


class VisitorsForm(Form):
    """How many people came."""

    visitors = forms.IntegerField(
        label=_("Number of visitors"), required=False, min_value=0, max_value=1_000_000
    )
