"""Load on one address: by wrk where it is installed, else by threads of Python."""

import http.client
import re
import shutil
import subprocess
import threading
import time
from urllib.parse import urlsplit

SECONDS = 5


def requests_per_second(address, *, headers=None, connections=16, seconds=SECONDS):
    """Return the rate; the generator shares the processors with the server."""
    headers = {"Accept-Encoding": "br", **(headers or {})}
    wrk = shutil.which("wrk")
    if wrk:
        return _by_wrk(wrk, address, headers, connections, seconds)
    return _by_threads(address, headers, connections, seconds)


def _by_wrk(wrk, address, headers, connections, seconds):
    given = [part for pair in headers.items() for part in ("-H", ": ".join(pair))]
    done = subprocess.run(
        [wrk, "-t2", f"-c{connections}", f"-d{seconds}", *given, address],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    if found := re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout):
        raise SystemExit(f"{address}: {found[1]} answers were errors")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


def _by_threads(address, headers, connections, seconds):
    parts, counts = urlsplit(address), []
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    end = time.monotonic() + seconds

    def ask():
        client, count = http.client.HTTPConnection(parts.netloc), 0
        while time.monotonic() < end:
            client.request("GET", path, headers=headers)
            client.getresponse().read()
            count += 1
        counts.append(count)

    threads = [threading.Thread(target=ask) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def milliseconds(address, *, times=40):
    """Return the median time of one request after another."""
    parts, found = urlsplit(address), []
    client = http.client.HTTPConnection(parts.netloc)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    for _ in range(times):
        begin = time.perf_counter()
        client.request("GET", path)
        client.getresponse().read()
        found.append((time.perf_counter() - begin) * 1_000)
    return sorted(found)[len(found) // 2]


def header_of(address, name):
    parts = urlsplit(address)
    client = http.client.HTTPConnection(parts.netloc)
    client.request("GET", parts.path, headers={"Accept-Encoding": "br"})
    answer = client.getresponse()
    answer.read()
    return answer.getheader(name, "")
