from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.taxonomy.reference import languages, own_name
from hafen.core.translation.editing import side_by_side
from hafen.information.knowledge import queries, services
from hafen.information.knowledge.doors import FEATURE
from hafen.information.knowledge.models import Paper, PaperPart, PaperQuerySet
from hafen.information.knowledge.paper_forms import (
    PaperForm,
    PartForm,
    ReleaseForm,
    VariablesForm,
)
from hafen.information.knowledge.paper_words import sentence
from hafen.information.knowledge.readability import readability
from hafen.information.knowledge.rules import (
    RELEASE_PAPERS,
    VIEW_PAPERS,
    WRITE_PAPERS,
)
from hafen.information.knowledge.sheets import PAPERS
from hafen.information.knowledge.views._blocks import (
    PAGE,
    topics,
    translations_of,
)


@require_safe
@requires(VIEW_PAPERS)
@of_feature(FEATURE)
def papers(request: SignedInRequest, municipality: str) -> HttpResponse:
    """The library: letters, forms and leaflets by topic, and who uses what."""
    del municipality
    asked = {name: request.GET.get(name, "") for name in ("kind", "topic", "q")}
    is_outdated = "outdated" in request.GET
    rows = _chosen(queries.papers_visible_to(request.user), asked, is_outdated)
    rows = queries.with_uses(rows)
    if file := answer(request, PAPERS, rows):
        return file
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    sheets = queries.current_sheets(page.object_list)
    named = topics()
    names = dict(named)
    blocks = queries.blocks_visible_to(request.user).outdated() if is_outdated else ()
    context = {
        "page": page,
        "lines": [
            (paper, names.get(paper.topic, ""), _languages(paper, sheets))
            for paper in page
        ],
        "kinds": Paper.Kind.choices,
        "topics": named,
        "asked": asked,
        "is_outdated": is_outdated,
        "outdated_count": queries.outdated_work(request.user),
        "outdated_blocks": blocks,
        "may_write": WRITE_PAPERS.held_by(request.user),
    }
    return render(request, "knowledge/papers/list.html", context)


def _chosen(
    rows: PaperQuerySet,
    asked: dict[str, str],
    is_outdated: bool,  # noqa: FBT001  # a filter
) -> PaperQuerySet:
    rows = rows.outdated() if is_outdated else rows.present()
    if asked["kind"] in Paper.Kind:
        rows = rows.filter(kind=asked["kind"])
    if asked["topic"]:
        rows = rows.filter(topic=asked["topic"])
    return queries.matching(rows, asked["q"]) if asked["q"] else rows


def _languages(paper: Paper, sheets: dict[Any, Any]) -> list[tuple[str, str]]:
    """Return the languages that a paper can be printed in."""
    return [
        (tag, own_name(tag)) for tag in paper.languages if (paper.pk, tag) in sheets
    ]


