from django.urls import path

from hafen.config.operations import health

urlpatterns = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("metrics", health.metrics),
]
