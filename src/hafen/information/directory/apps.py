from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "hafen.information.directory"
    label = "directory"
