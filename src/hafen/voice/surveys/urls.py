from django.urls import path

from hafen.voice.surveys import views
from hafen.voice.surveys.views import public as visitors
from hafen.voice.surveys.views import public_conferences as conferences

public = [
    path("survey/<slug:short_id>/", visitors.open_link, name="open_link"),
    path("survey/<slug:short_id>/thanks/", visitors.thanks, name="thanks"),
    path(
        "survey/<slug:short_id>/<uuid:who>/<slug:code>/",
        visitors.own_link,
        name="own_link",
    ),
]
public += [
    path(
        "survey-end/<uuid:who>/<slug:code>/", visitors.ask_no_more, name="ask_no_more"
    ),
    path("conference/<slug:short_id>/", conferences.conference, name="conference"),
    path(
        "conference/<slug:short_id>/thanks/",
        conferences.conference_thanks,
        name="conference_thanks",
    ),
]
staff = [
    path("surveys/", views.listing, name="listing"),
    path("surveys/new/", views.add, name="add"),
    path("surveys/templates/", views.templates, name="templates"),
    path("surveys/interviews/", views.interviews, name="interviews"),
    path("surveys/<uuid:pk>/", views.detail, name="detail"),
    path("surveys/<uuid:pk>/edit/", views.edit, name="edit"),
    path("surveys/<uuid:pk>/rounds/new/", views.add_wave, name="add_wave"),
    path("surveys/<uuid:pk>/after/", views.add_after, name="add_after"),
    path("surveys/after/<uuid:pk>/", views.edit_after, name="edit_after"),
    path("surveys/<uuid:pk>/compare/", views.compare, name="compare"),
    path("surveys/rounds/<uuid:pk>/", views.wave, name="wave"),
    path("surveys/rounds/<uuid:pk>/edit/", views.edit_wave, name="edit_wave"),
    path("surveys/rounds/<uuid:pk>/enter/", views.enter, name="enter"),
    path("surveys/rounds/<uuid:pk>/interview/", views.interview, name="interview"),
    path("surveys/rounds/<uuid:pk>/paper/", views.paper, name="paper"),
    path("surveys/rounds/<uuid:pk>/invite/", views.invite, name="invite"),
    path("surveys/rounds/<uuid:pk>/remind/", views.remind, name="remind"),
    path("surveys/rounds/<uuid:pk>/results/", views.results, name="results"),
    path("surveys/rounds/<uuid:pk>/approve/", views.approve, name="approve"),
    path("surveys/rounds/<uuid:pk>/groups/", views.groups, name="groups"),
    path("surveys/rounds/<uuid:pk>/answers/", views.answers, name="answers"),
    path("surveys/rounds/<uuid:pk>/answers.sps", views.spss, name="spss"),
    path("surveys/rounds/<uuid:pk>/codebook/", views.codebook, name="codebook"),
    path("surveys/rounds/<uuid:pk>/mentions/", views.mentions, name="mentions"),
]
staff += [
    path("assessments/", views.assessments, name="assessments"),
    path("assessments/<uuid:pk>/", views.assessment, name="assessment"),
    path(
        "assessments/<uuid:pk>/text/", views.write_assessment, name="write_assessment"
    ),
    path(
        "assessments/<uuid:pk>/statements/<uuid:contribution>/remove/",
        views.take_back,
        name="take_back",
    ),
    path(
        "assessments/<uuid:pk>/partners/<uuid:partner>/approve/",
        views.approve_assessment,
        name="approve_assessment",
    ),
    path("surveys/rounds/<uuid:pk>/partners/", views.add_partner, name="add_partner"),
    path("conferences/", views.conferences, name="conferences"),
    path("conferences/new/", views.add_conference, name="add_conference"),
    path("conferences/<uuid:pk>/", views.conference, name="conference"),
    path("conferences/<uuid:pk>/edit/", views.edit_conference, name="edit_conference"),
    path("conferences/<uuid:pk>/collect/", views.collect, name="collect"),
    path("conferences/<uuid:pk>/sort/", views.sort, name="sort"),
    path("conferences/<uuid:pk>/publish/", views.publish, name="publish"),
    path("conferences/topics/<uuid:pk>/", views.topic, name="topic"),
    path("conferences/topics/<uuid:pk>/outcome/", views.outcome, name="outcome"),
]
