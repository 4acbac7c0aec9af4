from django.urls import path

from hafen.casework.referrals import views
from hafen.casework.referrals.views.public import answer, paper

public = [
    path("referral/<uuid:pk>/<slug:code>/", answer, name="answer"),
    path("referral/<uuid:pk>/<slug:code>/papers/<uuid:document>/", paper, name="paper"),
]

staff = [
    path("referrals/", views.referrals, name="referrals"),
    path("referred-to-us/", views.addressed, name="addressed"),
    path("referrals/offices/", views.offices, name="offices"),
    path("referrals/new/", views.refer, name="refer"),
    path("referrals/new/prepare/", views.prepare, name="prepare"),
    path("persons/<uuid:person>/refer/", views.refer, name="refer"),
    path("persons/<uuid:person>/refer/prepare/", views.prepare, name="prepare"),
    path("referrals/<uuid:pk>/", views.referral, name="referral"),
    path("referrals/<uuid:pk>/slip/", views.slip, name="slip"),
    path("referrals/<uuid:pk>/papers/", views.attach, name="attach"),
    path(
        "referrals/<uuid:pk>/papers/<uuid:document>/", views.document, name="document"
    ),
    path(
        "referrals/<uuid:pk>/papers/<uuid:document>/remove/",
        views.detach,
        name="detach",
    ),
    path(
        "referrals/<uuid:pk>/step/<slug:name>/",
        views.referral_step,
        name="referral_step",
    ),
    path("duties/", views.duties, name="duties"),
    path("duties/new/", views.add_duty, name="add_duty"),
    path("duties/<uuid:pk>/", views.duty, name="duty"),
    path("duties/<uuid:pk>/step/<slug:name>/", views.duty_step, name="duty_step"),
    path("duties/actors/<uuid:pk>/leave/", views.leave_duty, name="leave_duty"),
    path("open-questions/", views.questions, name="questions"),
    path("open-questions/new/", views.add_question, name="add_question"),
    path("open-questions/<uuid:pk>/", views.question, name="question"),
    path(
        "open-questions/<uuid:pk>/step/<slug:name>/",
        views.question_step,
        name="question_step",
    ),
    path("legal-areas/", views.switches, name="switches"),
    path("persons/<uuid:pk>/legal-area/", views.add_switch, name="add_switch"),
    path("legal-areas/<uuid:pk>/", views.switch, name="switch"),
    path(
        "legal-areas/<uuid:pk>/step/<slug:name>/", views.switch_step, name="switch_step"
    ),
    path(
        "legal-areas/steps/<uuid:pk>/<slug:name>/",
        views.settle_step,
        name="settle_step",
    ),
]
