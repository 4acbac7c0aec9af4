from django.urls import path

from hafen.information.directory import views

public = [
    path("fitting/", views.fitting, name="fitting"),
    path("list/", views.collected, name="collected"),
    path("list/leaflet.pdf", views.leaflet, name="leaflet"),
    path("cafes/", views.cafes, name="cafes"),
    path("courses/", views.courses, name="courses"),
    path("courses/<slug:address>/register/", views.join_course, name="join_course"),
    path(
        "courses/<slug:address>/registered/", views.joined_course, name="joined_course"
    ),
    path("review/<str:token>/", views.review, name="review"),
    path(
        "review/<str:token>/<slug:short_id>/",
        views.mailed_proposal,
        name="mailed_proposal",
    ),
]
staff = [
    path("offers/", views.listing, name="listing"),
    path("offers/new/", views.create, name="create"),
    path("offers/bulk/", views.bulk, name="bulk"),
    path("offers/bulk/apply/", views.bulk_apply, name="bulk_apply"),
    path("offers/bulk/undo/", views.bulk_undo, name="bulk_undo"),
    path("offers/export.<slug:kind>", views.export, name="export"),
    path("offers/places/<uuid:pk>/", views.edit_location, name="edit_location"),
    path("offers/courses/", views.placing, name="placing"),
    path("offers/figures/", views.figures, name="figures"),
    path("offers/week/", views.week, name="week"),
    path("offers/gaps/", views.gaps, name="gaps"),
    path("offers/gaps/new/", views.report_gap, name="report_gap"),
    path("offers/gaps/<uuid:pk>/move/", views.move_gap, name="move_gap"),
    path("offers/gaps/<uuid:pk>/answer/", views.answer_gap, name="answer_gap"),
    path("offers/bulletin/", views.bulletin, name="bulletin"),
    path("offers/editions/", views.editions, name="editions"),
    path("offers/editions/<uuid:pk>/", views.edition, name="edition"),
    path(
        "offers/editions/<uuid:pk>/export.<slug:kind>",
        views.export_edition,
        name="export_edition",
    ),
    path("offers/<uuid:pk>/course/", views.edit_course, name="edit_course"),
    path("offers/<uuid:pk>/course/ask/", views.ask_of_course, name="ask_of_course"),
    path("offers/<uuid:pk>/course/sheet/", views.course_sheet, name="course_sheet"),
    path("offers/upkeep/", views.upkeep, name="upkeep"),
    path("offers/reviews/<uuid:pk>/", views.confirm_review, name="confirm_review"),
    path("offers/proposals/<uuid:pk>/", views.decide, name="decide"),
    path("offers/<uuid:pk>/propose/", views.propose, name="propose"),
    path("offers/<uuid:pk>/prepare/", views.prepare, name="prepare"),
    path("offers/<uuid:pk>/places/", views.tell_places, name="tell_places"),
    path("offers/<uuid:pk>/visitors/", views.visits, name="visits"),
    path("offers/<uuid:pk>/", views.detail, name="detail"),
    path("offers/<uuid:pk>/move/", views.move, name="move"),
    path("offers/<uuid:pk>/history/", views.history, name="history"),
    path("offers/<uuid:pk>/edit/where/", views.edit_places, name="edit_places"),
    path("offers/<uuid:pk>/edit/when/", views.edit_hours, name="edit_hours"),
    path("offers/<uuid:pk>/edit/persons/", views.edit_persons, name="edit_persons"),
    path("offers/<uuid:pk>/edit/<slug:section>/", views.edit, name="edit"),
    path(
        "offers/<uuid:pk>/translate/<language:into>/",
        views.translate,
        name="translate",
    ),
]
