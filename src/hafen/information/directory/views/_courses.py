"""Courses at the desk: what they are, and where somebody can be placed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hafen.core.accounts.requests import SignedInRequest
from hafen.core.db.permissions import requires
from hafen.core.places.queries import district_tree
from hafen.information.directory import choices, queries, services
from hafen.information.directory.forms import CourseForm
from hafen.information.directory.models import Course, Level
from hafen.information.directory.rules import EDIT_SERVICE, VIEW_SERVICE
from hafen.information.directory.shapes import CourseData
from hafen.information.directory.views._common import editable
from hafen.information.directory.views._public import within
from hafen.mechanisms.bookings.queries import bookables_visible_to


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
        services.set_course(
            service=service,
            data=form.course,
            places=form.cleaned_data["places"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, _("The changes were saved."))
        return redirect("directory:edit_course", municipality, pk)
    bookables = bookables_visible_to(request.user)
    context = {
        "form": form,
        "service": service,
        "bookable": bookables.filter(owner=services.OWNER, subject_id=pk).first(),
    }
    status = 422 if form.errors else 200
    return render(request, "directory/course.html", context, status=status)


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
        today=timezone.localdate(),
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
