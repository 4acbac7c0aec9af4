from django.urls import path

from hafen.information.knowledge import views

public = [
    path("knowledge/", views.home, name="home"),
    path("knowledge/questions/", views.faq, name="faq"),
    path("knowledge/situations/", views.situations, name="situations"),
    path("knowledge/<slug:address>/", views.page, name="page"),
]
