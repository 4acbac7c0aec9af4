from django.urls import path

from hafen.mechanisms.imports import views

staff = [
    path("imports/", views.start, name="start"),
    path("imports/new/<slug:importer>/", views.upload, name="upload"),
    path("imports/<uuid:pk>/", views.detail, name="detail"),
    path("imports/<uuid:pk>/columns/", views.columns, name="columns"),
    path("imports/<uuid:pk>/words/", views.words, name="words"),
    path("imports/<uuid:pk>/apply/", views.apply, name="apply"),
    path("imports/<uuid:pk>/undo/", views.undo, name="undo"),
    path("imports/<uuid:pk>/discard/", views.discard, name="discard"),
    path("imports/<uuid:pk>/remarks.csv", views.remarks, name="remarks"),
]
