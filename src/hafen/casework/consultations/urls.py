from django.urls import path

from hafen.casework.consultations import views
from hafen.casework.consultations.views import public as visitors

_OWN = "counselling/appointment/<uuid:pk>/<slug:code>/"

public = [
    path("counselling/<slug:path>/", visitors.ask, name="ask"),
    path(_OWN, visitors.appointment, name="appointment"),
    path(f"{_OWN}appointment.ics", visitors.calendar, name="calendar"),
]
staff = [
    path("consultations/", views.hour, name="hour"),
    path("consultations/check-in/", views.check_in, name="check_in"),
    path("consultations/next/", views.call_next, name="call_next"),
    path("consultations/tally/", views.tally, name="tally"),
    path("consultations/day/", views.day, name="day"),
    path("consultations/visits/", views.visits, name="visits"),
    path("consultations/load/", views.load, name="load"),
    path("consultations/people/", views.people, name="people"),
    path("consultations/appointments/", views.appointments, name="appointments"),
    path("consultations/appointments/new/", views.arrange, name="arrange"),
    path("consultations/appointments/<uuid:pk>/move/", views.move, name="move"),
    path(
        "consultations/appointments/<uuid:pk>/<slug:name>/",
        views.appointment_step,
        name="appointment_step",
    ),
    path("consultations/record/", views.record_apart, name="record_apart"),
    path("consultations/<uuid:pk>/", views.talk, name="talk"),
    path(
        "consultations/<uuid:pk>/step/<slug:name>/", views.visit_step, name="visit_step"
    ),
    path("desk-plan/", views.plan, name="plan"),
    path("desk-plan/new/", views.add_desk_hour, name="add_desk_hour"),
    path("desk-plan/<uuid:pk>/", views.edit_desk_hour, name="edit_desk_hour"),
    path("desk-plan/<uuid:pk>/end/", views.end_desk_hour, name="end_desk_hour"),
    path("households/<uuid:pk>/contacts/", views.contacts_of, name="contacts_of"),
]
