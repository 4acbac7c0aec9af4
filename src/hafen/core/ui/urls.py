from django.urls import path

from hafen.core.ui import views

installation = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("<slug:municipality>/theme.css", views.theme, name="theme"),
]
