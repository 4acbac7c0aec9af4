from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.places import queries as places
from hafen.core.places.features import of_feature
from hafen.core.ui.forms import Form
from hafen.mechanisms.todos.queries import receivers_for
from hafen.network.organisations.queries import organisations_visible_to
from hafen.voice.inquiries import queries, services
from hafen.voice.inquiries.doors import FEATURE
from hafen.voice.inquiries.forms.desk import StepForm
from hafen.voice.inquiries.forms.more import (
    ComplaintForm,
    JointForm,
    MailForm,
    MergeForm,
    PartyForm,
    PassUpForm,
)
from hafen.voice.inquiries.models import Complaint, Inquiry, ThirdParty
from hafen.voice.inquiries.rules import (
    HANDLE_COMPLAINT,
    MERGE_INQUIRY,
    READ_SUMMARY,
    WORK_ON_INQUIRY,
)
from hafen.voice.inquiries.views._common import known_words, today, visible, workable


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def parties(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Ask a third party, or bring all responsible offices into one talk."""
    inquiry, known = workable(request, pk), known_words()
    proposed = services.proposed_offices(inquiry, on=today())
    is_joint = request.POST.get("form") == "joint"
    one = _party_form(request, None if is_joint else request.POST or None)
    joint = JointForm(
        request.POST if is_joint else None, units=_units(proposed), prefix="joint"
    )
    form = joint if is_joint else one
    if request.method == "POST" and form.is_valid():
        try:
            if is_joint:
                _open(request, inquiry, joint, proposed)
            else:
                _ask(request, inquiry, one)
        except services.NotLiving:
            form.add_error(None, _("It is closed; open it again first."))
        else:
            messages.success(request, _("The question is on its way."))
            return redirect("inquiries:detail", municipality, pk)
    context = {
        "inquiry": inquiry,
        "form": one,
        "joint": joint,
        "proposed": zip(known.legal_names([*proposed]), proposed.values(), strict=True),
        "is_joint_proposed": len(proposed) >= services.FEWEST_AREAS,
    }
    status = 422 if form.errors else 200
    return render(request, "inquiries/parties.html", context, status=status)


def _party_form(request: SignedInRequest, data: Any) -> PartyForm:
    user = request.user
    return PartyForm(
        data,
        rows={
            "unit": places.units_visible_to(user),
            "organisation": organisations_visible_to(user).present().sorted(),
        },
    )


def _units(proposed: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the best office of each area as choices; an office stands once."""
    best = {rows[0].unit_id: rows[0].unit.name for rows in proposed.values() if rows}
    return [(str(key), name) for key, name in best.items()]


def _ask(request: SignedInRequest, inquiry: Inquiry, form: PartyForm) -> None:
    values = form.content
    services.ask_party(
        inquiry=inquiry,
        asked=services.Asked(**values),
        by=request.user,
        now=timezone.now(),
    )


def _open(
    request: SignedInRequest,
    inquiry: Inquiry,
    form: JointForm,
    proposed: dict[str, Any],
) -> None:
    values = form.cleaned_data
    areas = {
        str(rows[0].unit_id): (area, rows[0].unit)
        for area, rows in proposed.items()
        if rows
    }
    services.open_conversation(
        inquiry=inquiry,
        parties=[
            services.Asked(
                role=ThirdParty.Role.JOIN,
                unit=areas[key][1],
                legal_area=areas[key][0],
                question=values["question"],
                ground=values["ground"],
                ground_note=values["ground_note"],
            )
            for key in values["units"]
        ],
        by=request.user,
        now=timezone.now(),
    )


@require_POST
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def let_go(
    request: SignedInRequest, municipality: str, pk: UUID, party: UUID
) -> HttpResponse:
    inquiry = workable(request, pk)
    found = get_object_or_404(inquiry.parties, pk=party)
    try:
        services.let_go(party=found, by=request.user)
    except services.AlreadyAnswered:
        messages.info(request, _("It has answered by now."))
    else:
        messages.success(request, _("It is no longer asked."))
    return redirect("inquiries:detail", municipality, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def clarify(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Note a step of a clarification; the first one starts it."""
    inquiry = workable(request, pk)
    form = StepForm(request.POST or None, initial={"held_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            services.add_step(
                inquiry=inquiry, by=request.user, now=timezone.now(), **form.content
            )
        except services.NotLiving:
            form.add_error(None, _("It is closed; open it again first."))
        else:
            messages.success(request, _("The step stands with the inquiry."))
            return redirect("inquiries:detail", municipality, pk)
    context = {"form": form, "inquiry": inquiry}
    status = 422 if form.errors else 200
    return render(request, "inquiries/clarify.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(HANDLE_COMPLAINT)
@of_feature(FEATURE)
def complaint(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The track of a complaint: the other side, summary, outcome."""
    inquiry = workable(request, pk)
    found = Complaint.objects.filter(inquiry=inquiry).first()
    if found is None:
        raise Http404
    goes_up = request.POST.get("form") == "up"
    form = _complaint_form(request, None if goes_up else request.POST or None, found)
    up = _pass_up_form(request, request.POST if goes_up else None, inquiry)
    sent = up if goes_up else form
    if request.method == "POST" and sent.is_valid():
        done = _passed_up if goes_up else _described
        if said := done(request, inquiry, sent):
            messages.success(request, said)
            return redirect("inquiries:detail", municipality, pk)
    context = {
        "form": form,
        "up": up,
        "inquiry": inquiry,
        "complaint": found,
        "named": queries.other_side_of(inquiry),
    }
    status = 422 if sent.errors else 200
    return render(request, "inquiries/complaint.html", context, status=status)


def _complaint_form(
    request: SignedInRequest, data: Any, found: Complaint
) -> ComplaintForm:
    people, teams = receivers_for(request.user)
    return ComplaintForm(
        data,
        initial={
            "category": found.category,
            "summary": found.summary,
            "outcome": found.outcome,
            "is_released": found.released_at is not None,
        },
        rows={
            "user": people,
            "team": teams,
            "unit": places.units_visible_to(request.user),
            "organisation": organisations_visible_to(request.user).present().sorted(),
        },
    )


def _pass_up_form(request: SignedInRequest, data: Any, inquiry: Inquiry) -> PassUpForm:
    people = queries.deciders(inquiry, beside=request.user, today=today())
    return PassUpForm(data, rows={"to": people}, version=inquiry.version, prefix="up")


def _passed_up(request: SignedInRequest, inquiry: Inquiry, form: Form) -> str:
    """Return what the person is told, nothing when it was refused."""
    try:
        services.pass_up(
            inquiry=inquiry,
            **form.content,
            expected=form.read_version,
            by=request.user,
            now=timezone.now(),
        )
    except services.OtherSide:
        form.add_error("to", _("This person may not read the inquiry."))
    except services.NotLiving:
        form.add_error(None, _("It is closed; open it again first."))
    except LostUpdate:
        form.add_error(None, _("Somebody else was faster; please look again."))
    else:
        return _("The complaint is passed up.")
    return ""


def _described(request: SignedInRequest, inquiry: Inquiry, form: Form) -> str:
    try:
        _describe(request, inquiry, form)
    except services.OtherSide:
        form.add_error(None, _("You would shut yourself out; let a colleague do it."))
        return ""
    return _("The changes were saved.")


def _describe(request: SignedInRequest, inquiry: Inquiry, form: Form) -> None:
    values = form.content
    now = timezone.now()
    for side in ("user", "team", "unit", "organisation"):
        if values[side] is not None:
            services.name_other_side(
                inquiry=inquiry, by=request.user, now=now, **{side: values[side]}
            )
    services.describe_complaint(
        inquiry=inquiry,
        category=values["category"],
        summary=values["summary"],
        outcome=values["outcome"],
        is_released=values["is_released"],
        by=request.user,
        now=now,
    )


@require_safe
@requires(READ_SUMMARY)
@of_feature(FEATURE)
def summaries(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What was released about complaints to the other side: to this person."""
    del municipality
    found = queries.released_summaries_of(request.user, today=today())
    return render(request, "inquiries/summaries.html", {"complaints": found})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MERGE_INQUIRY)
@of_feature(FEATURE)
def merge(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Merge an inquiry into another one, or give it its own history back."""
    inquiry = workable(request, pk)
    now = timezone.now()
    if request.method == "POST" and inquiry.is_merged:
        services.unmerge(inquiry=inquiry, by=request.user, now=now)
        messages.success(request, _("It stands by itself again."))
        return redirect("inquiries:detail", municipality, pk)
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        year, serial = form.cleaned_data["number"]
        target = visible(request).filter(year=year, serial=serial).first()
        try:
            if target is None:
                form.add_error("number", _("There is no such inquiry."))
            else:
                services.merge(inquiry=inquiry, into=target, by=request.user, now=now)
                messages.success(request, _("Both are one inquiry now."))
                return redirect("inquiries:detail", municipality, target.pk)
        except (services.SameInquiry, services.NotLiving):
            form.add_error("number", _("These two cannot become one."))
    context = {"form": form, "inquiry": inquiry}
    status = 422 if form.errors else 200
    return render(request, "inquiries/merge.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WORK_ON_INQUIRY)
@of_feature(FEATURE)
def drop_mail(request: SignedInRequest, municipality: str) -> HttpResponse:
    """A mail as a file becomes an inquiry, or joins its thread."""
    form = MailForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        taken = services.take_mail(
            municipality=request.municipality,
            source=form.cleaned_data["file"],
            now=timezone.now(),
            by=request.user,
        )
        messages.success(request, str(taken.get_fate_display()))
        found = taken.inquiry_id
        if found and visible(request).filter(pk=found).exists():
            return redirect("inquiries:detail", municipality, found)
        return redirect("inquiries:listing", municipality)
    status = 422 if form.errors else 200
    return render(request, "inquiries/mail.html", {"form": form}, status=status)
