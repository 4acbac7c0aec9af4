from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "hafen.core.jobs"
    label = "jobs"
