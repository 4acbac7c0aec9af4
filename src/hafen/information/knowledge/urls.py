from django.urls import path

from hafen.information.knowledge import views

public = [
    path("knowledge/", views.home, name="home"),
    path("knowledge/questions/", views.faq, name="faq"),
    path("knowledge/situations/", views.situations, name="situations"),
    path("knowledge/<slug:address>/", views.page, name="page"),
]
staff = [
    path("pages/", views.pages, name="pages"),
    path("pages/readability/", views.readability, name="readability"),
    path("pages/law-changes/", views.law_changes, name="law_changes"),
    path("pages/law-changes/<uuid:pk>/", views.law_change, name="law_change"),
    path("pages/<slug:address>/", views.read, name="read"),
    path("pages/<slug:address>/testers/", views.testers, name="testers"),
    path("pages/testers/<uuid:pk>/end/", views.end_test, name="end_test"),
]
