from django.urls import path

from hafen.exchange.interpreting import views
from hafen.exchange.interpreting.views import bookers, complaints
from hafen.exchange.interpreting.views import public as visitors

_ROW = "<uuid:pk>/<slug:code>/"
public = [
    path("interpreters-wanted/", bookers.wanted, name="wanted"),
    path("interpreting/register/", bookers.register, name="register"),
    path(f"interpreting/bookings/{_ROW}", bookers.bookings, name="bookings"),
    path(
        f"interpreting/bookings/{_ROW}<uuid:appointment>/",
        bookers.booking,
        name="booking",
    ),
    path(
        f"interpreting/bookings/{_ROW}<uuid:appointment>/change/",
        bookers.change,
        name="change_booking",
    ),
    path(
        f"interpreting/bookings/{_ROW}<uuid:appointment>/complain/",
        complaints.of_booking,
        name="complain",
    ),
    path(
        f"interpreting/bookings/{_ROW}invoices/<uuid:voucher>/",
        bookers.booking_voucher,
        name="booking_voucher",
    ),
    path(f"interpreting/call/{_ROW}", visitors.call, name="call"),
    path(f"interpreting/own/{_ROW}", visitors.own, name="own"),
    path(f"interpreting/own/{_ROW}expenses/", visitors.expenses, name="expenses"),
    path(
        f"interpreting/own/{_ROW}<uuid:appointment>/complain/",
        complaints.of_job,
        name="complain_of_job",
    ),
    path(
        f"interpreting/own/{_ROW}statements/<uuid:voucher>/",
        visitors.own_voucher,
        name="own_voucher",
    ),
    path("interpreting/own/<uuid:pk>/<slug:code>.ics", visitors.feed, name="feed"),
    path(f"interpreting/times/{_ROW}", visitors.report, name="report"),
    path(f"interpreting/forwarded/{_ROW}", visitors.forwarded, name="forwarded"),
]
staff = [
    path("interpreting/", views.appointments, name="appointments"),
    path("interpreting/new/", views.book, name="book"),
    path("interpreting/settings/", views.settings, name="settings"),
    path("interpreting/demand/", views.demand, name="demand"),
    path("interpreting/demand/call/", views.call_for, name="call_for"),
    path("interpreting/demand/<uuid:pk>/end/", views.end_call, name="end_call"),
    path("interpreting/roster/", views.roster, name="roster"),
    path("interpreting/roster/new/", views.slot, name="add_slot"),
    path("interpreting/roster/<uuid:pk>/", views.slot, name="slot"),
    path("interpreting/roster/<uuid:pk>/off/", views.off_duty, name="off_duty"),
    path("interpreting/roster/<uuid:pk>/<slug:day>/", views.duty, name="duty"),
    path("interpreting/week/", views.week, name="week"),
    path("interpreting/week/compute/", views.compute_week, name="compute_week"),
    path("interpreting/week/<uuid:pk>/", views.week_step, name="week_step"),
    path("interpreting/statements/", views.statements, name="statements"),
    path("interpreting/statements/issue/", views.issue, name="issue"),
    path("interpreting/vouchers/", views.vouchers, name="vouchers"),
    path("interpreting/vouchers/<uuid:pk>/", views.voucher, name="voucher"),
    path(
        "interpreting/vouchers/<uuid:pk>/cancel/",
        views.cancel_invoice,
        name="cancel_invoice",
    ),
    path("interpreting/providers/", views.providers, name="providers"),
    path("interpreting/providers/new/", views.provider, name="add_provider"),
    path("interpreting/providers/<uuid:pk>/", views.provider, name="provider"),
    path("interpreting/institutions/", views.institutions, name="institutions"),
    path(
        "interpreting/institutions/new/", views.add_institution, name="add_institution"
    ),
    path("interpreting/institutions/<uuid:pk>/", views.institution, name="institution"),
    path(
        "interpreting/institutions/<uuid:pk>/edit/",
        views.edit_institution,
        name="edit_institution",
    ),
    path(
        "interpreting/institutions/<uuid:pk>/step/",
        views.institution_step,
        name="institution_step",
    ),
    path(
        "interpreting/institutions/<uuid:pk>/invoice/",
        views.invoice_of,
        name="invoice_of",
    ),
    path("interpreters/", views.interpreters, name="interpreters"),
    path("interpreters/new/", views.add_interpreter, name="add_interpreter"),
    path("interpreters/<uuid:pk>/", views.interpreter, name="interpreter"),
    path(
        "interpreters/<uuid:pk>/more/", views.interpreter_more, name="interpreter_more"
    ),
    path(
        "interpreters/<uuid:pk>/edit/", views.edit_interpreter, name="edit_interpreter"
    ),
    path(
        "interpreters/<uuid:pk>/step/", views.interpreter_step, name="interpreter_step"
    ),
    path(
        "interpreters/<uuid:pk>/add/<slug:what>/",
        views.add_to_interpreter,
        name="add_to_interpreter",
    ),
    path("interpreters/<uuid:pk>/statement/", views.statement_of, name="statement_of"),
    path("interpreting/<uuid:pk>/", views.appointment, name="appointment"),
    path(
        "interpreting/<uuid:pk>/edit/", views.edit_appointment, name="edit_appointment"
    ),
    path("interpreting/<uuid:pk>/ask/", views.ask, name="ask"),
    path(
        "interpreting/<uuid:pk>/step/", views.appointment_step, name="appointment_step"
    ),
    path("interpreting/<uuid:pk>/call-off/", views.call_off, name="call_off"),
    path("interpreting/<uuid:pk>/times/", views.report, name="report"),
    path(
        "interpreting/<uuid:pk>/calls/<uuid:call>/<slug:name>/",
        views.call_step,
        name="call_step",
    ),
]
