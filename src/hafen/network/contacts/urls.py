from django.urls import path

from hafen.network.contacts import views

staff = [
    path("contacts/", views.listing, name="listing"),
    path("contacts/tally/", views.tally, name="tally"),
    path("contacts/new/", views.record, name="record"),
    path("contacts/figures/", views.figures, name="figures"),
    path("contacts/figures/estimate/", views.estimate, name="estimate"),
    path("contacts/figures/tasks/", views.add_task, name="add_task"),
    path("contacts/presence/", views.presence, name="presence"),
    path("contacts/<uuid:pk>/", views.edit, name="edit"),
    path("contacts/<uuid:pk>/take-back/", views.take_back, name="take_back"),
]
