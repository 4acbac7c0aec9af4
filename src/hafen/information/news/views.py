"""The pages of the room, for the public and for the desk."""

from functools import partial
from typing import Any
from urllib.parse import quote
from urllib.parse import urlencode as urlsafe
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import public, requires
from hafen.core.db.sheets import answer
from hafen.core.places.caching import same_for_everybody
from hafen.core.places.features import of_feature
from hafen.core.places.public_addresses import public_address
from hafen.core.places.requests import PlaceRequest
from hafen.core.taxonomy.reference import own_name
from hafen.core.translation.editing import side_by_side
from hafen.core.ui.conflict import Refusals, edited
from hafen.information.news import feeds, queries, services
from hafen.information.news.forms import FilterForm, GapsForm, NewsForm, TopicForm
from hafen.information.news.gaps import gaps_in
from hafen.information.news.models import NewsItem
from hafen.information.news.queries import StaffFilter
from hafen.information.news.rules import EDIT_NEWS, VIEW_NEWS
from hafen.information.news.sheets import NEWS

FEATURE = "news"
PAGE = 20
_MOST_IN_FEED = 50


@require_safe
@public
@of_feature(FEATURE)
def news(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    """What is new in the town, of all topics or of one."""
    del municipality
    town, now = request.municipality, timezone.now()
    form = _topics(request, language)
    topic = form.cleaned_data.get("topic", "")
    rows = queries.public_news(town, now=now, topic=topic)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "cards": queries.cards(page.object_list, language=language),  # type: ignore[arg-type]
        "query": "?" + urlencode({"topic": topic}) if topic else "",
    }
    response = render(request, "news/news.html", context)
    return same_for_everybody(response, town, until=queries.next_change(town, now))


@require_safe
@public
@of_feature(FEATURE)
def rss(request: PlaceRequest, municipality: str, language: str) -> HttpResponse:
    del municipality
    town, now = request.municipality, timezone.now()
    topic = _topics(request, language).cleaned_data.get("topic", "")
    rows = queries.public_news(town, now=now, topic=topic)[:_MOST_IN_FEED]
    name = _("News of %(town)s") % {"town": town.name}
    body = feeds.rss(
        queries.cards(rows, language=language), town, language=language, name=name
    )
    response = HttpResponse(body, content_type="application/rss+xml; charset=utf-8")
    return same_for_everybody(response, town, until=queries.next_change(town, now))


@require_safe
@public
@of_feature(FEATURE)
def item(
    request: PlaceRequest, municipality: str, language: str, address: str
) -> HttpResponse:
    town, now = request.municipality, timezone.now()
    found = queries.item_by_address(town, address, now=now)
    if found is None:
        raise Http404
    if found.address != address:
        return redirect(
            "news_public:item", municipality, language, found.address, permanent=True
        )
    [card] = queries.cards(NewsItem.objects.filter(pk=found.pk), language=language)
    canonical = public_address(town, f"{language}/news/{found.address}/")
    link = found.link
    context = {
        "card": card,
        "canonical": canonical,
        "by_mail": _percent(subject=str(card.title), body=canonical),
        "by_message": _percent(body=f"{card.title} {canonical}"),
        "linked": queries.linked(town, link, language=language, now=now)
        if link
        else None,
    }
    response = render(request, "news/item.html", context)
    return same_for_everybody(response, town, until=queries.next_change(town, now))


def _percent(**said: str) -> str:
    """Return the parts of a mailto: or sms: link, in which a plus is no space."""
    return urlsafe(said, quote_via=quote)


def _topics(request: PlaceRequest, language: str) -> TopicForm:
    found = queries.topics_of(
        request.municipality, language=language, now=timezone.now()
    )
    form = TopicForm(request.GET, topics=found)
    form.is_valid()
    return form


@require_safe
@requires(VIEW_NEWS)
@of_feature(FEATURE)
def listing(request: SignedInRequest, municipality: str) -> HttpResponse:
    del municipality
    form = FilterForm(request.GET)
    form.is_valid()
    values = form.cleaned_data
    wanted = StaffFilter(words=values.get("q", ""), state=values.get("state", ""))
    rows = queries.filtered(queries.news_visible_to(request.user), wanted)
    rows = rows.select_related("team", "owner")
    if file := answer(request, NEWS, rows):
        return file
    context = {
        "form": form,
        "filters": sum(bool(value) for value in values.values()),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "templates": queries.news_visible_to(request.user).filter(
            state=NewsItem.State.TEMPLATE
        ),
        "may_edit": EDIT_NEWS.held_by(request.user),
        "now": timezone.now(),
    }
    return render(request, "news/listing.html", context)


