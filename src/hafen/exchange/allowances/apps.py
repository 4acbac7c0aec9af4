from django.apps import AppConfig


class AllowancesConfig(AppConfig):
    name = "hafen.exchange.allowances"
    label = "allowances"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.exchange.allowances import demo, doors

        demo.register()
        doors.register()
