from django.urls import path

from hafen.information.events import views

_ONE = "events/<uuid:pk>/"

public = [
    path("events/", views.events, name="events"),
    path("events/calendar.ics", views.calendar, name="calendar"),
    path("events/feed.rss", views.rss, name="rss"),
    path("events/submit/", views.submit, name="submit"),
    path("events/submit/thanks/", views.submitted, name="submitted"),
    path("events/campaign/<slug:address>/", views.campaign, name="campaign"),
    path("events/at/<slug:path>/", views.programme, name="programme"),
    path("events/<slug:address>/", views.event, name="event"),
    path(
        "events/<slug:address>/event.ics", views.event_calendar, name="event_calendar"
    ),
    path("events/<slug:address>/ask/", views.ask_publicly, name="ask"),
    path("events/<slug:address>/asked/", views.asked, name="asked"),
    path("events/<slug:address>/register/<str:day>/", views.join, name="join"),
    path("events/<slug:address>/registered/", views.joined, name="joined"),
]
staff = [
    path("events/", views.listing, name="listing"),
    path("events/new/", views.create, name="create"),
    path("events/year/<int:year>/", views.year, name="year"),
    path("events/goals/", views.goals, name="goals"),
    path("events/wishes/", views.wishes, name="wishes"),
    path("events/calendars/", views.calendars, name="calendars"),
    path("events/campaigns/", views.campaigns, name="campaigns"),
    path("events/needs/", views.need_teams, name="need_teams"),
    path(f"{_ONE}plan/", views.plan, name="plan"),
    path(f"{_ONE}papers/", views.papers, name="papers"),
    path(f"{_ONE}invitations/", views.invitations, name="invitations"),
    path(f"{_ONE}answers/", views.answers, name="answers"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}edit/", views.edit, name="edit"),
    path(f"{_ONE}move/", views.move, name="move"),
    path(f"{_ONE}registration/", views.registration, name="registration"),
    path(f"{_ONE}questions/", views.ask, name="ask"),
    path(f"{_ONE}dates/<str:day>/", views.change_date, name="change_date"),
    path(f"{_ONE}dates/<str:day>/visitors/", views.visitors, name="visitors"),
    path(f"{_ONE}translate/<language:into>/", views.translate, name="translate"),
]
