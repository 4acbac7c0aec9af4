from django.urls import path

from hafen.casework.cases import views

staff = [
    path("cases/", views.cases, name="cases"),
    path("cases/load/", views.load, name="load"),
    path("cases/programmes/", views.programmes, name="programmes"),
    path("cases/programmes/new/", views.add_programme, name="add_programme"),
    path("cases/programmes/<uuid:pk>/", views.edit_programme, name="edit_programme"),
    path("cases/deputies/<uuid:pk>/end/", views.end_deputy, name="end_deputy"),
    path("cases/<uuid:pk>/", views.case, name="case"),
    path("cases/<uuid:pk>/special/", views.special, name="special"),
    path("cases/<uuid:pk>/secret/", views.secret, name="secret"),
    path("cases/<uuid:pk>/responsible/", views.responsible, name="responsible"),
    path(
        "cases/<uuid:pk>/responsible/<slug:name>/",
        views.responsible_step,
        name="responsible_step",
    ),
    path("cases/<uuid:pk>/step/<slug:name>/", views.case_step, name="case_step"),
    path("households/", views.households, name="households"),
    path("households/new/", views.add_household, name="add_household"),
    path("households/<uuid:pk>/", views.household, name="household"),
    path("households/<uuid:pk>/edit/", views.edit_household, name="edit_household"),
    path("households/<uuid:pk>/persons/", views.add_member, name="add_member"),
    path("households/<uuid:pk>/readings/", views.readings, name="readings"),
    path("households/<uuid:pk>/case/", views.open_case, name="open_case"),
    path(
        "households/<uuid:pk>/step/<slug:name>/",
        views.household_step,
        name="household_step",
    ),
    path("persons/<uuid:pk>/", views.client, name="client"),
    path("persons/<uuid:pk>/edit/", views.edit_client, name="edit_client"),
    path("persons/<uuid:pk>/step/<slug:name>/", views.client_step, name="client_step"),
    path("consents/", views.consents, name="consents"),
    path("consents/<uuid:pk>/told/", views.told, name="told"),
    path("consents/<uuid:pk>/letter/", views.letter, name="letter"),
    path(
        "consents/<uuid:pk>/step/<slug:name>/", views.consent_step, name="consent_step"
    ),
    path("persons/<uuid:pk>/consents/", views.agreed, name="agreed"),
    path("persons/<uuid:pk>/consents/new/", views.prepare, name="prepare"),
    path("persons/<uuid:pk>/consents/sheet/", views.sheet, name="sheet"),
    path("persons/<uuid:pk>/doubles/", views.doubles, name="doubles"),
    path("persons/<uuid:pk>/doubles/<uuid:double>/join/", views.join, name="join"),
    path("persons/<uuid:pk>/separate/", views.separate, name="separate"),
    path("persons/<uuid:pk>/protection/", views.protection, name="protection"),
    path(
        "persons/<uuid:pk>/protection/<slug:name>/",
        views.protection_step,
        name="protection_step",
    ),
    path("circumstances/<uuid:pk>/take-back/", views.take_back, name="take_back"),
]
