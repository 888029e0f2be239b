"""The viewer as a person uses it, in Chromium, on the demo timeline."""

import base64
import io
import re
from pathlib import Path

from conftest import FRAMES, serving
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page, expect

STAGE = "/v1/timelines/demo/jobs/demo-job/stages/track_objects"


def picture(page: Page, frame: int):
    return page.get_by_role("img", name=re.compile(f"^Frame {frame} of demo"))


def open_page(page: Page, url: str, frame: int = 0) -> None:
    page.goto(url)
    expect(picture(page, frame)).to_have_attribute("aria-busy", "false", timeout=60_000)


def shown(page: Page) -> Image.Image:
    """What the canvas holds."""
    data = page.locator("overlay-stage #first canvas").evaluate("canvas => canvas.toDataURL()")
    return Image.open(io.BytesIO(base64.b64decode(data.split(",")[1]))).convert("RGB")


def drawn(page: Page, url: str, frame: int, query: str = "") -> Image.Image:
    """The service's own overlay."""
    answer = page.request.get(f"{url}{STAGE}/overlays/{frame}?format=png{query}", headers={"Accept": "image/png"})
    return Image.open(io.BytesIO(answer.body())).convert("RGB")


def difference(left: Image.Image, right: Image.Image) -> float:
    """Of the pixels in the mean, in levels; browsers decode JPEG a little differently."""
    return max(ImageStat.Stat(ImageChops.difference(left, right)).mean)


def test_first_overlay_is_the_services_own(page: Page, server: str) -> None:
    open_page(page, server)
    assert difference(shown(page), drawn(page, server, 0)) < 1
    assert difference(shown(page), drawn(page, server, 60)) > 3
    expect(page.get_by_label("Timeline")).to_have_value("demo")
    expect(page.get_by_role("checkbox", name="track_objects")).to_be_checked()


def test_scrubbing_ends_on_the_right_frame_with_the_right_boxes(page: Page, server: str) -> None:
    open_page(page, server)
    for _ in range(FRAMES - 1):
        page.keyboard.press("ArrowRight")
    expect(picture(page, FRAMES - 1)).to_have_attribute("aria-busy", "false", timeout=60_000)
    assert difference(shown(page), drawn(page, server, FRAMES - 1)) < 1
    expect(page).to_have_url(re.compile(f"frame={FRAMES - 1}$"))
    expect(page.get_by_role("slider", name="Frame")).to_have_attribute(
        "aria-valuetext", f"frame {FRAMES - 1} of {FRAMES}, 11.90 s"
    )
    for key, frame in [("Home", 0), ("Shift+ArrowRight", 10), ("PageDown", 110), ("ArrowLeft", 109)]:
        page.keyboard.press(key)
        expect(picture(page, frame)).to_have_attribute("aria-busy", "false", timeout=60_000)


def test_strip_moves_while_it_is_dragged(page: Page, server: str) -> None:
    open_page(page, server)
    box = page.locator("overlay-strip #lines").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 20, steps=8)
    expect(picture(page, FRAMES // 2)).to_have_attribute("aria-busy", "false", timeout=60_000)
    page.mouse.up()


def test_toggling_and_opacity_make_no_request(page: Page, server: str) -> None:
    open_page(page, f"{server}/?timeline=demo&job=demo-job&stages=detect_objects,track_objects&frame=3", 3)
    track = page.get_by_role("checkbox", name="track_objects")
    track.uncheck()
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url) if "/overlays/3?" in request.url else None)
    track.check()
    expect(picture(page, 3)).to_have_attribute("aria-label", re.compile("track_objects: "))
    page.get_by_role("slider", name="Opacity of track_objects").fill("0")
    page.get_by_role("slider", name="Opacity of detect_objects").fill("0")
    frame = page.request.get(f"{server}/v1/timelines/demo/frames/3/picture").body()
    assert difference(shown(page), Image.open(io.BytesIO(frame)).convert("RGB")) < 1
    assert requests == []


def test_link_restores_everything_and_back_works(page: Page, server: str) -> None:
    link = f"{server}/?timeline=demo&job=demo-job&stages=track_objects&frame=42&min_confidence=0.85"
    open_page(page, link, 42)
    assert difference(shown(page), drawn(page, server, 42, "&min_confidence=0.85")) < 1
    page.get_by_role("checkbox", name="detect_objects").check()
    expect(picture(page, 42)).to_have_attribute("aria-label", re.compile("detect_objects: "))
    page.go_back()
    expect(page.get_by_role("checkbox", name="detect_objects")).not_to_be_checked()
    expect(page).to_have_url(link)


def test_play_shows_every_frame(page: Page, server: str) -> None:
    open_page(page, server)
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#place")).to_contain_text(re.compile(r"frame [5-9] of"), timeout=60_000)
    page.get_by_role("button", name="Pause").click()


def test_errors_are_sentences(page: Page, server: str) -> None:
    page.expected_faults = 1  # Chromium's own line for the 404.
    page.goto(f"{server}/?timeline=nothing")
    expect(page.get_by_role("status")).to_have_text("Nothing is known of timeline nothing.")


def test_token_is_asked_for_once(page: Page, folder: Path) -> None:
    page.expected_faults = 2  # The same for each 401.
    with serving(folder, OVERLAY_API_TOKENS="right") as url:
        page.goto(url)
        for token in ["wrong", "right"]:
            dialog = page.get_by_role("dialog", name="Token")
            dialog.get_by_label("Token").fill(token)
            dialog.get_by_role("button", name="Go on").click()
        expect(picture(page, 0)).to_have_attribute("aria-busy", "false", timeout=60_000)
        page.reload()
        expect(picture(page, 0)).to_have_attribute("aria-busy", "false", timeout=60_000)
        page.goto("about:blank")
