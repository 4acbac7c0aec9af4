from django.urls import path

from hafen.evidence.reports import views
from hafen.evidence.reports.views import public as visitors

public = [
    path("reports/<uuid:pk>/<slug:code>/", visitors.shared, name="shared"),
    path("open-data/", visitors.open_data, name="open_data"),
    path("open-data/catalogue.jsonld", visitors.catalogue, name="catalogue"),
    path("open-data/<uuid:pk>/<slug:name>.csv", visitors.table, name="table"),
]
staff = [
    path("reports/", views.listing, name="listing"),
    path("reports/released/", views.releases, name="releases"),
    path("reports/released/<uuid:pk>/", views.released, name="released"),
    path("reports/released/<uuid:pk>/share/", views.share, name="share"),
    path("reports/released/<uuid:pk>/open/", views.open_up, name="open_up"),
    path("reports/released/<uuid:pk>/close/", views.close_up, name="close_up"),
    path("reports/links/<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("reports/outside/", views.outside, name="outside"),
    path("reports/outside/new/", views.new_outside, name="new_outside"),
    path("reports/outside/<uuid:pk>/", views.edit_outside, name="edit_outside"),
    path(
        "reports/outside/<uuid:pk>/remove/", views.remove_outside, name="remove_outside"
    ),
    path("reports/<slug:name>/", views.report, name="report"),
    path("reports/<slug:name>/release/", views.release, name="release"),
    path("reports/<slug:name>/settings/", views.settings, name="settings"),
    path("reports/<slug:name>/<slug:key>/", views.definition, name="definition"),
]
