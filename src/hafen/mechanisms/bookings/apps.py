from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "hafen.mechanisms.bookings"
    label = "bookings"

    def ready(self) -> None:
        from hafen.mechanisms.bookings import doors  # needs the models

        doors.register()
