"""A real server with a small synthetic timeline, and stage outputs whose names hold every printable character."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

TOKEN = "a-token-of-tests"
ODD_NAMES = [
    "".join(chr(code) for code in range(0x21, 0x7F)),
    "traffic light",
    "a,b",
    "a+b%2Bc&d=e;f",
    "é漢👩‍💻",
    " leading and trailing ",
]
"""Labels and track ids."""
ODD_IDS = ["try 2, again?", "a+b%2F#&=;", "é漢😀", "".join(chr(code) for code in range(0x21, 0x7F) if code != 0x2F)]
"""Jobs and stages: a slash would end them."""


@dataclass(frozen=True)
class Server:
    url: str
    token: str = TOKEN


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = os.environ["OVERLAY_SERVER"]
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "OVERLAY_DATA_DIR": str(folder),
        "OVERLAY_PORT": str(port),
        "OVERLAY_API_TOKENS": TOKEN,
        "OVERLAY_CORS_ORIGINS": "*",
        "OVERLAY_DRAIN_SECONDS": "0",
    }
    subprocess.run([program, "demo", "--frames", "6", "--size", "320x180"], env=environment, check=True)
    detections = [
        {"label": name, "track_id": name, "bbox": [10 + 40 * index, 20, 30, 30]} for index, name in enumerate(ODD_NAMES)
    ]
    output = folder / "output.json"
    output.write_text(json.dumps({"frames": [{"frame": 0, "detections": detections}]}))
    for name in ODD_IDS:
        names = ["--timeline", "demo", "--job", name, "--stage", name]
        subprocess.run([program, "import", *names, "--output", str(output)], env=environment, check=True)
    with Path(folder / "log").open("w") as log:
        process = subprocess.Popen([program], env=environment, stdout=log, stderr=log)
        url = f"http://127.0.0.1:{port}"
        while not _is_ready(url):
            assert process.poll() is None, (folder / "log").read_text()
            time.sleep(0.1)
        yield Server(url)
        process.terminate()
        process.wait()


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz").is_success
    except httpx.TransportError:
        return False
