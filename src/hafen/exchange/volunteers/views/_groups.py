"""Groups, news and hand-overs at the desk; the directory of groups for everybody."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import DomainError
from hafen.core.db.permissions import public, requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.places.models import Site
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.conflict import edited
from hafen.core.ui.pages import render_page
from hafen.exchange.pool.words import language_choices
from hafen.exchange.volunteers import queries, services
from hafen.exchange.volunteers.doors import FEATURE
from hafen.exchange.volunteers.forms.groups import (
    CloseSiteForm,
    GroupForm,
    HandOverForm,
    MemberForm,
    NewsForm,
)
from hafen.exchange.volunteers.models import Group
from hafen.exchange.volunteers.rules import (
    EDIT_VOLUNTEER,
    EXPORT_VOLUNTEERS,
    VIEW_VOLUNTEERS,
)
from hafen.exchange.volunteers.sheets import GROUPS, MESSAGES, RECEIPTS
from hafen.exchange.volunteers.views._common import (
    MOST_EXPORTED,
    PAGE,
    districts,
    today,
)
from hafen.exchange.volunteers.views._current import current_of
from hafen.exchange.volunteers.views._people import chosen_rows
from hafen.exchange.volunteers.views._refusals import refusal


@require_safe
@public
@of_feature(FEATURE)
def directory(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """The working groups of the town, and where the next café is."""
    del municipality, language
    context = {
        "groups": queries.public_groups(request.municipality),
        "now": timezone.now(),
    }
    return render(request, "volunteers/directory.html", context)


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def groups(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    rows = queries.groups_visible_to(request.user)
    if file := answer(request, GROUPS, rows[:MOST_EXPORTED], right=EXPORT_VOLUNTEERS):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "now": timezone.now(),
        "may_edit": EDIT_VOLUNTEER.held_by(request.user),
        "may_export": EXPORT_VOLUNTEERS.held_by(request.user),
    }
    return render_page(request, "volunteers/groups.html", context)


def _group(request: SignedInRequest, pk: UUID) -> Group:
    return get_object_or_404(queries.groups_visible_to(request.user), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def group(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """One group: who is in it, who was, and taking somebody in."""
    row = _group(request, pk)
    people = queries.volunteers_visible_to(request.user).here()
    form = MemberForm(
        request.POST or None,
        volunteers=people.select_related("helper").order_by("helper__sort_key", "pk"),
    )
    if request.method == "POST" and form.is_valid():
        services.join_group(
            group=row,
            volunteer=form.cleaned_data["volunteer"],
            is_contact=form.cleaned_data["is_contact"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The changes were saved."))
        return redirect("volunteers:group", municipality, pk)
    context = {"group": row, "members": queries.members_of(row), "form": form}
    status = 422 if form.errors else 200
    return render(request, "volunteers/group.html", context, status=status)


@require_POST
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def leave_group(
    request: SignedInRequest, municipality: str, pk: UUID, member: UUID
) -> HttpResponse:
    row = get_object_or_404(queries.members_of(_group(request, pk)), pk=member)
    try:
        services.leave_group(member=row, by=request.user, now=timezone.now())
    except DomainError as refused:
        messages.error(request, refusal(refused))
    else:
        messages.success(request, _("The changes were saved."))
    return redirect("volunteers:group", municipality, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def add_group(request: SignedInRequest, municipality: str) -> HttpResponse:
    return _save_group(request, municipality, None)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def edit_group(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    return _save_group(request, municipality, _group(request, pk))


def _save_group(request: SignedInRequest, municipality: str, row: Any) -> HttpResponse:
    current = current_of(row, GroupForm)
    form = GroupForm(
        request.POST or None,
        initial=current,
        version=row.version if row else None,
        rows={
            "district": districts(request),
            "site": Site.objects.filter(municipality=request.municipality).in_order(),
        },
    )

    def save(expected: int | None) -> None:
        services.save_group(
            municipality=request.municipality,
            data=form.content,
            by=request.user,
            group=row,
            expected=expected,
        )

    done = edited(request, form, row, save, current=current)
    if isinstance(done, HttpResponse):
        return done
    if done:
        messages.success(request, _("The changes were saved."))
        return redirect("volunteers:groups", municipality)
    status = 422 if form.errors else 200
    context = {"form": form, "group": row}
    return render(request, "volunteers/group_form.html", context, status=status)


@require_safe
@requires(VIEW_VOLUNTEERS)
@of_feature(FEATURE)
def news(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The log: what was sent to whom, and how many have read it."""
    del municipality
    rows = queries.messages_visible_to(request.user)
    if file := answer(request, MESSAGES, rows[:MOST_EXPORTED], right=EXPORT_VOLUNTEERS):
        return file
    context = {
        "may_export": EXPORT_VOLUNTEERS.held_by(request.user),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_edit": EDIT_VOLUNTEER.held_by(request.user),
    }
    return render(request, "volunteers/news.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def write_news(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Write to groups, a district or a filtered list: first a preview, then sent."""
    names = dict(language_choices(today()))
    tags = request.municipality.languages
    form = NewsForm(
        request.POST or None,
        rows={
            "groups": queries.groups_visible_to(request.user).filter(
                ended_on__isnull=True
            ),
            "district": districts(request),
        },
        languages=[(tag, names.get(tag, tag)) for tag in tags],
    )
    people: list[Any] = []
    is_checked = request.method == "POST" and form.is_valid()
    if is_checked:
        people = _meant(request, form)
        if request.POST.get("step") == "send":
            return _send(request, municipality, form, people)
    context = {
        "form": form,
        "is_checked": is_checked,
        "people": people[:20],
        "number": len(people),
        "ways": sorted(queries.ways_of(people).items()),
        "chosen": request.GET.urlencode(),
        "names": names,
    }
    status = 422 if form.errors else 200
    return render(request, "volunteers/write_news.html", context, status=status)


def _meant(request: SignedInRequest, form: NewsForm) -> list[Any]:
    district = form.cleaned_data["district"]
    return queries.audience(
        chosen_rows(request),
        groups=[row.pk for row in form.cleaned_data["groups"]],
        district=district.pk if district else None,
    )


def _send(
    request: SignedInRequest, municipality: str, form: NewsForm, people: list[Any]
) -> HttpResponse:
    try:
        made = services.send_news(
            municipality=request.municipality,
            data=form.message | {"audience": request.GET.urlencode()[:300]},
            recipients=people,
            by=request.user,
            now=timezone.now(),
        )
    except DomainError:
        messages.error(request, _("Nobody on this list may be written to."))
        return redirect(request.get_full_path())
    said = ngettext("Sent to %(n)s person.", "Sent to %(n)s people.", len(people))
    messages.success(request, said % {"n": len(people)})
    return redirect("volunteers:message", municipality, made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def message(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What was sent, and who has acknowledged it."""
    row = get_object_or_404(queries.messages_visible_to(request.user), pk=pk)
    if request.method == "POST":
        services.archive_news(message=row, by=request.user)
        messages.success(request, _("The changes were saved."))
        return redirect("volunteers:news", municipality)
    receipts = queries.receipts_of(row)
    if file := answer(
        request, RECEIPTS, receipts[:MOST_EXPORTED], right=EXPORT_VOLUNTEERS
    ):
        return file
    context = {
        "row": row,
        "replies": queries.replies_of(row),
        "receipts": receipts[:200],
        "may_export": EXPORT_VOLUNTEERS.held_by(request.user),
    }
    return render(request, "volunteers/message.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def transitions(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Sites that close: who is active there, and where each goes on; tasks by stage."""
    sites: Any = Site.objects.filter(municipality=request.municipality)
    form = CloseSiteForm(request.POST or None, sites=sites.in_order())
    if request.method == "POST" and form.is_valid():
        made = services.close_site(**form.content, by=request.user, now=timezone.now())
        said = ngettext(
            "%(n)s volunteer is active there.",
            "%(n)s volunteers are active there.",
            len(made),
        )
        messages.success(request, said % {"n": len(made)})
        return redirect("volunteers:transitions", municipality)
    year = timezone.now() - timedelta(days=365)
    context = {
        "form": form,
        "rows": queries.transitions_visible_to(request.user)[:200],
        "hand": HandOverForm(groups=_living(request)),
        "stages": queries.stages(request.user, since=year),
    }
    status = 422 if form.errors else 200
    return render(request, "volunteers/transitions.html", context, status=status)


def _living(request: SignedInRequest) -> Any:
    rows = queries.groups_visible_to(request.user)
    return rows.filter(ended_on__isnull=True)


@require_POST
@requires(EDIT_VOLUNTEER)
@of_feature(FEATURE)
def hand_over(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = get_object_or_404(queries.transitions_visible_to(request.user), pk=pk)
    form = HandOverForm(request.POST, groups=_living(request))
    if form.is_valid():
        try:
            services.hand_over(
                transition=row,
                wish=form.cleaned_data["wish"],
                to_group=form.cleaned_data["to_group"],
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refused:
            messages.error(request, refusal(refused))
        else:
            messages.success(request, _("The changes were saved."))
    return redirect("volunteers:transitions", municipality)