@requires(WRITE_PAPERS)
@of_feature(FEATURE)
def new_paper(request: SignedInRequest, municipality: str) -> HttpResponse:
    """A letter or leaflet that is not there yet."""
    town = request.municipality
    paper = Paper(municipality=town, source_language=town.default_language)
    initial = {"languages": town.languages, "kind": request.GET.get("kind", "LETTER")}
    form = PaperForm(
        request.POST or None, municipality=town, topics=topics(), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        saved = _write(request, form, paper)
        if saved is not None:
            return redirect("knowledge:paper_parts", municipality, saved.pk)
    status = 422 if form.errors else 200
    return render(request, "knowledge/papers/edit.html", {"form": form}, status=status)


@requires(WRITE_PAPERS)
@of_feature(FEATURE)
def edit_paper(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Change what stands above a paper, its languages and who uses it."""
    found = paper_of(request, pk)
    names = ("kind", "title", "topic", "languages", "is_public")
    initial = {name: getattr(found, name) for name in names}
    initial["uses"] = list(found.uses.values_list("unit_id", flat=True))
    form = PaperForm(
        request.POST or None,
        municipality=request.municipality,
        topics=topics(),
        version=found.version,
        initial=initial,
    )
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and _write(request, form, found) is not None:
        return redirect("knowledge:paper", municipality, pk)
    context = {"form": form, "paper": found}
    status = 422 if form.errors else 200
    return render(request, "knowledge/papers/edit.html", context, status=status)


def _write(request: SignedInRequest, form: PaperForm, paper: Paper) -> Paper | None:
    try:
        saved = services.write_paper(
            paper=paper,
            data=form.content,
            expected=form.read_version,
            by=request.user,
            now=timezone.now(),
        )
    except LostUpdate:
        form.add_error(None, _("Somebody changed it meanwhile; please compare."))
        return None
    messages.success(request, _("The changes were saved."))
    return saved


@require_safe
@requires(VIEW_PAPERS)
@of_feature(FEATURE)
def paper(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A paper: what can be printed, what is lacking, how it reads, its editions."""
    del municipality
    rows = queries.with_uses(queries.papers_visible_to(request.user))
    found: Any = get_object_or_404(queries.with_parts(rows), pk=pk)
    sheets = queries.released_of(found)
    editions = {sheet.edition_id: sheet.edition for sheet in sheets}
    context = {
        "paper": found,
        "languages": [
            (line, own_name(line.language), [sentence(gap) for gap in line.gaps])
            for line in queries.languages_of_paper(found, sheets)
        ],
        "titles": translations_of(found, request),
        "score": readability(queries.text_of_paper(found)),
        "codes": queries.codes_of_paper(found) if found.is_filled_in else (),
        "editions": list(editions.values())[:20],
        "may_write": WRITE_PAPERS.held_by(request.user),
        "may_release": RELEASE_PAPERS.held_by(request.user),
    }
    return render(request, "knowledge/papers/paper.html", context)


@requires(WRITE_PAPERS)
@of_feature(FEATURE)
def paper_parts(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """The parts of a paper in their order; one more, one less, up and down."""
    found = paper_of(request, pk)
    form = PartForm(
        request.POST if request.POST.get("step") == "add" else None,
        municipality=request.municipality,
        blocks=queries.blocks_visible_to(request.user).present(),
    )
    if request.method == "POST" and _take(request, found, form):
        return redirect("knowledge:paper_parts", municipality, pk)
    parts = found.parts.select_related("block", "service", "site")
    context = {
        "paper": found,
        "form": form,
        "parts": parts.order_by("place", "pk"),
    }
    status = 422 if form.errors else 200
    return render(request, "knowledge/papers/parts.html", context, status=status)


def _take(request: SignedInRequest, found: Paper, form: PartForm) -> bool:
    """Do what the button says; whether it was done.

    :raises Http404: when there is no such step or part
    """
    step, how = request.POST.get("step", ""), {"by": request.user}
    if step == "add":
        if not form.is_valid():
            return False
        part = PaperPart(paper=found, **form.part)
        services.add_part(part=part, now=timezone.now(), **how)
        return True
    moves = {"up": -1, "down": 1}
    if step != "drop" and step not in moves:
        raise Http404
    place = request.POST.get("place", "")
    rows = found.parts.filter(place=place if place.isdecimal() else 0)
    row = get_object_or_404(rows)
    if step == "drop":
        services.drop_part(part=row, now=timezone.now(), **how)
    else:
        services.move_part(part=row, step=moves[step], now=timezone.now(), **how)
    return True


@requires(WRITE_PAPERS)
@of_feature(FEATURE)
def paper_variables(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """What a clerk fills in, by the codes in the text."""
    rows = queries.papers_visible_to(request.user)
    found = get_object_or_404(queries.with_parts(rows), pk=pk)
    form = VariablesForm(
        request.POST or None,
        codes=queries.codes_of_paper(found),
        present=found.variables,
    )
    if request.method == "POST" and form.is_valid():
        services.name_variables(paper=found, variables=form.variables, by=request.user)
        messages.success(request, _("The changes were saved."))
        return redirect("knowledge:paper", municipality, pk)
    context = {"paper": found, "form": form}
    status = 422 if form.errors else 200
    return render(request, "knowledge/papers/variables.html", context, status=status)


@require_POST
@requires(WRITE_PAPERS)
@of_feature(FEATURE)
def act_on_paper(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Hand in, put away or take back, as the button says."""
    found, step, by = paper_of(request, pk), request.POST.get("step", ""), request.user
    if step == "hand_in":
        services.hand_in_paper(paper=found, by=by, today=timezone.localdate())
    elif step in {"archive", "restore"} and not RELEASE_PAPERS.held_by(by):
        raise Http404
    elif step == "archive":
        services.archive_paper(paper=found, by=by)
    elif step == "restore":
        services.restore_paper(paper=found, by=by, now=timezone.now())
    else:
        raise Http404
    messages.success(request, _("The changes were saved."))
    return redirect("knowledge:paper", municipality, pk)


@requires(RELEASE_PAPERS)
@of_feature(FEATURE)
def release_paper(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Make the next edition, or say in plain words what is lacking."""
    found = paper_of(request, pk)
    form = ReleaseForm(request.POST or None, paper=found)
    lacks: list[tuple[str, list[str]]] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.release_paper(
                paper=found, by=request.user, now=timezone.now(), **form.content
            )
        except services.Incomplete as error:
            lacks = [
                (own_name(language), [sentence(gap) for gap in gaps])
                for language, gaps in error.gaps.items()
            ]
            form.add_error(None, _("It was not released; something is lacking."))
        except services.NotLegallyChecked:
            form.add_error("legal_check", _("Please say who checked it."))
        except services.IsArchived:
            form.add_error(None, _("It was put away."))
        else:
            messages.success(request, _("The new edition is released."))
            return redirect("knowledge:paper", municipality, pk)
    context = {"paper": found, "form": form, "lacks": lacks}
    status = 422 if form.errors else 200
    return render(request, "knowledge/papers/release.html", context, status=status)


@requires(WRITE_PAPERS)
@of_feature(FEATURE)
def translate_paper(
    request: SignedInRequest, municipality: str, pk: UUID, into: str
) -> HttpResponse:
    """The title beside its translation."""
    found = paper_of(request, pk)
    save = partial(services.translate_title, paper=found)
    form = side_by_side(request, found, into, save, languages=languages())
    if form is None:
        return redirect("knowledge:paper", municipality, pk)
    context = {"form": form, "row": found, "is_block": False}
    status = 422 if form.errors else 200
    return render(request, "knowledge/papers/translate.html", context, status=status)


def paper_of(request: SignedInRequest, pk: UUID) -> Paper:
    rows = queries.papers_visible_to(request.user).select_related("municipality")
    return get_object_or_404(rows, pk=pk)
