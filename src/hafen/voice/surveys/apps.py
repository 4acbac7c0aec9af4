from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "hafen.voice.surveys"
    label = "surveys"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.voice.surveys import demo, doors, occasions

        demo.register()
        doors.register()
        occasions.register()
