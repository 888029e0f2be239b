"""A server with the demo timeline, and Chromium in front of it."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FRAMES = 120


def is_ready(url: str) -> bool:
    try:
        return urllib.request.urlopen(f"{url}/readyz").status == 200
    except OSError:
        return False


@contextmanager
def serving(folder: Path, **more: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "OVERLAY_DATA_DIR": str(folder),
        "OVERLAY_PORT": str(port),
        "OVERLAY_DRAIN_SECONDS": "0",
    }
    process = subprocess.Popen([os.environ["OVERLAY_SERVER"]], env={**environment, **more}, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    while not is_ready(url):
        assert process.poll() is None
        time.sleep(0.1)
    yield url
    process.terminate()
    process.wait()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo = [os.environ["OVERLAY_SERVER"], "demo", "--frames", str(FRAMES), "--size", "640x360"]
    subprocess.run(demo, env={**os.environ, "OVERLAY_DATA_DIR": str(folder)}, check=True)
    return folder


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[str]:
    with serving(folder) as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console must stay free of errors and policy violations."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    expected = getattr(page, "expected_faults", 0)
    page.close()
    assert len(faults) == expected, faults
