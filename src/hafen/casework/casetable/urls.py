from django.urls import path

from hafen.casework.casetable import views
from hafen.casework.casetable.views.public import seat

public = [path("case-table/<uuid:pk>/<slug:code>/", seat, name="seat")]

staff = [
    path("case-tables/", views.meetings, name="meetings"),
    path("case-tables/new/", views.add_meeting, name="add_meeting"),
    path("persons/<uuid:pk>/case-table/", views.bring, name="bring"),
    path("case-tables/measures/", views.measures, name="measures"),
    path(
        "case-tables/measures/<uuid:pk>/step/<slug:name>/",
        views.measures_step,
        name="measures_step",
    ),
    path("case-tables/cases/<uuid:pk>/", views.item, name="item"),
    path("case-tables/cases/<uuid:pk>/guest/", views.invite_guest, name="invite_guest"),
    path(
        "case-tables/cases/<uuid:pk>/step/<slug:name>/",
        views.item_step,
        name="item_step",
    ),
    path("case-tables/<uuid:pk>/", views.meeting, name="meeting"),
    path("case-tables/<uuid:pk>/edit/", views.edit_meeting, name="edit_meeting"),
    path("case-tables/<uuid:pk>/invite/", views.invite, name="invite"),
    path("case-tables/<uuid:pk>/minutes/", views.minutes, name="minutes"),
    path(
        "case-tables/<uuid:pk>/step/<slug:name>/",
        views.meeting_step,
        name="meeting_step",
    ),
]
