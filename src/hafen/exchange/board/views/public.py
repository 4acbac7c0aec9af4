"""What everybody reads on the board, and writes without an account."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from hafen.core.db.permissions import public
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.features import of_feature
from hafen.core.places.requests import PlaceRequest
from hafen.exchange.board import categories, keys, printing, queries, services, words
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
    private,
    today,
)
from hafen.mechanisms.feedback.forms import new_token
from hafen.mechanisms.feedback.visiting import Visit, sent
from hafen.mechanisms.feedback.visiting import answer as answered

PAGE = 20
_FIT = 4


@require_safe
@public
@of_feature(FEATURE)
def listing(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """Show what is offered and wanted; a number of a strip leads to its notice."""
    town = request.municipality
    form = FilterForm(request.GET, **choices(request))
    values: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    district = values.get("district")
    wanted = BoardFilter(
        side=values.get("side", ""),
        category=values.get("category", ""),
        district=district.pk if district else None,
        language=values.get("language", ""),
        words=values.get("q", ""),
    )
    with acting(request):
        numbered = queries.by_number(town, wanted.words.lstrip("#"))
        if numbered is not None:
            return redirect(
                "board_public:detail", municipality, language, numbered.short_id
            )
        rows = queries.filtered(queries.public_posts(town), wanted, town)
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        shown = {
            "form": form,
            "filters": wanted.count,
            "page": page,
            "names": categories.names(today()),
            "tops": categories.tree(today()),
            "chosen": wanted,
        }
        response = render(request, "board/listing.html", shown)
        until = queries.next_change(town, timezone.now())
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
    wanted = request.GET.get("side", "")
    form = PostForm(
        sent(request), request.FILES or None, initial=initial | {"side": wanted}
    )
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
    form = SubscribeForm(sent(request), initial={"token": new_token()})
    form.fill(categories.top_choices(today()))
    back = reverse("board_public:thanks", args=[municipality, language])

    def take() -> str:
        said = form.cleaned_data
        count_address(request, said["email"])
        services.subscribe(
            municipality=request.municipality,
            email=said["email"],
            language=language,
            side=said["side"],
            categories=said["categories"],
            now=timezone.now(),
        )
        return f"{back}?of=alert"

    with acting(request):
        visit = Visit(form, "board/subscribe.html", "board", take, back)
        return private(answered(request, visit))


def _public(request: PlaceRequest, short_id: str) -> Post:
    row = queries.by_short_id(request.municipality, short_id)
    if row is None:
        raise Http404
    return row
