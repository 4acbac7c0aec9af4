"""What is about all events: the year, goals, wishes, foreign calendars."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.accounts.models import Team
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.information.events import queries, services
from hafen.information.events.fetching import Unreachable
from hafen.information.events.forms import (
    CalendarForm,
    CampaignForm,
    GoalForm,
    NeedTeamForm,
    WishForm,
)
from hafen.information.events.models import (
    CadenceGoal,
    Campaign,
    ForeignCalendar,
    NeedKind,
    NeedTeam,
    Wish,
)
from hafen.information.events.rules import (
    EDIT_EVENT,
    RUN_CALENDAR,
    VIEW_EVENT,
    WISH_FOR_EVENT,
)
from hafen.information.events.views._worklist import Item, key_of, sent, worklist
from hafen.network.organisations.queries import organisations_visible_to

_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@requires(VIEW_EVENT)
def year(request: SignedInRequest, municipality: str, year: int) -> HttpResponse:
    """All public events of a year, by district, with kind and people."""
    shown = min(max(year, 2000), 2100)
    context = {
        "year": shown,
        "before": shown - 1,
        "after": shown + 1,
        "lines": queries.year_lines(request.user, shown),
    }
    return render(request, "events/year.html", context)


@require_http_methods(_METHODS)
@requires(RUN_CALENDAR)
def goals(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How often events of a kind take place, and where a period is still open."""
    town = request.municipality

    def save(form: Any) -> None:
        services.set_goal(municipality=town, values=form.content, by=request.user)

    def step(_name: str, key: str) -> None:
        goal = get_object_or_404(CadenceGoal, municipality=town, pk=key_of(key))
        services.drop_goal(goal=goal, by=request.user)

    return worklist(
        request,
        heading=_("Goals"),
        items=_periods(request),
        form=GoalForm(sent(request)),
        save=save,
        step=step,
        form_heading=_("New goal"),
        submit=_("Save"),
    )


def _periods(request: SignedInRequest) -> list[Item]:
    found = []
    rows = CadenceGoal.objects.filter(municipality=request.municipality.pk)
    for goal in rows.order_by("pk"):
        for period in queries.periods(goal, today=timezone.localdate()):
            days = [
                formats.date_format(day, "SHORT_DATE_FORMAT")
                for day in (period.first, period.last)
            ]
            found.append(
                Item(
                    key=goal.pk,
                    title=f"{goal.get_kind_display()}: {days[0]} – {days[1]}",
                    note=f"{period.number} / {period.wanted}",
                    badge=_("fulfilled") if period.is_fulfilled else _("open"),
                    look="success" if period.is_fulfilled else "warning",
                    steps=(("drop", _("Remove the goal")),),
                )
            )
    return found


