import socket
import struct
import threading

import pytest

from hafen.core.files import scanner


@pytest.fixture
def clamav(tmp_path):
    """A scanner that knows one virus, and says what it was shown."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    shown = []

    def serve():
        line, _address = listener.accept()
        with line, line.makefile("rb") as source:
            source.read(len(b"zINSTREAM\0"))
            data = b""
            while size := struct.unpack("!L", source.read(4))[0]:
                data += source.read(size)
            shown.append(data)
            answer = b"stream: Bad FOUND\0" if b"virus" in data else b"stream: OK\0"
            line.sendall(b"stream: hm\0" if data == b"odd" else answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"tcp://127.0.0.1:{listener.getsockname()[1]}", shown
    listener.close()
    thread.join(1)


def test_a_clean_file_passes(clamav):
    address, shown = clamav

    scanner.scan(b"x" * 100_000, address=address)

    assert shown == [b"x" * 100_000]


def test_an_infected_file_is_refused(clamav):
    with pytest.raises(scanner.Infected):
        scanner.scan(b"a virus", address=clamav[0])


def test_an_answer_that_is_not_clear_counts_as_none(clamav):
    with pytest.raises(scanner.ScannerAway):
        scanner.scan(b"odd", address=clamav[0])


def test_without_the_scanner_nothing_passes(tmp_path):
    with pytest.raises(scanner.ScannerAway):
        scanner.scan(b"x", address=f"unix:{tmp_path}/none.sock")


def test_without_an_address_there_is_no_scanner():
    scanner.scan(b"a virus", address="")
