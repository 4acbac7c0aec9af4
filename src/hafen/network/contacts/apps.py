from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "hafen.network.contacts"
    label = "contacts"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.network.contacts import demo, doors

        demo.register()
        doors.register()
