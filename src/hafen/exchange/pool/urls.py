from django.urls import path

from hafen.exchange.pool import views
from hafen.exchange.pool.views import public as visitors

public = [
    path("placement/<uuid:pk>/<slug:code>/", visitors.answer, name="answer"),
    path("renewal/<slug:part>/<uuid:pk>/<slug:code>/", visitors.renew, name="renew"),
]
staff = [
    path("requests/", views.needs, name="needs"),
    path("requests/new/", views.add_need, name="add_need"),
    path("requests/<uuid:pk>/", views.need, name="need"),
    path("requests/<uuid:pk>/edit/", views.edit_need, name="edit_need"),
    path("requests/<uuid:pk>/step/", views.need_step, name="need_step"),
    path("requests/<uuid:pk>/ask/", views.ask, name="ask"),
    path("requests/<uuid:need>/with/<uuid:offer>/", views.pair, name="pair"),
    path(
        "requests/<uuid:need>/with/<uuid:offer>/apart/",
        views.keep_apart,
        name="keep_apart",
    ),
    path("help-offers/", views.offers, name="offers"),
    path("help-offers/new/", views.add_offer, name="add_offer"),
    path("help-offers/<uuid:pk>/", views.offer, name="offer"),
    path("help-offers/<uuid:pk>/edit/", views.edit_offer, name="edit_offer"),
    path("help-offers/<uuid:pk>/step/", views.offer_step, name="offer_step"),
    path("placements/<uuid:pk>/", views.placement, name="placement"),
    path("placements/<uuid:pk>/<slug:name>/", views.step, name="step"),
    path("requests/<uuid:need>/with/<uuid:offer>/wish/", views.wish, name="wish"),
    path("plans/", views.plans, name="plans"),
    path("plans/<uuid:pk>/", views.plan, name="plan"),
    path("plans/<uuid:pk>/use/", views.use_plan, name="use_plan"),
    path("exchange/apart/", views.exclusions, name="exclusions"),
    path("exchange/apart/new/", views.add_exclusion, name="add_exclusion"),
    path("exchange/apart/<uuid:pk>/lift/", views.lift, name="lift"),
    path("exchange/settings/", views.settings, name="settings"),
]
