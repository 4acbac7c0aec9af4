from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    name = "hafen.voice.inquiries"
    label = "inquiries"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.voice.inquiries import demo, doors

        demo.register()
        doors.register()
