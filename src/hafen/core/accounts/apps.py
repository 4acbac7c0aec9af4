from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hafen.core.accounts"
    label = "accounts"
