from django.urls import path

from hafen.casework.childprotection import views

staff = [
    path("child-protection/", views.procedures, name="procedures"),
    path("child-protection/new/", views.begin, name="begin"),
    path("persons/<uuid:client>/child-protection/", views.begin, name="begin"),
    path("child-protection/hand-on/<uuid:pk>/", views.hand_on, name="hand_on"),
    path("child-protection/<uuid:pk>/", views.procedure, name="procedure"),
    path("child-protection/<uuid:pk>/edit/", views.describe, name="describe"),
    path("child-protection/<uuid:pk>/sheet/", views.sheet, name="sheet"),
    path(
        "child-protection/<uuid:pk>/step/<slug:name>/",
        views.procedure_step,
        name="procedure_step",
    ),
]
