"""The two elements on somebody else's page, and the page in a frame."""

import functools
import json
import threading
import urllib.request
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import serving
from playwright.sync_api import Page, expect


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host(tmp_path: Path) -> Iterator[str]:
    """A web server of another origin, with `tmp_path` in it."""
    handler = functools.partial(Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_another_page_drives_both_elements(page: Page, folder: Path, host: str, tmp_path: Path) -> None:
    with serving(folder, OVERLAY_API_TOKENS="secret", OVERLAY_CORS_ORIGINS=host) as url:
        template = (Path(__file__).parent / "host.html").read_text()
        (tmp_path / "index.html").write_text(template.replace("SERVICE", url))
        page.goto(host)
        one, other = page.locator("#one"), page.locator("#other")
        for stage, frame in [(one, 12), (other, 40)]:
            canvas = stage.get_by_role("img")
            expect(canvas).to_have_attribute("aria-busy", "false")
            expect(canvas).to_have_attribute("aria-label", f"Frame {frame} of demo, {count_text(url, frame)}")
        slider = page.get_by_role("slider", name="Frame", exact=True)
        expect(slider).to_have_attribute("aria-valuetext", "frame 12 of 120, 1.20 s")
        slider.focus()
        page.keyboard.press("Shift+ArrowRight")
        expect(one.get_by_role("img")).to_have_attribute("aria-label", f"Frame 22 of demo, {count_text(url, 22)}")
        expect(page.locator("#told")).to_contain_text("one shows 22")
        one.get_by_role("img").click(position={"x": 3, "y": 3})
        expect(page.locator("#told")).to_contain_text("nothing selected")
        page.get_by_role("button", name="No such stage").click()
        expect(page.locator("#told")).to_contain_text("problem 404")
        expect(other.locator("#first")).to_be_visible()
        names = page.evaluate("Object.keys(window).filter((name) => /overlay|stage|strip/i.test(name))")
        assert names == []
        page.goto("about:blank")


def count_text(url: str, frame: int) -> str:
    path = f"{url}/v1/timelines/demo/jobs/demo-job/stages/track_objects/detections/{frame}"
    request = urllib.request.Request(path, headers={"Authorization": "Bearer secret"})
    found = json.load(urllib.request.urlopen(request))["detections"]
    return f"track_objects: {sum(detection['status'] == 'kept' for detection in found)} detections"


def test_page_in_a_frame(page: Page, folder: Path, host: str, tmp_path: Path) -> None:
    with serving(folder, OVERLAY_FRAME_ANCESTORS=host) as url:
        link = f"{url}/?timeline=demo&job=demo-job&stages=track_objects&frame=12&embed=1"
        (tmp_path / "index.html").write_text(
            f'<!doctype html><link rel="icon" href="data:,"><iframe src="{link}" width=1200 height=700></iframe>'
        )
        page.goto(host)
        inside = page.frame_locator("iframe")
        expect(inside.get_by_role("img", name="Frame 12 of demo")).to_have_attribute("aria-busy", "false")
        expect(inside.get_by_role("combobox", name="Timeline")).to_be_hidden()
        expect(inside.get_by_role("button", name="Next frame")).to_be_visible()
        page.goto("about:blank")


def test_page_is_in_no_frame_that_is_not_allowed(page: Page, server: str, host: str, tmp_path: Path) -> None:
    page.expected_faults = lambda fault: "frame-ancestors" in fault
    (tmp_path / "index.html").write_text(
        f'<!doctype html><link rel="icon" href="data:,"><iframe src="{server}/?timeline=demo"></iframe>'
    )
    page.goto(host)
    page.wait_for_timeout(500)
    expect(page.frame_locator("iframe").locator("overlay-stage")).to_have_count(0)
