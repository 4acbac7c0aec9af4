from django.urls import path

from hafen.exchange.allowances import views

staff = [
    path("expenses/", views.claims, name="claims"),
    path("expenses/new/", views.add_claim, name="add_claim"),
    path("expenses/orders/", views.orders, name="orders"),
    path("expenses/orders/new/", views.add_order, name="add_order"),
    path("expenses/payments/", views.payments, name="payments"),
    path("expenses/totals/", views.totals, name="totals"),
    path("tariffs/", views.tariffs, name="tariffs"),
    path("tariffs/new/", views.add_tariff, name="add_tariff"),
    path("tariffs/<uuid:pk>/", views.edit_tariff, name="edit_tariff"),
    path("expenses/people/<uuid:pk>/<int:year>/", views.person, name="person"),
    path(
        "expenses/people/<uuid:pk>/<int:year>/certificate/",
        views.certificate,
        name="certificate",
    ),
    path("expenses/<uuid:pk>/", views.claim, name="claim"),
    path("expenses/<uuid:pk>/approve/", views.approve, name="approve"),
    path("expenses/<uuid:pk>/refuse/", views.refuse, name="refuse"),
]
