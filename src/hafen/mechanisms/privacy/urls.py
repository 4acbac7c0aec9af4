from django.urls import path

from hafen.mechanisms.privacy import views

staff = [
    path("going-live/", views.decisions, name="decisions"),
    path("going-live/<slug:code>/", views.decision, name="decision"),
    path(
        "going-live/<slug:code>/withdraw/",
        views.withdraw_confirmation,
        name="withdraw_confirmation",
    ),
    path("record-of-processing/", views.record, name="record"),
    path("record-of-processing/pack.xlsx", views.pack, name="pack"),
]
