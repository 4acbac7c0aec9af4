from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "hafen.information.news"
    label = "news"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.information.news import demo, doors

        demo.register()
        doors.register()
