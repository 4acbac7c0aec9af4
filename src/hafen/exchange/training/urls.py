from django.urls import path

from hafen.exchange.training import views
from hafen.exchange.training.views import public as visitors

public = [
    path("training/", visitors.trainings, name="trainings"),
    path("training/thanks/", visitors.thanks, name="thanks"),
    path("training/<uuid:pk>/", visitors.join, name="join"),
    path("training/polls/<uuid:who>/<slug:code>/", visitors.no_polls, name="no_polls"),
    path("training/poll/<uuid:pk>/<uuid:who>/<slug:code>/", visitors.poll, name="poll"),
]
staff = [
    path("training/", views.programme, name="programme"),
    path("training/new/", views.add_run, name="add_run"),
    path("training/modules/", views.modules, name="modules"),
    path("training/modules/new/", views.add_module, name="add_module"),
    path("training/modules/<uuid:pk>/", views.edit_module, name="edit_module"),
    path("training/gaps/", views.gaps, name="gaps"),
    path("training/gaps/record/", views.record, name="record"),
    path("training/gaps/association/", views.affiliate, name="affiliate"),
    path("training/gaps/unit/", views.unit, name="unit"),
    path("training/polls/", views.polls, name="polls"),
    path("training/polls/new/", views.add_poll, name="add_poll"),
    path("training/polls/<uuid:pk>/", views.poll, name="poll"),
    path("training/polls/<uuid:pk>/invite/", views.invite, name="invite"),
    path("training/<uuid:pk>/", views.run, name="run"),
    path("training/<uuid:pk>/dates/", views.add_date, name="add_date"),
    path("training/<uuid:pk>/enrol/", views.enrol, name="enrol"),
    path("training/<uuid:pk>/parts/<int:part>/", views.attend, name="attend"),
    path(
        "training/<uuid:pk>/certificate/<uuid:person>/",
        views.certificate,
        name="certificate",
    ),
]
