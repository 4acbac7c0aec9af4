from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "hafen.core.files"
    label = "files"
