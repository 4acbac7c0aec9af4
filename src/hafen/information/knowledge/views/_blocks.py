from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.taxonomy.reference import languages, own_name
from hafen.core.translation.editing import side_by_side
from hafen.core.translation.models import Translatable
from hafen.information.directory import choices
from hafen.information.knowledge import queries, services
from hafen.information.knowledge.doors import FEATURE
from hafen.information.knowledge.models import TextBlock
from hafen.information.knowledge.paper_forms import BlockForm, QuoteForm
from hafen.information.knowledge.readability import readability
from hafen.information.knowledge.rules import VIEW_PAPERS, WRITE_PAPERS
from hafen.information.knowledge.sheets import BLOCKS

PAGE = 40


@require_safe
@requires(VIEW_PAPERS)
@of_feature(FEATURE)
def blocks(request: SignedInRequest, municipality: str) -> HttpResponse:
    """All text blocks: their topic, their languages, what became outdated."""
    del municipality
    rows = queries.blocks_visible_to(request.user).present()
    is_outdated, topic = "outdated" in request.GET, request.GET.get("topic", "")
    rows = rows.outdated() if is_outdated else rows
    rows = rows.filter(topic=topic) if topic else rows
    rows = rows.prefetch_related("translations")
    if file := answer(request, BLOCKS, rows):
        return file
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "topics": topics(),
        "topic": topic,
        "is_outdated": is_outdated,
        "may_write": WRITE_PAPERS.held_by(request.user),
    }
    return render(request, "knowledge/papers/blocks.html", context)


@requires(WRITE_PAPERS)
@of_feature(FEATURE)
def new_block(request: SignedInRequest, municipality: str) -> HttpResponse:
    """A text block that is not there yet."""
    form = BlockForm(request.POST or None, topics=topics())
    block = TextBlock(municipality=request.municipality)
    block.source_language = request.municipality.default_language
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and (saved := _save(request, form, block)):
        return redirect("knowledge:block", municipality, saved.pk)
    status = 422 if form.errors else 200
    context = {"form": form, "may_write": True}
    return render(request, "knowledge/papers/block_edit.html", context, status=status)


def _save(
    request: SignedInRequest, form: BlockForm, block: TextBlock
) -> TextBlock | None:
    """Save a block; None where the form says why it was refused."""
    try:
        saved = services.write_block(
            block=block,
            data=form.block_data,
            reason=form.cleaned_data["reason"],
            expected=form.read_version,
            by=request.user,
            now=timezone.now(),
        )
    except services.KeyTaken:
        form.add_error("key", _("Another block has this key."))
    except LostUpdate:
        form.add_error(None, _("Somebody changed it meanwhile; please compare."))
    else:
        messages.success(request, _("The changes were saved."))
        return saved
    return None


@require_safe
@requires(VIEW_PAPERS)
@of_feature(FEATURE)
def block(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A block: its text, the facts it quotes, its languages, where it is used."""
    del municipality
    found = _block(request, pk)
    papers = queries.papers_visible_to(request.user).filter(parts__block=found)
    context = {
        "text_block": found,
        "topic_name": dict(topics()).get(found.topic, ""),
        "quotes": found.quotes.select_related("site", "unit", "service"),
        "translations": translations_of(found, request),
        "score": readability(f"{found.heading}\n{found.text}"),
        "papers": papers.distinct(),
        "versions": found.versions.select_related("by").order_by("-number")[:20],
        "may_write": WRITE_PAPERS.held_by(request.user),
    }
    return render(request, "knowledge/papers/block.html", context)


@requires(WRITE_PAPERS)
@of_feature(FEATURE)
def edit_block(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Change the words of a block; the next version."""
    found = _block(request, pk)
    initial = {
        name: getattr(found, name) for name in ("key", "topic", "heading", "text")
    }
    form = BlockForm(
        request.POST or None, topics=topics(), version=found.version, initial=initial
    )
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and _save(request, form, found):
        return redirect("knowledge:block", municipality, pk)
    status = 422 if form.errors else 200
    context = {"form": form, "text_block": found}
    return render(request, "knowledge/papers/block_edit.html", context, status=status)


@requires(WRITE_PAPERS)
@of_feature(FEATURE)
def quote(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Tie a block to a fact."""
    found = _block(request, pk)
    form = QuoteForm(request.POST or None, municipality=request.municipality)
    if request.method == "POST" and form.is_valid():
        try:
            services.quote_fact(
                quote=form.quote_of(found), by=request.user, now=timezone.now()
            )
        except services.KeyTaken:
            form.add_error("code", _("The block has another fact of this name."))
        else:
            messages.success(request, _("The fact is watched from now on."))
            return redirect("knowledge:block", municipality, pk)
    status = 422 if form.errors else 200
    context = {"form": form, "text_block": found}
    return render(request, "knowledge/papers/quote.html", context, status=status)


@require_POST
@requires(WRITE_PAPERS)
@of_feature(FEATURE)
def act_on_block(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Confirm the facts, part from one, put away or take back, as the button says."""
    found, step = _block(request, pk), request.POST.get("step", "")
    try:
        _act(step, found, request)
    except services.BlockInUse:
        messages.error(
            request, _("Letters or leaflets are built from this block; it stays.")
        )
    else:
        messages.success(request, _("The changes were saved."))
    return redirect("knowledge:block", municipality, pk)


def _act(step: str, found: TextBlock, request: SignedInRequest) -> None:
    """
    :raises Http404: when there is no such step
    """
    now, by = timezone.now(), request.user
    if step == "confirm":
        services.confirm_facts(block=found, by=by, now=now)
    elif step == "archive":
        services.archive_block(block=found, by=by)
    elif step == "restore":
        services.restore_block(block=found, by=by)
    elif step == "drop":
        code = request.POST.get("code", "")
        row = get_object_or_404(found.quotes.all(), code=code)
        services.drop_quote(quote=row, by=by, now=now)
    else:
        raise Http404


@requires(WRITE_PAPERS)
@of_feature(FEATURE)
def translate_block(
    request: SignedInRequest, municipality: str, pk: UUID, into: str
) -> HttpResponse:
    """The block beside its translation."""
    found = _block(request, pk)
    save = partial(services.translate_block, block=found)
    form = side_by_side(request, found, into, save, languages=languages())
    if form is None:
        return redirect("knowledge:block", municipality, pk)
    context = {"form": form, "row": found, "is_block": True}
    status = 422 if form.errors else 200
    return render(request, "knowledge/papers/translate.html", context, status=status)


def translations_of(row: Translatable, request: SignedInRequest) -> list[Any]:
    """Return tag, name and translation of each language that there is or should be."""
    found = {each.language: each for each in row.translations.all()}
    tags = dict.fromkeys([*request.municipality.languages, *sorted(found)])
    return [
        (tag, own_name(tag), found.get(tag))
        for tag in tags
        if tag != row.source_language
    ]


def topics() -> list[tuple[str, Any]]:
    """Return the domains of the needs, named for whoever works here."""
    return choices.domains(language=get_language() or "de", today=timezone.localdate())


def _block(request: SignedInRequest, pk: UUID) -> TextBlock:
    return get_object_or_404(queries.blocks_visible_to(request.user), pk=pk)
