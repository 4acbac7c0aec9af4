from django.apps import AppConfig


class PoolConfig(AppConfig):
    name = "hafen.exchange.pool"
    label = "pool"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.core.db import guards
        from hafen.exchange.pool import demo, doors, triggers

        guards.steps.register(guards.Step("pool", triggers.lay))
        demo.register()
        doors.register()
