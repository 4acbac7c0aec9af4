from django.urls import path

from hafen.casework.outreach import views

staff = [
    path("arrivals/", views.arrivals, name="arrivals"),
    path("arrivals/sent/", views.sent, name="sent"),
    path("arrivals/asked/", views.asked, name="asked"),
    path("arrivals/sheets/", views.counter, name="counter"),
    path("arrivals/alone/", views.alone, name="alone"),
    path("arrivals/alone/<uuid:pk>/", views.plan_contact, name="plan_contact"),
    path("without-support/", views.alone_counts, name="alone_counts"),
    path("arrivals/coverage/", views.coverage, name="coverage"),
    path("arrivals/new/<slug:kind>/", views.announce, name="announce"),
    path("arrivals/asked/<uuid:pk>/<slug:name>/", views.asked_step, name="asked_step"),
    path("arrivals/<uuid:pk>/", views.arrival, name="arrival"),
    path("arrivals/<uuid:pk>/edit/", views.edit_arrival, name="edit_arrival"),
    path("arrivals/<uuid:pk>/file/", views.take_in, name="take_in"),
    path("arrivals/<uuid:pk>/notice/", views.notice, name="notice"),
    path(
        "arrivals/<uuid:pk>/step/<slug:name>/", views.arrival_step, name="arrival_step"
    ),
    path("home-visits/", views.visits, name="visits"),
    path("home-visits/way/", views.way, name="way"),
    path("home-visits/papers/", views.papers, name="papers"),
    path("home-visits/entry/", views.entry, name="entry"),
    path("home-visits/<uuid:pk>/", views.visit, name="visit"),
    path(
        "home-visits/<uuid:pk>/step/<slug:name>/", views.visit_step, name="visit_step"
    ),
    path("home-visits/<uuid:pk>/letter/", views.letter, name="letter"),
    path("home-visits/travel/", views.travel, name="travel"),
    path("home-visits/travel/line/", views.travel_line, name="travel_line"),
    path("home-visits/vehicles/", views.vehicles, name="vehicles"),
    path("home-visits/vehicles/new/", views.vehicle, name="add_vehicle"),
    path("home-visits/vehicles/<uuid:pk>/", views.vehicle, name="vehicle"),
    path(
        "home-visits/vehicles/booked/<uuid:pk>/back/", views.give_back, name="give_back"
    ),
    path("hand-overs/", views.hand_overs, name="hand_overs"),
    path("hand-overs/new/<uuid:pk>/", views.begin, name="begin"),
    path("hand-overs/<uuid:pk>/", views.hand_over, name="hand_over"),
    path("hand-overs/<uuid:pk>/edit/", views.edit_hand_over, name="edit_hand_over"),
    path("hand-overs/<uuid:pk>/told/", views.told, name="told"),
    path("hand-overs/<uuid:pk>/protocol/", views.protocol, name="protocol"),
    path(
        "hand-overs/<uuid:pk>/step/<slug:name>/",
        views.hand_over_step,
        name="hand_over_step",
    ),
]
