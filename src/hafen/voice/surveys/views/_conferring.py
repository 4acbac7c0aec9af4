"""The desk: feedback conferences from the first statement to what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.places.public_addresses import public_address
from hafen.core.ui.conflict import edited
from hafen.core.ui.pages import render_page
from hafen.voice.surveys import queries, services
from hafen.voice.surveys.doors import FEATURE
from hafen.voice.surveys.forms import (
    AssignForm,
    CollectForm,
    ConferenceForm,
    OutcomeForm,
    SortForm,
)
from hafen.voice.surveys.models import Conference, Topic
from hafen.voice.surveys.rules import CONFER
from hafen.voice.surveys.sheets import CONFERENCES, FEEDBACK

PAGE = 25


def _conference(request: SignedInRequest, pk: UUID) -> Conference:
    return get_object_or_404(queries.conferences_visible_to(request.user), pk=pk)


@require_safe
@requires(CONFER)
@of_feature(FEATURE)
def conferences(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    rows = queries.conferences_visible_to(request.user)
    if file := answer(request, CONFERENCES, rows, right=CONFER):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render_page(request, "surveys/conferences.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CONFER)
@of_feature(FEATURE)
def add_conference(request: SignedInRequest, municipality: str) -> HttpResponse:
    form = ConferenceForm(
        request.POST or None, languages=request.municipality.languages
    )
    if request.method == "POST" and form.is_valid():
        made = services.plan_conference(
            municipality=request.municipality,
            data=form.data_of_conference,
            by=request.user,
        )
        return redirect("surveys:conference", municipality, made.pk)
    return _form(request, form, _("New feedback conference"), None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CONFER)
@of_feature(FEATURE)
def edit_conference(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    found, languages = _conference(request, pk), request.municipality.languages
    said = ConferenceForm.said_by(found, languages)
    form = ConferenceForm(
        request.POST or None, initial=said, version=found.version, languages=languages
    )

    def save(*, expected: int | None) -> None:
        services.change_conference(
            conference=found,
            data=form.data_of_conference,
            expected=expected,
            by=request.user,
        )

    done = edited(request, form, found, save, current=said)
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect("surveys:conference", municipality, pk)
    return done or _form(request, form, str(found), found)


@require_safe
@requires(CONFER)
@of_feature(FEATURE)
def conference(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Both columns, what is not sorted yet, and who sees to what."""
    del municipality
    found = _conference(request, pk)
    columns = queries.columns_of(found, is_public=False)
    topics = [topic for column in columns for topic in column.topics]
    todos = queries.seeing_to(topics)
    if file := answer(request, FEEDBACK, topics, right=CONFER):
        return file
    town = found.municipality
    context = {
        "conference": found,
        "columns": columns,
        "todos": {topic.pk: todos.get(topic.pk) for topic in topics},
        "unsorted": queries.unsorted_of(found),
        "address": public_address(
            town, f"{town.default_language}/conference/{found.short_id}/"
        ),
    }
    return render(request, "surveys/conference.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CONFER)
@of_feature(FEATURE)
def collect(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Write down what was said, both columns at once."""
    found = _conference(request, pk)
    form = CollectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.collect(
                conference=found,
                said=form.said,
                group=form.cleaned_data["group"],
                by=request.user,
            )
        except services.NotOpen:
            form.add_error(None, _("The result was published; nothing is added."))
        else:
            return redirect("surveys:conference", municipality, pk)
    return _form(request, form, _("Write statements down"), found)


@require_POST
@requires(CONFER)
@of_feature(FEATURE)
def sort(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Put what was ticked into a topic."""
    found = _conference(request, pk)
    keys = list(found.statements.values_list("pk", flat=True))
    form = SortForm(request.POST, keys=keys)
    if not form.is_valid():
        messages.error(request, _("Please tick statements and name a topic."))
        return redirect("surveys:conference", municipality, pk)
    chosen = [UUID(key) for key in form.cleaned_data["statements"]]
    try:
        services.sort_statements(
            statements=queries.statements_of(found, chosen),
            name=form.cleaned_data["name"],
            is_shown=form.cleaned_data["is_shown"],
            by=request.user,
        )
    except services.OtherColumn:
        messages.error(request, _("A topic stands in one column."))
    return redirect("surveys:conference", municipality, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(CONFER)
@of_feature(FEATURE)
def topic(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Say what follows from a topic, and who sees to it."""
    found = get_object_or_404(queries.topics_visible_to(request.user), pk=pk)
    people = queries.people_for(request.municipality, timezone.localdate())
    todo = queries.seeing_to([found]).get(found.pk)
    said = {
        "follow_up": found.follow_up,
        "office": found.office,
        "due_on": found.due_on,
        "owner": todo.owner_id if todo else None,
    }
    form = AssignForm(
        request.POST or None, initial=said, version=found.version, people=people
    )

    def save(*, expected: int | None) -> None:
        services.assign(
            topic=found,
            **form.content,
            expected=expected,
            now=timezone.now(),
            by=request.user,
        )

    done = edited(request, form, found, save, current=said)
    if done is True:
        messages.success(request, _("It is seen to."))
        return redirect("surveys:conference", municipality, found.conference_id)
    if done:
        return done
    context = {
        "topic": found,
        "form": form,
        "outcome": OutcomeForm(initial={"outcome": found.outcome}),
        "todo": todo,
        "statements": found.statements.order_by("text", "pk"),
    }
    status = 422 if form.errors else 200
    return render(request, "surveys/topic.html", context, status=status)


@require_POST
@requires(CONFER)
@of_feature(FEATURE)
def outcome(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Report back what came of a topic."""
    found = get_object_or_404(queries.topics_visible_to(request.user), pk=pk)
    form = OutcomeForm(request.POST)
    if form.is_valid():
        services.report_back(
            topic=found,
            outcome=form.cleaned_data["outcome"],
            now=timezone.now(),
            by=request.user,
        )
        messages.success(request, _("The changes were saved."))
    else:
        messages.error(request, _("Please say what came of it."))
    return redirect("surveys:conference", municipality, found.conference_id)


@require_POST
@requires(CONFER)
@of_feature(FEATURE)
def publish(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Show the result to everybody."""
    try:
        services.publish_result(
            conference=_conference(request, pk),
            today=timezone.localdate(),
            by=request.user,
        )
    except services.NotSorted:
        messages.error(
            request,
            _("First sort all statements, and say who sees to what goes less well."),
        )
    else:
        messages.success(request, _("The result is public now."))
    return redirect("surveys:conference", municipality, pk)


def _form(
    request: SignedInRequest, form: Any, heading: Any, found: Conference | Topic | None
) -> HttpResponse:
    context = {"form": form, "heading": heading, "conference": found}
    status = 422 if form.errors else 200
    return render(request, "surveys/conference_form.html", context, status=status)
