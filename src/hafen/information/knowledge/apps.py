from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "hafen.information.knowledge"
    label = "knowledge"

    def ready(self) -> None:
        # They need the models, which are loaded by now.
        from hafen.information.knowledge import (
            demo,
            demo_library,
            demo_papers,
            doors,
            library_doors,
            paper_doors,
            receivers,
        )

        demo.register()
        demo_library.register()
        demo_papers.register()
        doors.register()
        paper_doors.register()
        library_doors.register()
        receivers.connect()
