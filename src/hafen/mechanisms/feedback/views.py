from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hafen.core.accounts.models import User
from hafen.core.db.errors import LostUpdate
from hafen.core.db.permissions import public, requires
from hafen.core.db.sheets import answer
from hafen.core.places.features import of_feature
from hafen.core.places.models import Municipality
from hafen.core.ui.errors import forbidden, too_many
from hafen.core.ui.visitors import comes_from_here, own_path
from hafen.mechanisms.feedback import forms, queries, services
from hafen.mechanisms.feedback.doors import FEATURE
from hafen.mechanisms.feedback.models import FeedbackEntry
from hafen.mechanisms.feedback.rules import HANDLE_FEEDBACK, VIEW_FEEDBACK
from hafen.mechanisms.feedback.sheets import ENTRIES

PAGE = 25


class StaffRequest(HttpRequest):
    """A request behind `@requires`: somebody is signed in."""

    user: User


# No cookie, so no token of Django's: the origin of the request is checked.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public
@of_feature(FEATURE)
def write(request: HttpRequest, municipality: str, language: str) -> HttpResponse:
    del municipality  # the edge loaded it
    if request.method != "POST":
        return _form_page(request, _empty_form(request))
    return (
        _receive(request, language) if comes_from_here(request) else forbidden(request)
    )


def _receive(request: HttpRequest, language: str) -> HttpResponse:
    data = request.POST.copy()
    data["page"] = own_path(data.get("page", ""))
    form = forms.FeedbackForm(data)
    if not form.is_valid():
        data["token"] = forms.new_token(is_corrected=True)
        return _form_page(request, form, status=422)
    if not form.is_of_a_robot and not forms.is_too_quick(form.cleaned_data["token"]):
        try:
            _send(request, form, language)
        except services.TooManyMessages:
            return too_many(request, wait=services.WINDOW_SECONDS)
    # A robot is thanked too: it learns nothing.
    query = urlencode({"page": form.cleaned_data["page"]})
    place = {"municipality": _municipality(request).slug, "language": language}
    return redirect(f"{reverse('feedback_public:thanks', kwargs=place)}?{query}")


def _municipality(request: HttpRequest) -> Municipality:
    found: Municipality = request.municipality  # type: ignore[attr-defined]  # the edge's
    return found


def _send(request: HttpRequest, form: forms.FeedbackForm, language: str) -> None:
    services.send_feedback(
        municipality=_municipality(request),
        kind=form.cleaned_data["kind"],
        page=form.cleaned_data["page"],
        language=language,
        message=form.cleaned_data["message"],
        reply_to=form.cleaned_data["reply_to"],
        # Behind a proxy, who it says; `HAFEN_PROXIES` tells whether to believe it.
        sender=get_adapter().get_client_ip(request),
        now=timezone.now(),
    )


def _empty_form(request: HttpRequest) -> forms.FeedbackForm:
    kind = request.GET.get("kind", "")
    known = {value for value, _label in FeedbackEntry.Kind.choices}
    return forms.FeedbackForm(
        initial={
            "page": own_path(request.GET.get("page", "")[:300]),
            "kind": kind if kind in known else FeedbackEntry.Kind.MISTAKE,
            "message": request.GET.get("about", "")[:200],
            "token": forms.new_token(),
        }
    )


def _form_page(
    request: HttpRequest, form: forms.FeedbackForm, status: int = 200
) -> HttpResponse:
    response = render(request, "feedback/write.html", {"form": form}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@public
@of_feature(FEATURE)
def thanks(request: HttpRequest, municipality: str, language: str) -> HttpResponse:
    del municipality, language
    page = own_path(request.GET.get("page", ""))
    return render(request, "feedback/thanks.html", {"page": page})


@require_safe
@requires(VIEW_FEEDBACK)
def entries(request: StaffRequest, municipality: str) -> HttpResponse:
    del municipality
    found = queries.feedback_visible_to(request.user).newest_first()
    is_done = request.GET.get("state") == "done"
    shown = found.exclude(state="NEW") if is_done else found.open()
    if file := answer(request, ENTRIES, shown):
        return file
    context = {
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "is_done": is_done,
        "open_count": found.open().count(),
    }
    return render(request, "feedback/entries.html", context)


@require_safe
@requires(VIEW_FEEDBACK)
def entry(request: StaffRequest, municipality: str, pk: str) -> HttpResponse:
    del municipality
    found = get_object_or_404(queries.feedback_visible_to(request.user), pk=pk)
    form = forms.OutcomeForm(version=found.version)
    return render(request, "feedback/entry.html", {"entry": found, "form": form})


@require_POST
@requires(HANDLE_FEEDBACK)
def close(request: StaffRequest, municipality: str, pk: str) -> HttpResponse:
    found = get_object_or_404(queries.feedback_visible_to(request.user), pk=pk)
    form = forms.OutcomeForm(request.POST)
    if form.is_valid():
        try:
            services.close_feedback(
                entry=found,
                outcome=form.cleaned_data["outcome"],
                expected=form.read_version,
                by=request.user,
                now=timezone.now(),
            )
        except (services.AlreadyDone, LostUpdate):
            form.add_error(None, _("A colleague has just changed this entry."))
    if form.errors:
        context = {"entry": found, "form": form}
        return render(request, "feedback/entry.html", context, status=422)
    return redirect("feedback:entries", municipality=municipality)
