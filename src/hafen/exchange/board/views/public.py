"""What everybody reads on the board, and writes without an account."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.db.permissions import public
from hafen.core.places import queries as places
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.features import of_feature
from hafen.core.places.queries import DistrictNode
from hafen.core.places.requests import PlaceRequest
from hafen.core.ui.visitors import private
from hafen.exchange.board import (
    categories,
    feeds,
    keys,
    printing,
    queries,
    services,
    words,
)
from hafen.exchange.board.doors import FEATURE
from hafen.exchange.board.forms.public import (
    AnswerForm,
    FilterForm,
    PostForm,
    ProveForm,
    ReportForm,
    SubscribeForm,
)
from hafen.exchange.board.models import Post, Talk
from hafen.exchange.board.queries import BoardFilter
from hafen.exchange.board.views._common import (
    acting,
    choices,
    count_address,
    today,
)
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.visiting import Visit, sent
from hafen.mechanisms.feedback.visiting import answer as answered

PAGE = 20
MOST_IN_FEED = 50
_FIT = 4


@require_safe
@public
@of_feature(FEATURE)
def listing(
    request: PlaceRequest, municipality: str, language: str, path: str = ""
) -> HttpResponse:
    """Show what is offered and wanted, in the whole town or in a district.

    A number of a strip leads to its notice.
    """
    town = request.municipality
    with acting(request):
        boards = queries.district_boards(town)
        here = _district(boards, path)
        form, wanted = _filter(request, here)
        numbered = queries.by_number(town, wanted.words.lstrip("#"))
        if numbered is not None:
            return redirect(
                "board_public:detail", municipality, language, numbered.short_id
            )
        rows = queries.filtered(queries.public_posts(town), wanted, town)
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        shown = {
            "form": form,
            "filters": form.wanted.count,
            "page": page,
            "names": categories.names(today()),
            "here": here.district if here else None,
            "path": path,
            "doors": queries.doors_to(boards, here),
            "query": f"?{request.GET.urlencode()}" if form.wanted.count else "",
        }
        response = render(request, "board/listing.html", shown)
        until = queries.next_change(town, timezone.now())
    return same_for_everybody(response, town, until=until)


def _district(boards: dict[str, DistrictNode], path: str) -> DistrictNode | None:
    if path and path not in boards:
        raise Http404
    return boards.get(path)


def _filter(
    request: PlaceRequest, here: DistrictNode | None
) -> tuple[FilterForm, BoardFilter]:
    """Return the form, and what is shown: on the board of a district it is chosen."""
    form = FilterForm(request.GET, **choices(request))
    if here is None:
        return form, form.wanted
    del form.fields["district"]
    return form, replace(form.wanted, district=here.district.pk)


@require_safe
@public
@of_feature(FEATURE)
def feed(
    request: PlaceRequest, municipality: str, language: str, path: str = ""
) -> HttpResponse:
    """Give what is new on the board of the town, or of a district, as RSS."""
    del municipality
    town = request.municipality
    with acting(request):
        here = _district(queries.district_boards(town), path)
        _form, wanted = _filter(request, here)
        rows = queries.filtered(queries.public_posts(town), wanted, town)
        body = feeds.rss(
            rows[:MOST_IN_FEED],
            town,
            language=language,
            path=path,
            here=here,
            names=categories.names(today()),
        )
        until = queries.next_change(town, timezone.now())
    response = HttpResponse(body, content_type="application/rss+xml; charset=utf-8")
    return same_for_everybody(response, town, until=until)


@require_safe
@public
@of_feature(FEATURE)
def detail(
    request: PlaceRequest, municipality: str, language: str, short_id: str
) -> HttpResponse:
    """Show one notice, and what could fit it."""
    del municipality, language
    town = request.municipality
    with acting(request):
        row = _public(request, short_id)
        shown = {
            "post": row,
            "names": categories.names(today()),
            "warning": categories.warning_for(row.category),
            "fitting": list(queries.counterparts(row)[:_FIT]),
        }
        response = render(request, "board/detail.html", shown)
        until = queries.next_change(town, timezone.now())
    return same_for_everybody(response, town, until=until)


@require_safe
@public
@of_feature(FEATURE)
def notice(
    request: PlaceRequest, municipality: str, language: str, short_id: str
) -> HttpResponse:
    """Give a notice as a sheet for a wall, with strips to tear off."""
    del municipality
    with acting(request):
        row = _public(request, short_id)
        body = printing.notice(row, language=language)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.number}.pdf"'
    return response


@require_safe
@public
@of_feature(FEATURE)
def figures(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """Show what came of the notices, by category."""
    del municipality, language
    with acting(request):
        shown = {
            "rows": queries.figures(request.municipality),
            "names": categories.names(today()),
        }
        return render(request, "board/figures.html", shown)


# No cookie, so no token of Django's: `visiting` checks the origin.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def write(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """Write a notice without an account."""
    initial = {"token": new_token(), "language": language}
    initial |= {"side": request.GET.get("side", ""), "district": _named(request)}
    form = PostForm(sent(request), request.FILES or None, initial=initial)
    form.fill(**choices(request))
    thanks = reverse("board_public:thanks", args=[municipality, language])

    def take() -> str:
        count_address(request, form.person["email"])
        new = services.NewPost(
            facts=form.facts, person=form.person, photos=form.cleaned_data["photos"]
        )
        services.post(municipality=request.municipality, new=new, now=timezone.now())
        return thanks

    with acting(request):
        visit = Visit(
            form, "board/write.html", "board", take, thanks, refusals=words.REFUSALS
        )
        return private(answered(request, visit))


@require_safe
@public
@of_feature(FEATURE)
def thanks(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    del municipality, language
    return private(render(request, "board/thanks.html"))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def answer(
    request: PlaceRequest, municipality: str, language: str, short_id: str
) -> HttpResponse:
    """Answer a notice; the address of neither side is shown."""
    back = reverse("board_public:detail", args=[municipality, language, short_id])
    with acting(request):
        row = _public(request, short_id)
        if queries.needs_clearance(row, today()):
            return _prove(request, row, language)
        form = AnswerForm(sent(request), initial={"token": new_token()})

        def take() -> str:
            count_address(request, form.cleaned_data["email"])
            talk = services.answer_post(
                row=row,
                person=form.person(language),
                text=form.cleaned_data["text"],
                language=language,
                now=timezone.now(),
            )
            code = keys.talk_code(talk, Talk.Side.ASKER)
            return reverse(
                "board_public:talk", args=[municipality, language, talk.pk, code]
            )

        shown = {"post": row, "warning": categories.warning_for(row.category)}
        visit = Visit(
            form,
            "board/answer.html",
            "board",
            take,
            back,
            context=shown,
            refusals=words.REFUSALS,
        )
        return private(answered(request, visit))


def _prove(request: PlaceRequest, row: Post, language: str) -> HttpResponse:
    """Ask for the address of whoever would answer a notice about children.

    What follows comes by mail: the link, or where to turn. The page says the same
    to everybody.
    """
    form = ProveForm(sent(request), initial={"token": new_token()})
    done = reverse("board_public:thanks", args=[row.municipality.slug, language])

    def take() -> str:
        count_address(request, form.cleaned_data["email"])
        services.invite_to_answer(
            row=row, person=form.person(language), language=language, now=timezone.now()
        )
        return f"{done}?of=prove"

    shown = {"post": row, "warning": categories.warning_for(row.category)}
    visit = Visit(
        form,
        "board/prove.html",
        "board",
        take,
        done,
        context=shown,
        refusals=words.REFUSALS,
    )
    return private(answered(request, visit))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def report(
    request: PlaceRequest, municipality: str, language: str, short_id: str
) -> HttpResponse:
    """Say that something is wrong with a notice."""
    form = ReportForm(sent(request), initial={"token": new_token()})
    back = reverse("board_public:thanks", args=[municipality, language])
    with acting(request):
        row = _public(request, short_id)

        def take() -> str:
            services.report(
                row=row,
                reason=form.cleaned_data["reason"],
                text=form.cleaned_data["text"],
                now=timezone.now(),
            )
            return f"{back}?of=report"

        visit = Visit(
            form, "board/report.html", "board", take, back, context={"post": row}
        )
        return private(answered(request, visit))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def subscribe(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """Ask to be told by mail of new notices."""
    initial = {"token": new_token(), "district": _named(request)}
    form = SubscribeForm(sent(request), initial=initial)
    form.fill(
        categories.top_choices(today()), places.districts_of(request.municipality)
    )
    back = reverse("board_public:thanks", args=[municipality, language])

    def take() -> str:
        said = form.cleaned_data
        count_address(request, said["email"])
        services.subscribe(
            municipality=request.municipality,
            email=said["email"],
            language=language,
            **form.wish,
            now=timezone.now(),
        )
        return f"{back}?of=alert"

    with acting(request):
        visit = Visit(form, "board/subscribe.html", "board", take, back)
        return private(answered(request, visit))


def _named(request: PlaceRequest) -> Any:
    """Return the district from whose board somebody comes, for a form to begin with."""
    boards = queries.district_boards(request.municipality)
    node = boards.get(request.GET.get("district", ""))
    return node.district if node else None


def _public(request: PlaceRequest, short_id: str) -> Post:
    row = queries.by_short_id(request.municipality, short_id)
    if row is None:
        raise Http404
    return row
