from hafen.config import environment as env
from hafen.config.database import Server


def test_tls_of_the_database_address_holds_for_web_and_worker():
    server = Server(
        admin="host=db.example dbname=hafen user=a sslmode=verify-full"
        " sslrootcert=/etc/ca.pem",
        name="hafen",
    )

    found = server.environment("web")

    assert found["PGSSLMODE"] == "verify-full"
    assert found["PGSSLROOTCERT"] == "/etc/ca.pem"
    assert "sslmode=verify-full" in server.dsn("owner")


def test_without_tls_in_the_address_nothing_is_set():
    found = Server(admin="host=/tmp/x dbname=hafen", name="hafen").environment("web")

    assert not any(name.startswith("PG") for name in found)


def test_files_can_lie_in_another_storage(monkeypatch):
    assert env.storage() == {}
    monkeypatch.setenv("HAFEN_FILES_STORAGE", "storages.backends.s3.S3Storage")
    monkeypatch.setenv("HAFEN_FILES_OPTIONS", '{"bucket_name": "hafen"}')

    assert env.storage()["OPTIONS"] == {"bucket_name": "hafen"}
