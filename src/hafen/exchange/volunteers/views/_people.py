"""Volunteers at the desk: the list, the page, the forms."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.taxonomy.reference import names_in
from hafen.core.ui.conflict import edited
from hafen.core.ui.pages import render_page
from hafen.exchange.pool import queries as pool
from hafen.exchange.pool.words import language_choices
from hafen.exchange.volunteers import queries, services
from hafen.exchange.volunteers.doors import FEATURE
from hafen.exchange.volunteers.forms.people import DeskForm, EditForm, FilterForm
from hafen.exchange.volunteers.forms.places import DeclineForm, EndForm
from hafen.exchange.volunteers.forms.steps import (
    CertificateForm,
    DayForm,
    LeaveForm,
    PauseForm,
    ProofForm,
    SettingsForm,
    TalkForm,
)
from hafen.exchange.volunteers.models import Stage, Volunteer, VolunteerQuerySet
from hafen.exchange.volunteers.queries import VolunteerFilter
from hafen.exchange.volunteers.rules import (
    EDIT_SETTINGS,
    EDIT_VOLUNTEER,
    EXPORT_VOLUNTEERS,
    VIEW_CERTIFICATE,
    VIEW_VOLUNTEERS,
)
from hafen.exchange.volunteers.sheets import VOLUNTEERS
from hafen.exchange.volunteers.views._common import (
    MOST_EXPORTED,
    PAGE,
    districts,
    found,
    organisations,
    receivers,
    today,
)
from hafen.exchange.volunteers.views._current import current_of
from hafen.exchange.volunteers.views._refusals import refusal


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def volunteers(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who helps, who waits for what, and since when."""
    del municipality
    form = _filter_form(request)
    chosen = _chosen(form)
    rows = queries.listed(chosen_rows(request))
    if file := answer(
        request, VOLUNTEERS, rows[:MOST_EXPORTED], right=EXPORT_VOLUNTEERS
    ):
        return file
    context = {
        "form": form,
        "filters": chosen.count,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "part": chosen.part,
        "parts": _parts().items(),
        "today": today(),
        "may_edit": EDIT_VOLUNTEER.held_by(request.user),
        "may_export": EXPORT_VOLUNTEERS.held_by(request.user),
    }
    return render_page(request, "volunteers/listing.html", context)


def _filter_form(request: SignedInRequest) -> FilterForm:
    return FilterForm(
        request.GET or None,
        districts=districts(request),
        organisations=organisations(request),
        languages=language_choices(today()),
    )


def chosen_rows(request: SignedInRequest) -> VolunteerQuerySet:
    """Return the volunteers whom the filter in the address means."""
    visible = queries.volunteers_visible_to(request.user)
    return queries.filtered(visible, _chosen(_filter_form(request)), today=today())


def _chosen(form: FilterForm) -> VolunteerFilter:
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    district, association = values.get("district"), values.get("association")
    return VolunteerFilter(
        part=values.get("part") or "here",
        words=values.get("q", ""),
        kind=values.get("kind", ""),
        language=values.get("language", ""),
        skill=values.get("skill", ""),
        district=district.pk if district else None,
        association=association.pk if association else None,
        free=values.get("free"),
        first=values.get("first"),
        last=values.get("last"),
    )


