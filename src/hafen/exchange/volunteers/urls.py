from django.urls import path

from hafen.exchange.volunteers import views
from hafen.exchange.volunteers.views import citizens
from hafen.exchange.volunteers.views import partner as partners
from hafen.exchange.volunteers.views import public as visitors

_ONE = "volunteers/<uuid:pk>/"

public = [
    path("help/", visitors.offer, name="offer"),
    path("working-groups/", views.directory, name="directory"),
    path("ideas/", citizens.ideas, name="ideas"),
    path("ideas/new/", citizens.hand_in, name="hand_in"),
    path("ideas/<uuid:pk>/support/", citizens.support, name="support"),
    path("help/thanks/", visitors.thanks, name="thanks"),
    path("helping/<uuid:pk>/<slug:code>/", visitors.own, name="own"),
    path("helping/<uuid:pk>/<slug:code>/expenses/", visitors.expenses, name="expenses"),
    path("helping/<uuid:pk>/<slug:code>/site/<slug:site>/", visitors.site, name="site"),
    path("partner/<uuid:pk>/<slug:code>/", partners.partner, name="partner"),
]
staff = [
    path("volunteers/", views.volunteers, name="volunteers"),
    path("volunteers/new/", views.add, name="add"),
    path("volunteers/places/", views.places, name="places"),
    path("volunteers/places/<uuid:pk>/", views.place, name="place"),
    path("volunteers/places/<uuid:pk>/edit/", views.edit_place, name="edit_place"),
    path("volunteers/places/<uuid:pk>/ask/", views.ask_for_place, name="ask_for_place"),
    path(
        "volunteers/places/<uuid:pk>/forward/",
        views.forward_to_place,
        name="forward_to_place",
    ),
    path(
        "volunteers/places/<uuid:pk>/step/<slug:name>/",
        views.place_step,
        name="place_step",
    ),
    path("volunteers/partners/", views.partners, name="partners"),
    path("volunteers/partners/new/", views.add_partner, name="add_partner"),
    path("volunteers/partners/<uuid:pk>/", views.edit_partner, name="edit_partner"),
    path(
        "volunteers/partners/<uuid:pk>/link/", views.partner_link, name="partner_link"
    ),
    path(
        "volunteers/partners/<uuid:partner>/place/", views.add_place, name="add_place"
    ),
    path("volunteers/profiles/", views.profiles, name="profiles"),
    path("volunteers/profiles/new/", views.add_profile, name="add_profile"),
    path("volunteers/profiles/<uuid:pk>/", views.edit_profile, name="edit_profile"),
    path(
        "volunteers/forwarded/<uuid:pk>/<slug:name>/",
        views.referral_step,
        name="referral_step",
    ),
    path("volunteers/tasks/", views.tasks, name="tasks"),
    path("volunteers/tasks/new/", views.add_task, name="add_task"),
    path("volunteers/tasks/<uuid:pk>/", views.task, name="task"),
    path("volunteers/tasks/<uuid:pk>/edit/", views.edit_task, name="edit_task"),
    path("volunteers/tasks/<uuid:pk>/shifts/", views.add_shifts, name="add_shifts"),
    path("volunteers/shifts/<uuid:pk>/", views.shift, name="shift"),
    path(
        "volunteers/shifts/<uuid:pk>/<slug:name>/", views.shift_step, name="shift_step"
    ),
    path("volunteers/hours/", views.hours, name="hours"),
    path("volunteers/worries/", views.concerns, name="concerns"),
    path("volunteers/worries/<uuid:pk>/", views.settle, name="settle"),
    path("volunteers/groups/", views.groups, name="groups"),
    path("volunteers/groups/new/", views.add_group, name="add_group"),
    path("volunteers/groups/<uuid:pk>/", views.group, name="group"),
    path("volunteers/groups/<uuid:pk>/edit/", views.edit_group, name="edit_group"),
    path(
        "volunteers/groups/<uuid:pk>/leave/<uuid:member>/",
        views.leave_group,
        name="leave_group",
    ),
    path("volunteers/news/", views.news, name="news"),
    path("volunteers/news/new/", views.write_news, name="write_news"),
    path("volunteers/news/<uuid:pk>/", views.message, name="message"),
    path("volunteers/hand-over/", views.transitions, name="transitions"),
    path("volunteers/hand-over/<uuid:pk>/", views.hand_over, name="hand_over"),
    path("volunteers/recognition/", views.thanks, name="thanks"),
    path("volunteers/figures/", views.figures, name="figures"),
    path("volunteers/ideas/", views.ideas, name="ideas"),
    path("volunteers/ideas/<uuid:pk>/<slug:name>/", views.idea_step, name="idea_step"),
    path("our-volunteers/", views.our_volunteers, name="our_volunteers"),
    path("volunteers/settings/", views.settings, name="settings"),
    path("volunteers/settings/questions/", views.questions, name="questions"),
    path(_ONE, views.volunteer, name="volunteer"),
    path(f"{_ONE}edit/", views.edit, name="edit"),
    path(f"{_ONE}hours/", views.add_hours, name="add_hours"),
    path(f"{_ONE}worry/", views.add_concern, name="add_concern"),
    path(f"{_ONE}thanks/", views.add_thanks, name="add_thanks"),
    path(f"{_ONE}thanks/<int:year>/", views.thank, name="thank"),
    path(f"{_ONE}engagement/<int:year>/", views.engagement, name="engagement"),
    path(f"{_ONE}forward/", views.forward, name="forward"),
    path(f"{_ONE}acknowledge/", views.acknowledge_for, name="acknowledge_for"),
    path(f"{_ONE}certificate.pdf", views.request_letter, name="request_letter"),
    path(f"{_ONE}certificate/<slug:name>/", views.certificate, name="certificate"),
    path(f"{_ONE}step/<slug:name>/", views.step, name="step"),
]
