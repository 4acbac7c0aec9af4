from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.names import short_id_in
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.information.knowledge import queries, services
from hafen.information.knowledge.doors import FEATURE
from hafen.information.knowledge.forms import LawChangeForm, TesterForm, UsageForm
from hafen.information.knowledge.models import Entry, EntryQuerySet, Tester
from hafen.information.knowledge.readability import readability as scored
from hafen.information.knowledge.rules import EDIT_PAGES, MANAGE_PAGES, VIEW_PAGES
from hafen.information.knowledge.sheets import LAWS, PAGES

PAGE = 40
_LONGEST = 60_000


@require_safe
@requires(VIEW_PAGES)
@of_feature(FEATURE)
def pages(request: SignedInRequest, municipality: str) -> HttpResponse:
    """All pages: who keeps them, when they were checked, how far translated."""
    today = timezone.localdate()
    rows = queries.pages_visible_to(request.user).order_by("path")
    kind, is_overdue = request.GET.get("kind", ""), "overdue" in request.GET
    if kind in Entry.Kind:
        rows = rows.filter(kind=kind)
    if is_overdue:
        rows = rows.overdue(today).order_by("check_by")
    languages = request.municipality.languages
    usage = UsageForm(request.GET or None, choices=queries.named_on_pages(request.user))
    if used := request.GET.get("used"):
        rows = queries.naming(rows, used)
    if file := _as_file(request, rows, today):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": queries.lines(page.object_list, languages, today),
        "kinds": Entry.Kind.choices,
        "kind": kind,
        "is_overdue": is_overdue,
        "usage": usage,
        "used": used,
        "overdue_count": queries.pages_visible_to(request.user).overdue(today).count(),
        "may_edit": EDIT_PAGES.held_by(request.user),
        "may_manage": MANAGE_PAGES.held_by(request.user),
    }
    return render(request, "knowledge/desk/pages.html", context)


def _as_file(
    request: SignedInRequest, rows: EntryQuerySet, today: date
) -> HttpResponse | None:
    if "as" not in request.GET:
        return None
    lines = queries.lines(rows, request.municipality.languages, today)
    return answer(request, PAGES, lines)


@require_safe
@requires(VIEW_PAGES)
@of_feature(FEATURE)
def read(request: SignedInRequest, municipality: str, address: str) -> HttpResponse:
    """One page as colleagues read it; articles for staff are read nowhere else."""
    entry = _entry(request, address)
    now = timezone.now()
    view = queries.page_view(
        entry,
        language=entry.language,
        now=now,
        is_test=not entry.live and MANAGE_PAGES.held_by(request.user),
    )
    if not entry.live and not view.is_test:
        raise Http404
    context = {
        "view": view,
        "entry": view.entry,
        "original": entry,
        "may_edit": EDIT_PAGES.held_by(request.user),
        "may_manage": MANAGE_PAGES.held_by(request.user),
        "used_on": queries.naming(
            queries.pages_visible_to(request.user), f"page:{entry.pk}"
        ),
    }
    return render(request, "knowledge/desk/read.html", context)


def _entry(request: SignedInRequest, address: str) -> Entry:
    rows = queries.pages_visible_to(request.user).select_related(
        "office", "partner", "municipality"
    )
    found: Entry = get_object_or_404(rows, short_id=short_id_in(address))
    return found


@require_POST
@requires(EDIT_PAGES)
def readability(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How hard a text is to read, while it is written."""
    found = scored(request.POST.get("text", "")[:_LONGEST])
    return render(request, "knowledge/desk/readability.html", {"score": found})


@requires(MANAGE_PAGES)
@of_feature(FEATURE)
def law_changes(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Changes of the law; a new one asks for a look at every page it touches."""
    form = LawChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        change = form.change
        count = services.note_law_change(
            change=change, by=request.user, today=timezone.localdate()
        )
        said = _(
            "Pages affected: %(count)s. Whoever keeps them has been asked to look."
        )
        messages.success(request, said % {"count": count})
        return redirect("knowledge:law_change", municipality, change.pk)
    rows = queries.law_changes_visible_to(request.user)
    if file := answer(request, LAWS, rows):
        return file
    context = {
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
    }
    status = 422 if form.errors else 200
    return render(request, "knowledge/desk/law_changes.html", context, status=status)


@require_safe
@requires(MANAGE_PAGES)
@of_feature(FEATURE)
def law_change(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A change of the law and the pages that name the provision."""
    change = get_object_or_404(queries.law_changes_visible_to(request.user), pk=pk)
    today, languages = timezone.localdate(), request.municipality.languages
    context = {
        "change": change,
        "lines": queries.lines(queries.affected_by(change), languages, today),
        "may_edit": True,
    }
    return render(request, "knowledge/desk/law_change.html", context)


@requires(MANAGE_PAGES)
@of_feature(FEATURE)
def testers(request: SignedInRequest, municipality: str, address: str) -> HttpResponse:
    """Who may read a page, and all below it, before the release."""
    entry = _entry(request, address)
    form = TesterForm(request.POST or None, municipality=request.municipality)
    if request.method == "POST" and form.is_valid():
        services.open_to_tester(page=entry, by=request.user, **form.content)
        messages.success(request, _("The person can read the page now."))
        return redirect("knowledge:testers", municipality, entry.address)
    context = {
        "entry": entry,
        "form": form,
        "testers": entry.testers.select_related("user").order_by("until"),
    }
    status = 422 if form.errors else 200
    return render(request, "knowledge/desk/testers.html", context, status=status)


@require_POST
@requires(MANAGE_PAGES)
def end_test(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Take test access back."""
    rows = Tester.objects.filter(municipality=request.municipality)
    tester = get_object_or_404(rows.select_related("page"), pk=pk)
    address = tester.page.address
    services.end_test(tester=tester, by=request.user)
    return redirect("knowledge:testers", municipality, address)
