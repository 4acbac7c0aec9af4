from django.urls import path

from hafen.mechanisms.feedback import views

public = [
    path("feedback/", views.write, name="write"),
    path("feedback/thanks/", views.thanks, name="thanks"),
]
staff = [
    path("feedback/", views.entries, name="entries"),
    path("feedback/<uuid:pk>/", views.entry, name="entry"),
    path("feedback/<uuid:pk>/done/", views.close, name="close"),
]
