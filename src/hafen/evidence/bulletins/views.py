"""The desk sends what people need; partners answer by a mailed link."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.casework.cases.words import quarters
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer as file_of
from hafen.core.places.features import of_feature
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.conflict import edited
from hafen.core.ui.visitors import by_link
from hafen.evidence.bulletins import keys, queries, services
from hafen.evidence.bulletins.doors import FEATURE
from hafen.evidence.bulletins.forms import (
    BulletinForm,
    OfferForm,
    QuarterForm,
    RefusalForm,
    SettingsForm,
)
from hafen.evidence.bulletins.models import BulletinCopy
from hafen.evidence.bulletins.rules import SEND_BULLETIN, VIEW_BULLETINS
from hafen.evidence.bulletins.sheets import BULLETINS

PAGE = 50


@require_safe
@requires(VIEW_BULLETINS)
@of_feature(FEATURE)
def listing(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    rows = queries.bulletins_visible_to(request.user)
    if file := file_of(request, BULLETINS, rows):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_send": SEND_BULLETIN.held_by(request.user),
    }
    return render(request, "bulletins/listing.html", context)


@require_safe
@requires(VIEW_BULLETINS)
@of_feature(FEATURE)
def bulletin(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What was told to whom, and what came of it."""
    del municipality
    row = get_object_or_404(queries.bulletins_visible_to(request.user), pk=pk)
    names = queries.topics()
    context = {
        "row": row,
        "lines": [
            (line, names.get(line.gap.topic.code, line.gap.topic.code))
            for line in queries.lines_of(row)
        ],
        "copies": row.copies.select_related("organisation").order_by(
            "organisation__sort_key", "pk"
        ),
    }
    return render(request, "bulletins/bulletin.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SEND_BULLETIN)
@of_feature(FEATURE)
def new(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Choose what is told to whom, and send it."""
    periods = quarters(timezone.localdate(), 4)
    choice = QuarterForm(
        request.GET or None, quarters=[(each.code, each.name) for each in periods]
    )
    code = choice.cleaned_data["quarter"] if choice.is_valid() else periods[0].code
    period = next(each for each in periods if each.code == code)
    needs = queries.needs(request.municipality, period.first, period.last)
    form = BulletinForm(
        request.POST or None,
        needs=needs,
        partners=queries.partners(request.municipality),
    )
    if form.is_bound and form.is_valid():
        try:
            row = services.send_bulletin(
                municipality=request.municipality,
                period=(period.first, period.last),
                chosen=form.cleaned_data["needs"],
                organisations=list(form.cleaned_data["organisations"]),
                note=form.cleaned_data["note"],
                by=request.user,
                now=timezone.now(),
            )
        except services.AlreadySent:
            form.add_error(None, _("The needs of this quarter were told already."))
        except services.NothingChosen:
            form.add_error(None, _("These numbers have changed. Please choose again."))
        else:
            messages.success(request, _("The bulletin is on its way."))
            return redirect("bulletins:bulletin", municipality, row.pk)
    context = {"choice": choice, "period": period, "needs": needs, "form": form}
    status = 422 if form.errors else 200
    return render(request, "bulletins/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SEND_BULLETIN)
@of_feature(FEATURE)
def settings(request: SignedInRequest, municipality: str) -> HttpResponse:
    """From which number on special areas are told, and who wants no bulletins."""
    row = queries.settings_of(request.municipality)
    current = {"special_least": row.special_least}
    form = SettingsForm(request.POST or None, initial=current, version=row.version)

    def save(*, expected: int | None) -> None:
        services.save_settings(
            municipality=request.municipality,
            special_least=form.cleaned_data["special_least"],
            expected=expected,
            by=request.user,
        )

    done = edited(request, form, row, save, current=current, refusals={})
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("bulletins:settings", municipality)
    context = {
        "form": form,
        "refusal_form": RefusalForm(partners=queries.partners(request.municipality)),
        "refusals": queries.refusals(request.municipality),
    }
    status = 422 if form.errors else 200
    return render(request, "bulletins/settings.html", context, status=status)


@require_POST
@requires(SEND_BULLETIN)
@of_feature(FEATURE)
def refuse(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Note that an organisation wants no more bulletins."""
    form = RefusalForm(request.POST, partners=queries.partners(request.municipality))
    if form.is_valid():
        services.refuse(organisation=form.cleaned_data["organisation"], by=request.user)
        messages.success(request, _("The changes were saved."))
    return redirect("bulletins:settings", municipality)


@require_POST
@requires(SEND_BULLETIN)
@of_feature(FEATURE)
def want_again(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Note that an organisation wants bulletins again."""
    row = get_object_or_404(queries.refusals(request.municipality), pk=pk)
    services.want_again(organisation=row.organisation, by=request.user)
    messages.success(request, _("The changes were saved."))
    return redirect("bulletins:settings", municipality)


@by_link(FEATURE)
def stop(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """An organisation ends the bulletins, or wants them again; looking does nothing."""
    copy = _copy(request, pk, code)
    if request.method == "POST":
        change = services.want_again if "again" in request.POST else services.refuse
        change(organisation=copy.organisation, by=None)
        return redirect(request.path)
    context = {"copy": copy, "is_refused": queries.is_refused(copy)}
    return render(request, "bulletins/stop.html", context)


@by_link(FEATURE)
def answer(request: PlaceRequest, pk: UUID, code: str) -> HttpResponse:
    """What an organisation is told, and what it offers; looking changes nothing."""
    return _answered(request, _copy(request, pk, code))


def _copy(request: PlaceRequest, pk: UUID, code: str) -> BulletinCopy:
    copy = queries.copy_of(request.municipality, pk)
    if copy is None or not keys.is_code(pk, code):
        raise Http404
    return copy


def _answered(request: PlaceRequest, copy: BulletinCopy) -> HttpResponse:
    lines = list(queries.lines_of(copy.bulletin))
    names, own = queries.topics(), queries.own_answers(copy, lines)
    told = [
        (line, names.get(line.gap.topic.code, line.gap.topic.code), own.get(line.pk))
        for line in lines
    ]
    open_lines = {
        str(line.pk): (line, f"{topic}, {line.gap.district.name}")
        for line, topic, offer in told
        if offer is None and line.gap.is_open and line.gap.district
    }
    choices = [(key, said) for key, (_line, said) in open_lines.items()]
    form = OfferForm(request.POST or None, lines=choices)
    if form.is_bound and form.is_valid():
        try:
            services.answer(
                copy=copy,
                line=open_lines[form.cleaned_data["line"]][0],
                name=form.cleaned_data["name"],
                summary=form.cleaned_data["summary"],
                now=timezone.now(),
            )
        except services.AlreadyAnswered:
            form.add_error("line", _("This was answered already."))
        else:
            return redirect(request.path)
    context = {"copy": copy, "told": told, "form": form, "is_open": bool(open_lines)}
    status = 422 if form.errors else 200
    return render(request, "bulletins/answer.html", context, status=status)
