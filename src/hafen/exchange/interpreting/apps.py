from django.apps import AppConfig


class InterpretingConfig(AppConfig):
    name = "hafen.exchange.interpreting"
    label = "interpreting"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.core.db import guards
        from hafen.exchange.interpreting import demo, doors, participants, triggers

        guards.steps.register(guards.Step("interpreting", triggers.lay))
        demo.register()
        doors.register()
        participants.register()
