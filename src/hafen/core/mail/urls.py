from django.urls import path

from hafen.core.mail import views

staff = [
    path("mail/", views.outbox, name="outbox"),
    path("mail/<uuid:pk>/again/", views.try_again, name="try_again"),
    path("notices/", views.open_notices, name="notices"),
    path("notices/print/", views.print_letters, name="print_letters"),
    path("notices/<uuid:pk>/done/", views.close_notice, name="close_notice"),
    path("notices/batches/<uuid:pk>/<slug:kind>.pdf", views.paper, name="paper"),
]
