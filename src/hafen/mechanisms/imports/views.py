from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.ui.pages import render_page
from hafen.mechanisms.imports import asking, exports, forms, planning, queries, services
from hafen.mechanisms.imports.models import Import
from hafen.mechanisms.imports.registry import Importer, Unrecognised, importers
from hafen.mechanisms.imports.rules import USE_IMPORTS
from hafen.mechanisms.imports.sheets import IMPORTS, ROWS

_PER_PAGE = 50
# A longer list is written by a worker, and its page shows how far it is.
_AT_ONCE = 150
_SAMPLED = 20
STEPS = (_("Choose the file"), _("Assign the columns"), _("Check"), _("Done"))


@require_GET
@requires(USE_IMPORTS)
def start(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality  # the edge loaded it
    found = queries.imports_visible_to(request.user)
    if file := answer(request, IMPORTS, found):
        return file
    page = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    offered = [one for one in importers if one.is_open_to(request.user)]
    return render_page(
        request, "imports/start.html", {"page": page, "importers": offered}
    )


@requires(USE_IMPORTS)
def upload(request: SignedInRequest, municipality: str, importer: str) -> HttpResponse:
    chosen = _importer(request, importer)
    is_sent = request.method == "POST"
    form = forms.UploadForm(
        *([request.POST, request.FILES] if is_sent else []),
        initial={"sheet": request.GET.get("sheet", "")},
        can_publish=chosen.can_publish,
        reader=chosen.reader,
    )
    if is_sent and form.is_valid():
        named = {name: request.GET[name] for name in chosen.asks if name in request.GET}
        try:
            run = services.load(
                form.table,
                importer=chosen,
                municipality=request.municipality,
                file_name=form.cleaned_data["file"].name,
                by=request.user,
                options={"publish": form.cleaned_data.get("publish", True), **named},
            )
        except Unrecognised as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("imports:columns", municipality, run.pk)
    context = {"form": form, "importer": chosen, "steps": STEPS}
    return render(request, "imports/upload.html", context, status=_status(form))


@requires(USE_IMPORTS)
def columns(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    run = _run(request, pk)
    saved = queries.saved_mappings(run.municipality, importer=run.importer)
    picking = forms.SavedForm(request.GET, saved=saved)
    form = forms.ColumnsForm(
        request.POST if request.method == "POST" else None,
        run=run,
        importer=planning.importer_of(run),
        samples=list(queries.rows_of(run)[:_SAMPLED]),
        chosen=picking.columns(run.mapping),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.plan(
                run, columns=form.columns, words=picking.words, now=timezone.now()
            )
        except services.NotPlanned:
            return _already(request, run)
        if name := form.cleaned_data["save_as"]:
            services.save_mapping(run, columns=form.columns, name=name)
        run.refresh_from_db()
        if all(each.is_told for each in asking.asked_words(run, now=timezone.now())):
            return redirect("imports:detail", municipality, run.pk)
        where = reverse("imports:words", args=[municipality, run.pk])
        return redirect(f"{where}?{urlencode({'name': name})}" if name else where)
    context = {"form": form, "picking": picking, "run": run, "steps": STEPS}
    return render(
        request,
        "imports/columns.html",
        context | {"has_saved": saved.exists()},
        status=_status(form),
    )


@requires(USE_IMPORTS)
def words(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Ask what the words of a list mean that nobody here knows."""
    run = _run(request, pk)
    form = forms.WordsForm(
        request.POST if request.method == "POST" else None,
        asked=asking.asked_words(run, now=timezone.now()),
        initial={"save_as": request.GET.get("name", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.plan(run, columns=None, words=form.words, now=timezone.now())
        except services.NotPlanned:
            return _already(request, run)
        if name := form.cleaned_data["save_as"]:
            services.save_mapping(run, columns=run.mapping, words=form.words, name=name)
        return redirect("imports:detail", municipality, run.pk)
    context = {"form": form, "run": run, "steps": STEPS}
    return render(request, "imports/words.html", context, status=_status(form))


@require_GET
@requires(USE_IMPORTS)
def detail(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Show what will become of each row, or what became of it."""
    run = _run(request, pk)
    if run.is_planned and not run.counts:
        return redirect("imports:columns", municipality, run.pk)
    is_part = request.GET.get("part") == "progress"
    if is_part and not run.is_queued:
        # The worker is done: the page shows what came of it.
        return HttpResponse(status=200, headers={"HX-Refresh": "true"})
    form = forms.FateForm(request.GET)
    fate = form.cleaned_data["fate"] if form.is_valid() else ""
    found = queries.rows_of(run, fate=fate)
    if file := answer(request, ROWS, found):
        return file
    rows = Paginator(found, _PER_PAGE)
    context = {
        "run": run,
        "page": rows.get_page(request.GET.get("page")),
        "tabs": queries.fates_of(run, chosen=fate),
        "progress": queries.progress_of(run) if run.is_queued else None,
        "is_late": queries.is_late(run, now=timezone.now()),
        "steps": STEPS,
        "has_words": bool(planning.importer_of(run).words),
    }
    fragment = "progress" if is_part else "rows"
    return render_page(request, "imports/detail.html", context, fragment=fragment)


@require_POST
@requires(USE_IMPORTS)
def apply(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    run = _run(request, pk)
    try:
        if run.counts.get("rows", 0) > _AT_ONCE:
            services.queue(run, by=request.user)
        else:
            services.apply(run, by=request.user, now=timezone.now())
            messages.success(request, _("The list was imported."))
    except services.NotPlanned:
        return _already(request, run)
    return redirect("imports:detail", municipality, run.pk)


@requires(USE_IMPORTS)
def undo(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    run = _run(request, pk)
    if request.method != "POST" and run.is_applied:
        return render(request, "imports/undo.html", {"run": run})
    try:
        done = services.undo(run, by=request.user, now=timezone.now())
    except services.NotApplied:
        return _already(request, run)
    except services.TooLate:
        messages.error(
            request, _("The rows of this import were deleted; it stays as it is.")
        )
        return redirect("imports:detail", municipality, run.pk)
    return render(request, "imports/undone.html", {"run": run, "done": done})


@require_POST
@requires(USE_IMPORTS)
def discard(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    run = _run(request, pk)
    try:
        services.discard(run)
    except services.NotPlanned:
        return _already(request, run)
    messages.success(request, _("The list was thrown away; nothing was imported."))
    return redirect("imports:start", municipality)


@require_GET
@requires(USE_IMPORTS)
def remarks(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality  # the edge loaded it
    run = _run(request, pk)
    return exports.remarks_as_csv(queries.rows_of(run), name=f"import-{run.pk}.csv")


def _importer(request: SignedInRequest, key: str) -> Importer:
    if key not in importers or not importers[key].is_open_to(request.user):
        raise Http404
    return importers[key]


def _run(request: SignedInRequest, pk: UUID) -> Import:
    run: Import = get_object_or_404(queries.imports_visible_to(request.user), pk=pk)
    _importer(request, run.importer)
    return run


def _status(form: Any) -> int:
    return 422 if form.errors else 200


def _already(request: SignedInRequest, run: Import) -> HttpResponse:
    """Say that somebody was faster, and show what came of it."""
    messages.info(request, _("Somebody has gone on with this import meanwhile."))
    return redirect("imports:detail", run.municipality.slug, run.pk)
