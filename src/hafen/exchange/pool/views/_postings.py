"""Lists, pages and the one form of offers and needs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places import queries as places
from hafen.core.places.features import of_feature
from hafen.core.ui.conflict import conflict_page
from hafen.core.ui.pages import render_page
from hafen.exchange.pool import queries, services, times, words
from hafen.exchange.pool.doors import FEATURE
from hafen.exchange.pool.forms.desk import (
    FilterForm,
    PostingForm,
    facts_of,
    initial_of,
)
from hafen.exchange.pool.models import Posting
from hafen.exchange.pool.queries import PostingFilter
from hafen.exchange.pool.registries import origins
from hafen.exchange.pool.rules import EXPORT_POOL, PLACE, VIEW_POOL
from hafen.exchange.pool.sheets import postings_sheet
from hafen.exchange.pool.views._common import form_rows, posting, postings, today

PAGE = 25
MOST_EXPORTED = 10_000


@require_safe
@requires(VIEW_POOL)
@of_feature(FEATURE)
def needs(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who looks for help, what is urgent first."""
    del municipality
    return _listing(request, "need")


@require_safe
@requires(VIEW_POOL)
@of_feature(FEATURE)
def offers(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Who gives help."""
    del municipality
    return _listing(request, "offer")


def _listing(request: SignedInRequest, side: str) -> HttpResponse:
    languages = words.language_choices(today())
    form = FilterForm(
        request.GET or None,
        tree=places.district_tree(request.municipality),
        languages=languages,
    )
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    chosen = PostingFilter(
        part=values.get("part") or "open",
        words=values.get("q", ""),
        kind=values.get("kind", ""),
        language=values.get("language", ""),
        skill=values.get("skill", ""),
        district=values.get("district"),
        km=values.get("km"),
        first=values.get("first"),
        last=values.get("last"),
        is_placed=values.get("placed", False),
    )
    found = queries.filtered(postings(request, side), chosen, today=today())
    rows = queries.listed(found)
    ordered = rows.by_urgency() if side == "need" else rows.newest_first()
    if chosen.district and chosen.km:
        ordered = rows.order_by(queries.NEAREST, "id")
    title = _("Requests for help") if side == "need" else _("Offers of help")
    sheet = postings_sheet("requests" if side == "need" else "offers", title)
    if file := answer(request, sheet, ordered[:MOST_EXPORTED], right=EXPORT_POOL):
        return file
    context = {
        "form": form,
        "filters": chosen.count,
        "page": Paginator(ordered, PAGE).get_page(request.GET.get("page")),
        "names": dict(languages),
        "part": chosen.part,
        "parts": _parts().items(),
        "side": side,
        "title": title,
        "today": today(),
        "may_place": PLACE.held_by(request.user),
        "may_export": EXPORT_POOL.held_by(request.user),
    }
    return render_page(request, "pool/listing.html", context)


def _parts() -> dict[str, str]:
    return {
        "open": pgettext("offers and requests", "Open"),
        "unplaced": _("Nobody asked yet"),
        "late": _("Late"),
        "paused": _("Paused"),
        "closed": pgettext("offers and requests", "Closed"),
        "all": pgettext("offers and requests", "All"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PLACE)
@of_feature(FEATURE)
def add_need(request: SignedInRequest, municipality: str) -> HttpResponse:
    return _enter(request, municipality, "need")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PLACE)
@of_feature(FEATURE)
def add_offer(request: SignedInRequest, municipality: str) -> HttpResponse:
    return _enter(request, municipality, "offer")


def _enter(request: SignedInRequest, municipality: str, side: str) -> HttpResponse:
    people = queries.people_visible_to(request.user, side)
    source, known = _source(request)
    person = _known_person(request, people)
    initial = {"owner": request.user, "person_language": "de", "slots": []}
    form = _form(request, side, initial=initial | known | facts_of(person))
    if request.method == "POST" and form.is_valid() and (person or form.is_new(people)):
        enter = services.enter_need if side == "need" else services.enter_offer
        made = enter(
            municipality=request.municipality,
            person=services.Person(form.person, known=person or form.known),
            data=form.posting,
            by=request.user,
            now=timezone.now(),
            source=source,
        )
        messages.success(request, _("Saved. Below stands who fits."))
        return redirect(f"pool:{side}", municipality, made.pk)
    return _form_page(request, form, side)


def _known_person(request: SignedInRequest, people: Any) -> Any:
    """Return for whom one more posting is entered, if the address says so."""
    asked = request.GET.get("person")
    if not asked:
        return None
    try:
        return get_object_or_404(people, pk=UUID(asked))
    except ValueError as wrong:
        raise Http404 from wrong


def _source(
    request: SignedInRequest,
) -> tuple[services.Source | None, dict[str, Any]]:
    """Return from which row of another room a posting is made, and what it knows.

    :raises Http404: when the row is not for this person
    """
    asked = request.GET.get("from", "")
    if not asked:
        return None, {}
    name, _colon, key = asked.partition(":")
    try:
        source = services.Source(name, UUID(key))
    except ValueError as wrong:
        raise Http404 from wrong
    if name not in origins:
        raise Http404
    known = origins[name].prefill(request.user, source.key)
    if known is None:
        raise Http404
    return source, known


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PLACE)
@of_feature(FEATURE)
def edit_need(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    return _edit(request, municipality, "need", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(PLACE)
@of_feature(FEATURE)
def edit_offer(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    return _edit(request, municipality, "offer", pk)


def _edit(
    request: SignedInRequest, municipality: str, side: str, pk: UUID
) -> HttpResponse:
    found = posting(request, side, pk)
    person = found.seeker if side == "need" else found.helper
    current = initial_of(found, person)
    form = _form(request, side, initial=current, version=found.version)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_posting(
                posting=found,
                person=form.person,
                data=form.posting,
                expected=form.read_version,
                by=request.user,
                now=timezone.now(),
            )
        except services.NoPlaceLeft:
            form.add_error("places", _("More places are taken already."))
        except LostUpdate:
            return conflict_page(
                request,
                form=form,
                current=current,
                version=found.version,
                back=request.path,
            )
        else:
            messages.success(request, _("The changes were saved."))
            return redirect(f"pool:{side}", municipality, pk)
    return _form_page(request, form, side, found)


def _form(request: SignedInRequest, side: str, **options: Any) -> PostingForm:
    return PostingForm(
        request.POST or None,
        side=side,
        rows=form_rows(request),
        languages=words.language_choices(today()),
        **options,
    )


def _form_page(
    request: SignedInRequest,
    form: PostingForm,
    side: str,
    found: Posting | None = None,
) -> HttpResponse:
    chosen = {str(value) for value in form["slots"].value() or []}
    grid = [
        (
            WEEKDAYS[weekday],
            [
                (place, times.name_of(place), str(place) in chosen)
                for place in range(weekday * 6, weekday * 6 + 6)
            ],
        )
        for weekday in range(7)
    ]
    context = {
        "form": form,
        "side": side,
        "posting": found,
        "grid": grid,
        "parts_of_day": list(zip(times.PARTS, times.HOURS, strict=True)),
        "pairs": [(form[f"language_{n}"], form[f"level_{n}"]) for n in (1, 2, 3)],
    }
    status = 422 if form.errors else 200
    return render(request, "pool/form.html", context, status=status)


@require_safe
@requires(VIEW_POOL)
@of_feature(FEATURE)
def need(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """A request for help: who fits best and why, and who was asked."""
    del municipality
    return _page(request, "need", pk)


@require_safe
@requires(VIEW_POOL)
@of_feature(FEATURE)
def offer(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """An offer of help: for whom it fits best, and who is helped."""
    del municipality
    return _page(request, "offer", pk)


def _page(request: SignedInRequest, side: str, pk: UUID) -> HttpResponse:
    found = posting(request, side, pk)
    audit.seen(subject=found, what=f"pool.{side}")
    names = dict(words.language_choices(today()))
    rank = queries.ranked_offers if side == "need" else queries.ranked_needs
    context = {
        "posting": found,
        "person": found.seeker if side == "need" else found.helper,
        "side": side,
        "names": names,
        "when": queries.when(found),
        "skills": queries.skill_names(_skills(found)),
        "spoken": queries.spoken(found.languages, names),
        "ranking": (
            rank(found, today=today(), names=names)
            if found.is_open and found.free > 0
            else None
        ),
        "placements": list(queries.placements_of(found)),
        "may_place": PLACE.held_by(request.user),
        "today": today(),
    }
    return render(request, f"pool/{side}.html", context)


def _skills(found: Any) -> set[str]:
    return {*found.skills, *(() if found.is_need else found.helper.skills)}


@require_POST
@requires(PLACE)
@of_feature(FEATURE)
def need_step(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    return _step(request, municipality, "need", pk)


@require_POST
@requires(PLACE)
@of_feature(FEATURE)
def offer_step(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    return _step(request, municipality, "offer", pk)


def _step(
    request: SignedInRequest, municipality: str, side: str, pk: UUID
) -> HttpResponse:
    """Pause, go on, settle, withdraw; and renew for somebody who called."""
    found = posting(request, side, pk)
    now, by = timezone.now(), request.user
    state = Posting.State
    steps = {
        "pause": lambda: services.pause_posting(posting=found, by=by),
        "reopen": lambda: services.reopen_posting(posting=found, by=by, now=now),
        "renew": lambda: services.renew_posting(posting=found, by=by, now=now),
        "done": lambda: services.stop_posting(
            posting=found, state=state.DONE, by=by, now=now
        ),
        "withdraw": lambda: services.stop_posting(
            posting=found, state=state.WITHDRAWN, by=by, now=now
        ),
    }
    step = steps.get(request.POST.get("step", ""))
    try:
        if step is not None:
            step()
            messages.success(request, _("The changes were saved."))
    except (services.NotOpen, services.NothingToRenew):
        messages.error(request, _("Meanwhile this has changed; look again."))
    return redirect(f"pool:{side}", municipality, pk)
