"""Courses at the desk: what they are, and where somebody can be placed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.audit import services as audit
from hafen.core.db.permissions import requires
from hafen.core.db.sheets import answer
from hafen.core.places.queries import district_tree
from hafen.information.directory import choices, queries, services
from hafen.information.directory.forms import CourseForm, ProgressForm
from hafen.information.directory.models import Course, Level
from hafen.information.directory.rules import EDIT_SERVICE, VIEW_SERVICE
from hafen.information.directory.shapes import CourseData
from hafen.information.directory.sheets import PARTICIPANTS
from hafen.information.directory.views._common import editable
from hafen.information.directory.views._public import within
from hafen.mechanisms.bookings.queries import bookables_visible_to
from hafen.mechanisms.bookings.rules import MANAGE_REGISTRATIONS


@require_http_methods(["GET", "HEAD", "POST"])
@requires(EDIT_SERVICE)
def edit_course(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """What makes an offer a course: type, level, dates, places."""
    service = editable(request, pk)
    course = Course.objects.filter(service=service).first()
    initial: dict[str, object] = {"places": service.places_total}
    if course is not None:
        names = CourseData.__dataclass_fields__
        initial |= {name: getattr(course, name) for name in names}
    form = CourseForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_course(
                service=service,
                data=form.course,
                places=form.cleaned_data["places"],
                by=request.user,
                now=timezone.now(),
            )
        except services.PeopleRegistered:
            form.add_error(
                None,
                _("People are registered; the course keeps its first day and places."),
            )
        else:
            messages.success(request, _("The changes were saved."))
            return redirect("directory:edit_course", municipality, pk)
    bookables = bookables_visible_to(request.user)
    context = {
        "form": form,
        "service": service,
        "bookable": bookables.filter(owner=services.OWNER, subject_id=pk).first(),
        "is_course": course is not None,
    }
    status = 422 if form.errors else 200
    return render(request, "directory/course.html", context, status=status)


@require_POST
@requires(EDIT_SERVICE)
def ask_of_course(
    request: SignedInRequest, municipality: str, pk: UUID
) -> HttpResponse:
    """Go to the own questions of the registration; make room for them first."""
    try:
        form = services.questions_of_course(
            service=editable(request, pk), by=request.user
        )
    except services.NoCourse:
        raise Http404 from None
    return redirect("questions:questionnaire", municipality, form.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE_REGISTRATIONS)
def course_sheet(request: SignedInRequest, municipality: str, pk: UUID) -> HttpResponse:
    """Who was there how often, taken from the attendance, and which level."""
    rows = queries.services_owned_by(request.user).select_related("municipality")
    service = get_object_or_404(rows, pk=pk)
    bookable = queries.bookable_of(service)
    if bookable is None:
        raise Http404
    audit.seen(subject=bookable, what="directory.course_sheet")
    roll = queries.roll_of(bookable, get_language() or "de")
    if file := answer(request, PARTICIPANTS, roll.participants):
        return file
    form = ProgressForm(request.POST or None, roll=roll)
    if form.is_bound and form.is_valid():
        services.note_progress(service=service, levels=form.levels, by=request.user)
        messages.success(request, _("The changes were saved."))
        return redirect("directory:course_sheet", municipality, pk)
    context = {"service": service, "bookable": bookable, "roll": roll, "form": form}
    status = 422 if form.errors else 200
    return render(request, "directory/course_sheet.html", context, status=status)


@require_http_methods(["GET", "HEAD"])
@requires(VIEW_SERVICE)
def placing(request: SignedInRequest, municipality: str) -> HttpResponse:
    """Where somebody can be placed: courses of their level, near ones first."""
    del municipality
    tree = district_tree(request.municipality)
    level, near = request.GET.get("level", ""), request.GET.get("district", "")
    lines = queries.courses(
        request.municipality,
        level=level if level in Level.values else "",
        with_places=bool(request.GET.get("free")),
        near=within(tree, near),
        now=timezone.now(),
    )
    bookables = bookables_visible_to(request.user).filter(owner=services.OWNER)
    places = dict(bookables.values_list("subject_id", "pk"))
    context = {
        "lines": [(line, places.get(line.service.pk)) for line in lines],
        "levels": Level.choices,
        "districts": choices.districts(tree),
        "level": level,
        "near": near,
        "only_free": bool(request.GET.get("free")),
    }
    return render(request, "directory/placing.html", context)