def _parts() -> dict[str, str]:
    stages = {stage.value.lower(): str(stage.label) for stage in Stage}
    return {
        "here": pgettext("volunteers", "All who are here"),
        "late": _("Late"),
        **stages,
        "return": _("May be asked again"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def add(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Note somebody who rings up or stands at the desk."""
    form = DeskForm(
        request.POST or None,
        initial={"owner": request.user, "person_language": "de"},
        rows={"association": organisations(request), **receivers(request)},
        districts=districts(request),
        languages=language_choices(today()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register(
                municipality=request.municipality,
                profile=form.profile(),
                source=Volunteer.Source.DESK,
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refused:
            form.add_error(None, refusal(refused))
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("volunteers:volunteer", municipality, made.pk)
    status = 422 if form.errors else 200
    return render(request, "volunteers/add.html", {"form": form}, status=status)


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def volunteer(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """One volunteer: what comes next, what is offered, what was shown."""
    del municipality
    return page(request, found(request, pk))


def page(request: SignedInRequest, row: Volunteer, **sent: Any) -> HttpResponse:
    audit.seen(subject=row, what="volunteers.volunteer")
    may_see = VIEW_CERTIFICATE.held_by(request.user)
    seen = getattr(row, "certificate", None)
    certificate = seen if may_see else None
    proofs = queries.proofs_of(row)
    talks = list(queries.talks_of(row))
    fit = queries.fitness(
        row, proofs=proofs, talks=talks, certificate=seen, today=today()
    )
    names = names_in(get_language() or "de")
    shown: Any = row  # what was read along: `queries.in_detail`
    is_new = row.stage == Stage.CONTACT and not shown.was_forwarded
    context = {
        "volunteer": row,
        "helper": row.helper,
        "offers": [
            (offer, pool.when(offer), pool.spoken(offer.languages, names))
            for offer in queries.offers_of(row)
        ],
        "skills": pool.skill_names(row.helper.skills),
        "fitness": fit,
        "proofs": proofs,
        "answers": queries.answers_of(row, language=get_language() or "de"),
        "talks": talks,
        "may_see": may_see,
        "certificate": certificate,
        "referrals": queries.referrals_of(volunteer=row)[:50]
        if shown.was_forwarded
        else [],
        "standards": [each for each in shown.unread if each["kind"] in row.kinds],
        "end": EndForm(),
        "decline": DeclineForm(),
        "twins": queries.duplicates_of(row) if is_new else [],
        "may_edit": EDIT_VOLUNTEER.held_by(request.user),
        "days": (today() - row.stage_since).days,
        "today": today(),
        "arrange": DayForm(),
        "talk": TalkForm(initial={"kind": "ON_THE_WAY" if fit.has_talked else "FIRST"}),
        "proof": ProofForm(),
        "inspect": CertificateForm(),
        "pause": PauseForm(),
        "leave": LeaveForm(),
        **sent,
    }
    return render(
        request, "volunteers/volunteer.html", context, status=422 if sent else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def edit(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = found(request, pk)
    current = current_of(row, EditForm) | current_of(row.helper, EditForm)
    form = EditForm(
        request.POST or None,
        initial=current,
        version=row.version,
        rows={
            "association": organisations(request),
            "district": districts(request),
            **receivers(request),
        },
        languages=language_choices(today()),
    )

    def save(expected: int | None) -> None:
        services.edit(
            volunteer=row,
            person=form.person,
            about=form.about,
            expected=expected,
            by=request.user,
            now=timezone.now(),
        )

    done = edited(request, form, row, save, current=current)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("volunteers:volunteer", municipality, pk)
    context = {"form": form, "volunteer": row}
    status = 422 if form.errors else 200
    return render(request, "volunteers/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SETTINGS)
@of_feature(FEATURE)
def settings(request: SignedInRequest, municipality: str) -> HttpResponse:
    """What the municipality has agreed on: periods, hours, who is asked."""
    row = services.settings_of(request.municipality)
    current = current_of(row, SettingsForm)
    form = SettingsForm(
        request.POST or None, initial=current, teams=receivers(request)["team"]
    )
    if request.method == "POST" and form.is_valid():
        services.save_settings(
            municipality=request.municipality, data=form.content, by=request.user
        )
        messages.success(request, _("The changes were saved."))
        return redirect("volunteers:settings", municipality)
    status = 422 if form.errors else 200
    return render(request, "volunteers/settings.html", {"form": form}, status=status)


@require_POST
@requires(EDIT_SETTINGS)
@of_feature(FEATURE)
def questions(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Lead to what is asked besides of whoever offers help."""
    asked = services.questions_of(municipality=request.municipality, by=request.user)
    return redirect("questions:questionnaire", municipality, asked.pk)
