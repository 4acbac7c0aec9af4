from django.apps import AppConfig

from hafen.core.db import work


class JobsConfig(AppConfig):
    name = "hafen.core.jobs"
    label = "jobs"

    def ready(self) -> None:
        # Models exist from here on, and not at the import of this module.
        from hafen.core.jobs.services import PostgresQueue

        work.keep_jobs_in(PostgresQueue())
