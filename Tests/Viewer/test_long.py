"""Ten thousand frames."""

import os
from collections.abc import Iterator

import pytest
from conftest import import_output, run, serving
from PIL import Image
from playwright.sync_api import Page, expect
from viewing import box, open_page, wait_for

COUNT = 10_000


@pytest.fixture(scope="module")
def long_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data, frames = tmp_path_factory.mktemp("long"), tmp_path_factory.mktemp("frames")
    Image.new("RGB", (320, 180), (40, 90, 50)).save(data / "frame.jpg")
    for number in range(COUNT):
        os.link(data / "frame.jpg", frames / f"{number:06}.jpg")
    run(data, "import", "--timeline", "long", "--frames", frames)
    boxes = [
        {
            "label": "thing",
            "confidence": 0.5 + index / 10,
            "bbox": [20 + 60 * index, 40, 40, 60],
        }
        for index in range(4)
    ]
    named = [
        {
            "frame": number,
            "timestamp": number / 25,
            "detections": boxes[: number // 100 % 5],
        }
        for number in range(COUNT)
    ]
    import_output(data, "long", "job", "detect", {"frames": named})
    with serving(data) as url:
        yield url


def test_only_what_is_seen_is_fetched(page: Page, long_server: str) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    open_page(
        page,
        f"{long_server}/?timeline=long&job=job&stages=detect&frame=5000",
        5000,
        "long",
    )
    slider = page.get_by_role("slider", name="Frame", exact=True)
    expect(slider).to_have_attribute("aria-valuetext", f"frame 5000 of {COUNT}, 200.00 s")
    page.wait_for_load_state("networkidle")
    assert len([url for url in requests if "/thumbnail" in url]) <= 15
    assert len([url for url in requests if "/v1/" in url]) < 90, len(requests)
    for key, frame in [
        ("End", COUNT - 1),
        ("Home", 0),
        ("PageDown", 100),
        ("Shift+PageDown", 1100),
    ]:
        page.keyboard.press(key)
        wait_for(page, frame, "long")
    find = page.get_by_role("searchbox", name="Find frame")
    find.fill("5:33.32")
    find.press("Enter")
    wait_for(page, 8333, "long")
    find.fill("009999.jpg")
    find.press("Enter")
    wait_for(page, 9999, "long")


def test_a_clip_is_of_frames_around_the_one_that_is_seen(page: Page, long_server: str) -> None:
    clip = page.get_by_role("button", name="Download clip")
    for frame, frames in [(5000, "4850–5149"), (9999, "9700–9999")]:
        open_page(page, f"{long_server}/?timeline=long&job=job&stages=detect&frame={frame}", frame, "long")
        expect(clip).to_have_accessible_description(f"Frames {frames} (300 around this one)")


def test_every_frame_can_be_reached_on_the_strip(page: Page, long_server: str) -> None:
    open_page(
        page,
        f"{long_server}/?timeline=long&job=job&stages=detect&frame=5000&range=4995-5004",
        5000,
        "long",
    )
    lines = page.locator("overlay-strip #lines")
    area = box(lines)
    expect(page.locator("overlay-strip #thumbnails canvas")).to_have_count(10)
    for place, frame in [(0.05, 4995), (0.55, 5000), (0.95, 5004)]:
        page.mouse.click(area["x"] + area["width"] * place, area["y"] + 20)
        wait_for(page, frame, "long")
