"""What surrounds one event: planning, papers, invitations, answers."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.places.queries import district_tree, districts_within
from hafen.information.directory import choices
from hafen.information.events import queries, services
from hafen.information.events.forms import AnswerForm, InviteForm, PaperForm, PlanForm
from hafen.information.events.models import Event, EventFile, Invitation, PlanEntry
from hafen.information.events.rules import EDIT_EVENT
from hafen.information.events.views._worklist import Item, key_of, sent, worklist
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.queries import organisations_visible_to

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@requires(EDIT_EVENT)
def plan(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What was agreed and what is still to be done."""
    event = _event(request, pk)

    def save(form: Any) -> None:
        services.add_plan_entry(event=event, by=request.user, **form.content)

    def step(_name: str, key: str) -> None:
        entry = get_object_or_404(event.plan, pk=key_of(key))
        services.finish_plan_entry(entry=entry, by=request.user)

    return worklist(
        request,
        heading=_("Planning"),
        event=event,
        items=[_entry(row) for row in event.plan.order_by("day", "pk")],
        form=PlanForm(sent(request)),
        save=save,
        step=step,
        form_heading=_("New entry"),
        submit=_("Save"),
    )


def _entry(row: PlanEntry) -> Item:
    is_open = row.kind == PlanEntry.Kind.TASK and not row.is_done
    return Item(
        key=row.pk,
        title=row.text,
        note=formats.date_format(row.day, "DATE_FORMAT"),
        badge=_("done") if row.is_done else str(row.get_kind_display()),
        look="warning" if is_open else "success",
        steps=(("done", _("Mark as done")),) if is_open else (),
    )


@require_http_methods(_METHODS)
@requires(EDIT_EVENT)
def papers(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Documentation, slides and programme for the public page."""
    event = _event(request, pk)
    data = sent(request)
    form = PaperForm(data, request.FILES if data is not None else None)

    def save(form: Any) -> None:
        try:
            services.add_paper(
                event=event,
                upload=form.cleaned_data["upload"],
                title=form.cleaned_data["title"],
                by=request.user,
            )
        except DomainError:
            form.add_error("upload", _("This file cannot be taken."))

    def step(_name: str, key: str) -> None:
        paper = get_object_or_404(event.papers.select_related("file"), pk=key_of(key))
        services.drop_paper(paper=paper, by=request.user)

    rows = event.papers.select_related("file").order_by("pk")
    return worklist(
        request,
        heading=_("Documentation"),
        intro=_("Everybody can read these papers on the page of the event."),
        event=event,
        items=[_paper(row) for row in rows],
        form=form,
        save=save,
        step=step,
        form_heading=_("New paper"),
        submit=_("Upload"),
    )


def _paper(row: EventFile) -> Item:
    steps = (("drop", _("Remove")),)
    return Item(key=row.pk, title=row.title, note=row.file.name, steps=steps)


@require_http_methods(_METHODS)
@requires(EDIT_EVENT)
def invitations(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who is invited, by category or district, and who comes."""
    event = _event(request, pk)
    districts = choices.districts(district_tree(request.municipality))

    def save(form: Any) -> None:
        rows = _invitees(request, form)
        services.invite(event=event, organisations=rows, by=request.user)

    def step(name: str, key: str) -> None:
        if name == "remind":
            services.remind_silent(event=event, by=request.user, now=timezone.now())
            return
        row = get_object_or_404(event.invitations, pk=key_of(key))
        if name in Invitation.State.values:
            services.note_reply(invitation=row, state=name, by=request.user)

    return worklist(
        request,
        heading=_("Invitations"),
        intro=_replies(event),
        event=event,
        items=[_invitation(row) for row in queries.invitations_of(event)],
        buttons=[("remind", _("Remind those who have not answered"))],
        form=InviteForm(sent(request), districts=districts),
        save=save,
        step=step,
        form_heading=_("Invite organisations"),
        submit=_("Invite"),
    )


def _invitees(request: SignedInRequest, form: Any) -> list[Organisation]:
    rows = organisations_visible_to(request.user).present()
    if kinds := form.cleaned_data["kinds"]:
        rows = rows.filter(kind__in=kinds)
    if district := form.cleaned_data["district"]:
        within = districts_within(request.municipality, UUID(district))
        rows = rows.filter(
            Q(districts__district__in=within)
            | Q(services__places__location__district__in=within)
        )
    return list(rows.distinct().order_by("pk"))


def _replies(event: Event) -> str:
    """Return how many of each category are invited and come."""
    names = dict(Organisation.Kind.choices)
    return " · ".join(
        _("%(category)s: %(accepted)d of %(invited)d")
        % {"category": names[kind], "accepted": accepted, "invited": invited}
        for kind, invited, accepted in queries.replies_by_category(event)
    )


def _invitation(row: Invitation) -> Item:
    looks = {"ACCEPTED": "success", "DECLINED": "danger"}
    return Item(
        key=row.pk,
        title=row.organisation.name,
        note=str(row.organisation.get_kind_display()),
        badge=str(row.get_state_display()),
        look=looks.get(row.state, "info"),
        steps=(("ACCEPTED", _("Comes")), ("DECLINED", _("Does not come"))),
    )


@require_http_methods(_METHODS)
@requires(EDIT_EVENT)
def answers(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Questions of visitors, and what is answered on the page."""
    event = _event(request, pk)
    waiting = event.questions.filter(closed_at=None).order_by("pk")
    chosen = waiting.filter(pk=key_of(request.GET.get("question", ""))).first()
    initial = {"words": chosen.text} if chosen else None
    if waiting:
        audit.seen(subject=event, what="events.questions")

    def save(form: Any) -> None:
        said = {name: form.cleaned_data[name] for name in ("words", "answer")}
        if chosen is not None:
            services.answer_question(
                question=chosen, by=request.user, now=timezone.now(), **said
            )
        elif said["words"]:
            services.publish_answer(event=event, by=request.user, **said)

    def step(_name: str, key: str) -> None:
        row = get_object_or_404(waiting, pk=key_of(key))
        services.answer_question(
            question=row, words="", answer="", by=request.user, now=timezone.now()
        )

    asked = [
        Item(
            key=row.pk,
            title=row.text,
            badge=_("open"),
            look="warning",
            address=f"?question={row.pk}",
            steps=(("close", _("Close without an answer")),),
        )
        for row in waiting
    ]
    said = [
        Item(key=row.pk, title=row.question, note=row.answer, badge=_("published"))
        for row in event.answers.order_by("pk")
    ]
    return worklist(
        request,
        heading=_("Questions and answers"),
        event=event,
        items=[*asked, *said],
        form=AnswerForm(sent(request), initial=initial),
        save=save,
        step=step,
        form_heading=chosen.text if chosen else _("A question from the room"),
        submit=_("Publish the answer"),
    )


def _event(request: SignedInRequest, pk: UUID) -> Event:
    rows = queries.events_editable_by(request.user).select_related("municipality")
    return get_object_or_404(rows, pk=pk)
