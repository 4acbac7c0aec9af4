from django.urls import path

from hafen.exchange.mentoring import views
from hafen.exchange.mentoring.views import public as visitors

public = [
    path("sponsorships/", visitors.programmes, name="programmes"),
    path("sponsorships/thanks/", visitors.thanks, name="thanks"),
    path("sponsorships/<uuid:pk>/<slug:side>/", visitors.apply, name="apply"),
    path("how-it-goes/<uuid:pk>/<slug:code>/", visitors.check_in, name="check_in"),
    path("wish/<uuid:pk>/<slug:code>/", visitors.wish, name="wish"),
]
staff = [
    path("sponsorships/", views.listing, name="listing"),
    path("sponsorships/waiting/", views.waiting, name="waiting"),
    path("sponsorships/figures/", views.figures, name="figures"),
    path("sponsorships/programmes/", views.programmes, name="programmes"),
    path("sponsorships/programmes/new/", views.add_programme, name="add_programme"),
    path(
        "sponsorships/programmes/<uuid:pk>/",
        views.edit_programme,
        name="edit_programme",
    ),
    path(
        "sponsorships/programmes/<uuid:pk>/questions/<slug:side>/",
        views.programme_questions,
        name="programme_questions",
    ),
    path(
        "sponsorships/programmes/<uuid:pk>/concept/",
        views.begin_concept,
        name="begin_concept",
    ),
    path("sponsorships/guides/", views.guides, name="guides"),
    path("sponsorships/guides/new/", views.add_guide, name="add_guide"),
    path("sponsorships/guides/<uuid:pk>/", views.guide, name="guide"),
    path("sponsorships/guides/<uuid:pk>/end/", views.end_guide, name="end_guide"),
    path("sponsorships/wishes/", views.wishes, name="wishes"),
    path("sponsorships/wishes/<uuid:pk>/", views.wish, name="wish"),
    path("sponsorships/wishes/<uuid:pk>/take-back/", views.take_back, name="take_back"),
    path("sponsorships/hand-over/<uuid:need>/", views.hand_over, name="hand_over"),
    path("sponsorships/<uuid:pk>/", views.detail, name="detail"),
    path("sponsorships/<uuid:pk>/agreement/", views.agreement, name="agreement"),
    path("sponsorships/<uuid:pk>/programme/", views.assign, name="assign"),
    path("sponsorships/<uuid:pk>/<slug:name>/", views.step, name="step"),
]