@require_http_methods(_METHODS)
@requires(WISH_FOR_EVENT)
def wishes(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What people would like an event about, and what became of it."""
    town = request.municipality

    def save(form: Any) -> None:
        title = form.cleaned_data["title"]
        services.wish_for(municipality=town, title=title, by=request.user)

    def step(name: str, key: str) -> None:
        wish = get_object_or_404(Wish, municipality=town, pk=key_of(key))
        if name == "too":
            services.wish_for(municipality=town, title=wish.title, by=request.user)

    return worklist(
        request,
        heading=_("Wishes for events"),
        items=[_wish(request, row) for row in _wishes(request)],
        form=WishForm(sent(request)),
        save=save,
        step=step,
        form_heading=_("New wish"),
        submit=_("Wish for it"),
    )


def _wishes(request: SignedInRequest) -> Any:
    rows = Wish.objects.filter(municipality=request.municipality.pk)
    return rows.select_related("event").order_by("-voices", "pk")


def _wish(request: SignedInRequest, row: Wish) -> Item:
    said = ngettext("%(number)d voice", "%(number)d voices", row.voices)
    address = ""
    if EDIT_EVENT.held_by(request.user):
        slug = request.municipality.slug
        address = f"{reverse('events:create', args=[slug])}?wish={row.pk}"
        if row.event is not None:
            address = reverse("events:detail", args=[slug, row.event.pk])
    return Item(
        key=row.pk,
        title=row.title,
        note=said % {"number": row.voices},
        badge=_("planned") if row.event else "",
        look="success",
        address=address,
        steps=() if row.event else (("too", _("I wish for this too")),),
    )


@require_http_methods(_METHODS)
@requires(RUN_CALENDAR)
def calendars(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Calendars of others whose events we show."""
    town = request.municipality
    organisations = organisations_visible_to(request.user).present().sorted()
    form = CalendarForm(
        sent(request), organisations=[(str(row.pk), row.name) for row in organisations]
    )

    def save(form: Any) -> None:
        values = dict(form.content)
        values["organisation_id"] = values.pop("organisation") or None
        try:
            services.keep_calendar(municipality=town, values=values, by=request.user)
        except Unreachable:
            form.add_error("address", _("This address cannot be read from here."))

    def step(name: str, key: str) -> None:
        row = get_object_or_404(ForeignCalendar, municipality=town, pk=key_of(key))
        if name == "drop":
            services.drop_calendar(calendar=row, by=request.user)

    rows = ForeignCalendar.objects.filter(municipality=town.pk).order_by("name", "pk")
    return worklist(
        request,
        heading=_("Foreign calendars"),
        intro=_("We read them every four hours. What you change here stays."),
        items=[_calendar(row) for row in rows],
        form=form,
        save=save,
        step=step,
        form_heading=_("Subscribe to a calendar"),
        submit=_("Subscribe"),
    )


def _calendar(row: ForeignCalendar) -> Item:
    read = (
        formats.date_format(row.read_at, "SHORT_DATETIME_FORMAT") if row.read_at else ""
    )
    return Item(
        key=row.pk,
        title=row.name,
        note=" · ".join(part for part in (row.address, read, row.trouble) if part),
        badge=_("not readable") if row.trouble else "",
        look="danger",
        steps=(("drop", _("End the subscription")),),
    )


@require_http_methods(_METHODS)
@requires(RUN_CALENDAR)
def campaigns(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Mottos under which several events stand."""
    town, language = request.municipality, get_language() or "de"

    def save(form: Any) -> None:
        services.keep_campaign(
            municipality=town, titles=form.titles, texts=form.texts, by=request.user
        )

    def step(_name: str, _key: str) -> None:
        """Campaigns stay: their pages are linked from elsewhere."""

    rows = Campaign.objects.filter(municipality=town.pk).order_by("pk")
    return worklist(
        request,
        heading=_("Campaigns"),
        items=[
            Item(
                key=row.pk,
                title=row.title_in(language),
                address=reverse(
                    "events_public:campaign", args=[town.slug, language, row.short_id]
                ),
            )
            for row in rows
        ],
        form=CampaignForm(sent(request), languages=town.languages),
        save=save,
        step=step,
        form_heading=_("New campaign"),
        submit=_("Save"),
    )


@require_http_methods(_METHODS)
@requires(RUN_CALENDAR)
def need_teams(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Which team sees to what participants need."""
    town = request.municipality
    teams = Team.objects.filter(municipality=town.pk).order_by("name")

    def save(form: Any) -> None:
        team = teams.filter(pk=key_of(form.cleaned_data["team"])).first()
        services.set_need_team(
            municipality=town,
            kind=form.cleaned_data["kind"],
            team=team,
            by=request.user,
        )

    def step(_name: str, _key: str) -> None:
        """Nothing to do for a line; the form below changes it."""

    rows = NeedTeam.objects.filter(municipality=town.pk).select_related("team")
    chosen = {row.kind: row.team.name for row in rows}
    return worklist(
        request,
        heading=_("Who sees to needs"),
        intro=_("Whoever registers may say what they need; the team gets a todo."),
        items=[
            Item(key=town.pk, title=str(label), note=chosen.get(kind, _("an editor")))
            for kind, label in NeedKind.choices
        ],
        form=NeedTeamForm(
            sent(request), teams=[(str(row.pk), row.name) for row in teams]
        ),
        save=save,
        step=step,
        form_heading=_("Change who sees to it"),
        submit=_("Save"),
    )