@require_safe
@requires(VIEW_NEWS)
@of_feature(FEATURE)
def detail(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    del municipality
    rows = queries.news_visible_to(request.user).select_related("team", "owner")
    found = get_object_or_404(rows, pk=pk)
    now, town = timezone.now(), request.municipality
    said = {row.language: row for row in found.translations.all()}
    context = {
        "item": found,
        "is_public": NewsItem.objects.public(town, now).filter(pk=pk).exists(),
        "now": now,
        "translations": [
            {"tag": tag, "name": own_name(tag), "row": said.get(tag)}
            for tag in town.languages
            if tag != found.source_language
        ],
        "linked": queries.linked(town, found.link, language=_spoken(), now=now)
        if found.link
        else None,
        "may_edit": EDIT_NEWS.held_by(request.user),
    }
    return render(request, "news/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_NEWS)
@of_feature(FEATURE)
def create(request: SignedInRequest, municipality: str) -> HttpResponse:
    is_template = request.GET.get("as") == "template"
    form = NewsForm(
        request.POST or None,
        town=request.municipality,
        choices=_choices(request),
        is_template=is_template,
    )
    if form.is_bound and form.is_valid():
        row = services.create_item(
            municipality=request.municipality,
            data=form.data_of_item(),
            by=request.user,
            is_template=is_template,
        )
        messages.success(request, _("The changes were saved."))
        return redirect("news:detail", municipality, row.pk)
    context = {"form": form, "is_template": is_template}
    status = 422 if form.errors else 200
    return render(request, "news/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_NEWS)
@of_feature(FEATURE)
def edit(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    row = _editable(request, pk)
    form = NewsForm(
        request.POST or None,
        initial=NewsForm.said_of(row, request.municipality),
        town=request.municipality,
        choices=_choices(request),
        is_template=row.is_template,
        version=row.version,
    )

    def save(*, expected: int | None) -> None:
        services.edit_item(
            item=row,
            data=form.data_of_item(),
            expected=expected,
            by=request.user,
            now=timezone.now(),
        )

    over: Refusals = {services.AlreadyOver: ("ends_on", _over())}
    done = edited(request, form, row, save, current=form.initial, refusals=over)
    if done is True:
        messages.success(request, _("The changes were saved."))
        return redirect("news:detail", municipality, pk)
    if done:
        return done
    context = {"form": form, "item": row, "is_template": row.is_template}
    status = 422 if form.errors else 200
    return render(request, "news/edit.html", context, status=status)


@require_POST
@requires(EDIT_NEWS)
@of_feature(FEATURE)
def move(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Publish, withdraw, archive or copy, as the button says."""
    row, step, now = _editable(request, pk), request.POST.get("step"), timezone.now()
    try:
        match step:
            case "publish":
                services.publish_item(item=row, by=request.user, now=now)
            case "withdraw":
                services.withdraw_item(item=row, by=request.user, now=now)
            case "archive":
                services.archive_item(item=row, by=request.user, now=now)
            case "copy" | "template":
                is_template = row.is_template or step == "template"
                row = services.copy_item(
                    item=row, by=request.user, now=now, is_template=is_template
                )
            case _:
                raise Http404
    except services.WrongState:
        messages.error(request, _("Somebody else was faster; please look again."))
    except services.AlreadyOver:
        messages.error(request, _over())
    else:
        messages.success(request, _("The changes were saved."))
    return redirect("news:detail", municipality, row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_NEWS)
@of_feature(FEATURE)
def use(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Make a news item of a template: only its gaps are asked for."""
    rows = queries.news_editable_by(request.user)
    template = get_object_or_404(rows, pk=pk, state=NewsItem.State.TEMPLATE)
    gaps = gaps_in((template.title, template.text))
    form = GapsForm(request.POST or None, gaps=gaps)
    if form.is_bound and form.is_valid():
        row = services.copy_item(
            item=template, values=form.values, by=request.user, now=timezone.now()
        )
        messages.success(request, _("The news item is a draft; please say when."))
        return redirect("news:edit", municipality, row.pk)
    context = {"form": form, "item": template}
    status = 422 if form.errors else 200
    return render(request, "news/use.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_NEWS)
@of_feature(FEATURE)
def translate(
    request: SignedInRequest, municipality: str, pk: UUID, into: str
) -> HttpResponse:
    row = _editable(request, pk)
    save = partial(services.translate_item, item=row)
    form = side_by_side(request, row, into, save)
    if form is None:
        return redirect("news:detail", municipality, pk)
    context = {"form": form, "item": row}
    status = 422 if form.errors else 200
    return render(request, "news/translate.html", context, status=status)


def _over() -> str:
    return _("The last day lies before the first one, or is over already.")


def _spoken() -> str:
    return get_language() or "de"


def _choices(request: SignedInRequest) -> dict[str, Any]:
    teams = queries.teams_of_town(request.user)
    people = queries.editors_of(request.user)
    return {
        "topic": list(queries.topic_names(_spoken())),
        "team": [(str(row.pk), row.name) for row in teams],
        "owner": [(str(row.pk), row.name) for row in people],
    }


def _editable(request: SignedInRequest, pk: UUID) -> NewsItem:
    rows = queries.news_editable_by(request.user).select_related("municipality")
    return get_object_or_404(rows, pk=pk)
