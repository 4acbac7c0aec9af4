from django.urls import path

from hafen.core.translation import views

staff = [
    path("translations/", views.overview, name="overview"),
    path("translations/glossary/", views.glossary, name="glossary"),
    path(
        "translations/glossary/<uuid:pk>/remove/",
        views.remove_term,
        name="remove_term",
    ),
    path("translations/taking-in/", views.take_in, name="take_in"),
    path("translations/in/<language:into>/", views.to_do, name="to_do"),
    path("translations/in/<language:into>/keeper/", views.keeper, name="keeper"),
    path("translations/in/<language:into>/file/", views.send_out, name="send_out"),
    path("translations/in/<language:into>/machine/", views.machine, name="machine"),
]
