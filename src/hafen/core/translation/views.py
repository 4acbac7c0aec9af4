from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.models import User
from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.taxonomy.reference import direction, own_name
from hafen.core.translation import contents, machines, queries, services
from hafen.core.translation.forms import FileForm, KeeperForm, TermForm
from hafen.core.translation.rules import MANAGE_TRANSLATION, VIEW_PROGRESS
from hafen.core.translation.xliff import NotXliff


@require_safe
@requires(VIEW_PROGRESS)
def overview(request: SignedInRequest, municipality: str) -> HttpResponse:
    """How far everything is translated into the languages of the portal."""
    del municipality
    town = request.municipality
    languages = town.languages[1:]
    found = contents.progress(town.pk, languages)
    keepers = {
        row.language: row.user for row in queries.keepers_visible_to(request.user)
    }
    rows = [
        (
            tag,
            own_name(tag),
            [each for each in found if each.language == tag],
            sum(each.words for each in found if each.language == tag),
            keepers.get(tag),
        )
        for tag in languages
    ]
    context = {
        "rows": rows,
        "titles": [content.title for content in contents.contents],
        "may_manage": MANAGE_TRANSLATION.held_by(request.user),
    }
    return render(request, "translation/overview.html", context)


@require_safe
@requires(VIEW_PROGRESS)
def to_do(request: SignedInRequest, municipality: str, into: str) -> HttpResponse:
    """What lacks a checked text in one language, each with the way to it."""
    del municipality
    _of_the_portal(request, into)
    keeper = queries.keepers_visible_to(request.user).filter(language=into).first()
    now = timezone.now()
    context = {
        "tag": into,
        "name": own_name(into),
        "direction": direction(into),
        "open": contents.open_texts(request.municipality.pk, into),
        "may_manage": MANAGE_TRANSLATION.held_by(request.user),
        "keeper": keeper,
        "form": KeeperForm(
            people=_people(request), initial={"user": keeper and keeper.user_id}
        ),
        "has_machine": machines.machine(into) is not None,
        "kinds": [(content.key, content.title) for content in contents.contents],
        "words_left": settings.TRANSLATOR_WORDS
        - queries.words_used(request.municipality, now),
        "orders": queries.orders_visible_to(request.user).filter(language=into)[:5],
    }
    return render(request, "translation/to_do.html", context)


@require_POST
@requires(MANAGE_TRANSLATION)
def keeper(request: SignedInRequest, municipality: str, into: str) -> HttpResponse:
    """Say who looks after a language."""
    _of_the_portal(request, into)
    form = KeeperForm(request.POST, people=_people(request))
    if form.is_valid():
        services.appoint_keeper(
            municipality=request.municipality,
            language=into,
            user=form.cleaned_data["user"],
            by=request.user,
        )
        messages.success(request, _("The changes were saved."))
    return redirect("translation:to_do", municipality, into)


@require_POST
@requires(MANAGE_TRANSLATION)
def send_out(request: SignedInRequest, municipality: str, into: str) -> HttpResponse:
    """The texts of one language as a file for a translation office."""
    _of_the_portal(request, into)
    content = services.for_offices(
        municipality=request.municipality,
        language=into,
        with_checked=request.POST.get("which") == "all",
        by=request.user,
    )
    response = HttpResponse(content, content_type="application/xliff+xml")
    day = timezone.localdate()
    name = f"{municipality}-{into}-{day:%Y-%m-%d}.xlf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_TRANSLATION)
def take_in(request: SignedInRequest, municipality: str) -> HttpResponse:
    """A file that a translation office sent back; first as a trial."""
    del municipality
    form = FileForm(request.POST or None, request.FILES or None)
    taken = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            taken = services.take_in(
                municipality=request.municipality,
                file=data["file"].read(),
                is_checked=data["is_checked"],
                is_trial=data["is_trial"],
                by=request.user,
                now=timezone.now(),
            )
        except NotXliff:
            form.add_error("file", _("This is no XLIFF file (version 1.2)."))
    status = 422 if form.errors else 200
    context = {"form": form, "taken": taken}
    return render(request, "translation/take_in.html", context, status=status)


@require_POST
@requires(MANAGE_TRANSLATION)
def machine(request: SignedInRequest, municipality: str, into: str) -> HttpResponse:
    """Let the translation machine write what is missing of one kind."""
    _of_the_portal(request, into)
    key = request.POST.get("content", "")
    if key not in contents.contents:
        raise Http404
    try:
        order = services.order_machine(
            municipality=request.municipality,
            content=contents.contents[key],
            language=into,
            by=request.user,
            now=timezone.now(),
        )
    except services.SwitchedOff:
        raise Http404 from None
    except services.OverBudget:
        messages.error(
            request, _("That would be more words than are left for this month.")
        )
    else:
        sentence = _("The machine translates %(words)s words; please check them then.")
        messages.success(request, sentence % {"words": order.words})
    return redirect("translation:to_do", municipality, into)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_TRANSLATION)
def glossary(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Words of the town: how they are translated, and which stay as they are."""
    form = TermForm(
        request.POST or None,
        languages=[(tag, own_name(tag)) for tag in request.municipality.languages[1:]],
    )
    if request.method == "POST" and form.is_valid():
        services.keep_term(
            municipality=request.municipality, by=request.user, **form.content
        )
        messages.success(request, _("The changes were saved."))
        return redirect("translation:glossary", municipality)
    terms = [
        (term, own_name(term.language) if term.language else "")
        for term in queries.terms_visible_to(request.user)
    ]
    status = 422 if form.errors else 200
    context = {"form": form, "terms": terms}
    return render(request, "translation/glossary.html", context, status=status)


@require_POST
@requires(MANAGE_TRANSLATION)
def remove_term(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    term = get_object_or_404(queries.terms_visible_to(request.user), pk=pk)
    services.remove_term(term=term, by=request.user)
    messages.success(request, _("The changes were saved."))
    return redirect("translation:glossary", municipality)


def _of_the_portal(request: SignedInRequest, language: str) -> None:
    """
    :raises Http404: for a language that the portal does not have
    """
    if language not in request.municipality.languages[1:]:
        raise Http404


def _people(request: SignedInRequest) -> list[User]:
    """Return who may be given a language: whoever sees how far it is."""
    people = User.objects.filter(
        municipality=request.user.municipality_id, is_active=True
    ).order_by("name", "id")
    return [person for person in people if VIEW_PROGRESS.held_by(person)]
