"""What tests of the viewer do again and again."""

import base64
import io
import json
import re
import urllib.request
from typing import Any

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import FloatRect, Locator, Page, expect

JOB = "/v1/timelines/demo/jobs/demo-job"
STAGE = f"{JOB}/stages/track_objects"


def picture(page: Page, frame: int, timeline: str = "demo") -> Locator:
    return page.get_by_role("img", name=re.compile(f"^Frame {frame} of {timeline}(,|$)"))


def wait_for(page: Page, frame: int, timeline: str = "demo") -> None:
    """Until the frame and all its layers are shown."""
    expect(picture(page, frame, timeline)).to_have_attribute("aria-busy", "false")


def open_page(page: Page, url: str, frame: int = 0, timeline: str = "demo") -> None:
    page.goto(url)
    wait_for(page, frame, timeline)


def wait_for_frames(page: Page) -> None:
    """Until the page knows the timeline's frames."""
    expect(page.get_by_role("slider", name="Frame", exact=True)).to_have_attribute("max", re.compile(r"^\d{2,}$"))


def wait_for_detections(page: Page) -> None:
    expect(page.locator("#detections")).to_have_attribute("aria-busy", "false")


def shown(page: Page, sheet: str = "first") -> Image.Image:
    """What the canvas holds."""
    canvas = page.locator(f"overlay-stage #{sheet} canvas")
    data = canvas.evaluate("canvas => canvas.toDataURL()")
    return Image.open(io.BytesIO(base64.b64decode(data.split(",")[1]))).convert("RGB")


def drawn(url: str, frame: int, query: str = "", stage: str = STAGE) -> Image.Image:
    """The service's own overlay."""
    request = urllib.request.Request(
        f"{url}{stage}/overlays/{frame}?format=png{query}",
        headers={"Accept": "image/png"},
    )
    return Image.open(io.BytesIO(urllib.request.urlopen(request).read())).convert("RGB")


def stored(url: str, frame: int, query: str = "") -> bytes:
    """The service's own overlay, of the frame's own kind."""
    request = urllib.request.Request(f"{url}{STAGE}/overlays/{frame}?{query}", headers={"Accept": "image/*"})
    return bytes(urllib.request.urlopen(request).read())


def box(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found
    return found


def watch(page: Page) -> None:
    """Notes every frame that is shown from now on; see `seen`."""
    page.locator("overlay-stage").evaluate(
        """stage => {
            stage.dataset.seen = "";
            stage.addEventListener("framechange", ({ detail }) => (stage.dataset.seen += `${detail.frame} `));
        }"""
    )


def seen(page: Page) -> list[int]:
    return [int(frame) for frame in (page.locator("overlay-stage").get_attribute("data-seen") or "").split()]


def answer(url: str, path: str) -> Any:
    return json.load(urllib.request.urlopen(url + path))


def difference(left: Image.Image, right: Image.Image) -> float:
    """Of the pixels in the mean, in levels; browsers decode JPEG a little differently."""
    return max(ImageStat.Stat(ImageChops.difference(left, right)).mean)


def middle_of(page: Page, detection: dict[str, Any]) -> tuple[float, float]:
    """Where the middle of its box is in the window."""
    canvas = page.locator("overlay-stage #first canvas")
    area = box(canvas)
    scale = area["width"] / canvas.evaluate("canvas => canvas.width")
    x, y, width, height = detection["bbox"]
    return area["x"] + scale * (x + width / 2), area["y"] + scale * (y + height / 2)


def detection_of_track(url: str, frame: int, track: int) -> dict[str, Any]:
    found = answer(url, f"{STAGE}/detections/{frame}")["detections"]
    return next(detection for detection in found if detection.get("track_id") == track)
