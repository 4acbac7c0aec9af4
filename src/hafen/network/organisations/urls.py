from django.urls import path

from hafen.network.organisations import views

staff = [
    path("organisations/", views.listing, name="listing"),
    path("organisations/new/", views.create, name="create"),
    path("organisations/map/", views.network_map, name="map"),
    path("organisations/serving/", views.serving, name="serving"),
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/new/", views.create_agreement, name="create_agreement"),
    path("agreements/<uuid:pk>/", views.agreement, name="agreement"),
    path("agreements/<uuid:pk>/edit/", views.edit_agreement, name="edit_agreement"),
    path(
        "agreements/<uuid:pk>/deliverables/<uuid:deliverable>/done/",
        views.delivered,
        name="delivered",
    ),
    path("organisations/<uuid:pk>/cooperation/", views.cooperation, name="cooperation"),
    path(
        "organisations/<uuid:pk>/cooperation/level/", views.set_level, name="set_level"
    ),
    path(
        "organisations/<uuid:pk>/cooperation/sites/",
        views.add_presence,
        name="add_presence",
    ),
    path(
        "organisations/<uuid:pk>/cooperation/sites/<uuid:presence>/end/",
        views.end_presence,
        name="end_presence",
    ),
    path("organisations/<uuid:pk>/", views.detail, name="detail"),
    path("organisations/<uuid:pk>/edit/", views.edit, name="edit"),
    path("organisations/<uuid:pk>/move/", views.move, name="move"),
    path("organisations/<uuid:pk>/history/", views.history, name="history"),
    path(
        "organisations/<uuid:pk>/translate/<language:into>/",
        views.translate,
        name="translate",
    ),
    path("organisations/<uuid:pk>/people/", views.people, name="people"),
    path(
        "organisations/<uuid:pk>/people/<uuid:person>/consent/",
        views.consent,
        name="consent",
    ),
    path(
        "organisations/<uuid:pk>/people/<uuid:person>/consent/withdraw/",
        views.withdraw,
        name="withdraw",
    ),
    path("organisations/<uuid:pk>/people/new/", views.add_person, name="add_person"),
    path(
        "organisations/<uuid:pk>/people/<uuid:person>/",
        views.edit_person,
        name="edit_person",
    ),
    path(
        "organisations/<uuid:pk>/people/<uuid:person>/remove/",
        views.remove_person,
        name="remove_person",
    ),
    path("organisations/<uuid:pk>/editors/new/", views.appoint, name="appoint"),
    path(
        "organisations/<uuid:pk>/editors/<uuid:editor>/dismiss/",
        views.dismiss,
        name="dismiss",
    ),
]
public = [
    path("organisations/", views.public_listing, name="public_listing"),
    path("organisations/<slug:address>/", views.public_detail, name="public_detail"),
]
