from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "hafen.casework.referrals"
    label = "referrals"

    def ready(self) -> None:
        # The registries take what needs the models, which are loaded by now.
        from hafen.casework.referrals import demo, doors, fences, triggers

        demo.register()
        doors.register()
        fences.register()
        triggers.register()
