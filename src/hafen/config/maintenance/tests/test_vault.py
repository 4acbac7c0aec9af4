import io

import pytest

from hafen.config.maintenance import vault

KEY = bytes(range(32))


def sealed(data, *, piece=70_000):
    target = io.BytesIO()
    writer = vault.SealingWriter(target, KEY)
    for start in range(0, len(data), piece):
        writer.write(data[start : start + piece])
    writer.close()
    return target.getvalue()


def opened(data, key=KEY, size=50_000):
    reader = vault.SealedReader(io.BytesIO(data), key)
    found = b""
    while part := reader.read(size):
        found += part
    return found


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, 3_000_000])
def test_what_is_sealed_is_read_again(size):
    data = bytes(index % 251 for index in range(size))

    assert opened(sealed(data)) == data


def test_another_key_opens_nothing():
    with pytest.raises(vault.WrongKey):
        opened(sealed(b"rows"), key=bytes(32))


def test_a_backup_cut_off_between_parts_is_noticed():
    data = sealed(b"x" * (2 << 20))
    part = (1 << 20) + 16

    with pytest.raises(vault.WrongKey):
        opened(data[: len(vault.MAGIC) + 8 + part])


def test_a_changed_byte_is_noticed():
    data = bytearray(sealed(b"x" * 100))
    data[-1] ^= 1

    with pytest.raises(vault.WrongKey):
        opened(bytes(data))


def test_swapped_parts_are_noticed():
    data = sealed(b"x" * (1 << 20) + b"y" * (1 << 20) + b"z")
    head, part = len(vault.MAGIC) + 8, (1 << 20) + 16
    first, second = data[head : head + part], data[head + part : head + 2 * part]

    with pytest.raises(vault.WrongKey):
        opened(data[:head] + second + first + data[head + 2 * part :])


def test_a_key_file_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "backup.key"

    key = vault.make_key_file(path)

    assert path.stat().st_mode & 0o077 == 0
    assert vault.make_key_file(path) == vault.read_key_file(path) == key


@pytest.mark.parametrize("content", [b"", b"not base64!", b"c2hvcnQ="])
def test_a_file_that_is_no_key_is_refused(tmp_path, content):
    path = tmp_path / "backup.key"
    path.write_bytes(content)

    with pytest.raises(vault.WrongKey):
        vault.read_key_file(path)
