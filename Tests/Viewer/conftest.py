"""A server with the demo timeline, and Chromium in front of it."""

import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

FRAMES = 120

# Of whatever a test waits for: programs built for debugging on small machines take their time.
expect.set_options(timeout=60_000)


def run(folder: Path, *arguments: str | Path) -> None:
    """The program, on the stores in `folder`."""
    environment = {**os.environ, "OVERLAY_DATA_DIR": str(folder)}
    subprocess.run(
        [os.environ["OVERLAY_SERVER"], *arguments],
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def import_output(folder: Path, timeline: str, job: str, stage: str, output: object) -> None:
    file = folder / f"{job}.{stage}.json"
    file.write_text(json.dumps(output))
    run(
        folder,
        "import",
        "--timeline",
        timeline,
        "--job",
        job,
        "--stage",
        stage,
        "--output",
        file,
    )


def is_ready(url: str) -> bool:
    try:
        return urllib.request.urlopen(f"{url}/readyz").status == 200
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serving(folder: Path, port: int | None = None, **more: str) -> Iterator[str]:
    port = port or free_port()
    environment = {
        **os.environ,
        "OVERLAY_DATA_DIR": str(folder),
        "OVERLAY_PORT": str(port),
        "OVERLAY_DRAIN_SECONDS": "0",
    }
    process = subprocess.Popen(
        [os.environ["OVERLAY_SERVER"]],
        env={**environment, **more},
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    while not is_ready(url):
        assert process.poll() is None
        time.sleep(0.1)
    yield url
    process.terminate()
    process.wait()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, a job that saw nothing, and one that saw a thing somewhere else."""
    folder = tmp_path_factory.mktemp("demo")
    run(folder, "demo", "--frames", str(FRAMES), "--size", "640x360")
    box = {
        "label": "player",
        "confidence": 0.9,
        "track_id": 1,
        "bbox": [20, 30, 200, 150],
    }
    frames = [{"frame": frame, "detections": [box]} for frame in range(FRAMES)]
    import_output(
        folder,
        "demo",
        "empty-job",
        "find_things",
        {"frames": [{"frame": 0, "detections": []}]},
    )
    import_output(folder, "demo", "another-job", "track_objects", {"frames": frames})
    return folder


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[str]:
    with serving(folder) as url:
        yield url


@pytest.fixture
def view(server: str) -> str:
    """The page on the demo's own job."""
    return f"{server}/?timeline=demo&job=demo-job&stages=track_objects"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console must stay free of errors and policy violations."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda message: faults.append(message.text) if message.type == "error" else None,
    )
    yield page
    expected = getattr(page, "expected_faults", lambda text: False)
    context.close()
    assert [fault for fault in faults if not expected(fault)] == []


def is_refused(fault: str) -> bool:
    """Chromium's own line for an answer that is no success, or for none."""
    return fault.startswith("Failed to load resource")
