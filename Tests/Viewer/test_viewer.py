"""Frames with their stages, as a person moves through them."""

import io
import re

from conftest import FRAMES
from PIL import Image
from playwright.sync_api import Page, expect
from viewing import (
    answer,
    box,
    difference,
    drawn,
    open_page,
    picture,
    seen,
    shown,
    wait_for,
    wait_for_detections,
    watch,
)


def test_first_overlay_is_the_services_own(page: Page, view: str, server: str) -> None:
    open_page(page, view)
    assert difference(shown(page), drawn(server, 0)) < 1
    assert difference(shown(page), drawn(server, 60)) > 3
    count = len(answer(server, "/v1/timelines/demo/jobs/demo-job/stages/track_objects/detections/0")["detections"])
    expect(page.get_by_role("img", name=f"Frame 0 of demo, track_objects: {count} detections")).to_be_visible()


def test_page_opens_on_what_was_written_last(page: Page, server: str) -> None:
    open_page(page, server)
    expect(page.get_by_role("combobox", name="Timeline")).to_have_value("demo")
    expect(page.get_by_role("combobox", name="Job", exact=True)).to_have_value("another-job")
    expect(page.get_by_role("group", name="Stages").get_by_role("checkbox", name="track_objects")).to_be_checked()


def test_scrubbing_ends_on_the_right_frame_with_the_right_boxes(page: Page, view: str, server: str) -> None:
    open_page(page, view)
    for _ in range(FRAMES - 1):
        page.keyboard.press("ArrowRight")
    wait_for(page, FRAMES - 1)
    assert difference(shown(page), drawn(server, FRAMES - 1)) < 1
    expect(page).to_have_url(re.compile(f"frame={FRAMES - 1}$"))
    slider = page.get_by_role("slider", name="Frame", exact=True)
    expect(slider).to_have_attribute("aria-valuetext", f"frame {FRAMES - 1} of {FRAMES}, 11.90 s")
    expect(slider).to_have_value(str(FRAMES - 1))
    for key, frame in [
        ("Home", 0),
        ("Shift+ArrowRight", 10),
        ("PageDown", 110),
        ("ArrowLeft", 109),
        ("End", 119),
    ]:
        page.keyboard.press(key)
        wait_for(page, frame)
    assert difference(shown(page), drawn(server, 119)) < 1


def test_strip_shows_frames_while_it_is_dragged(page: Page, view: str) -> None:
    open_page(page, view)
    area = box(page.locator("overlay-strip #lines"))
    watch(page)
    page.mouse.move(area["x"] + area["width"] * 0.1, area["y"] + 20)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(area["x"] + area["width"] * (0.1 + 0.02 * step), area["y"] + 20)
        page.wait_for_timeout(60)
    page.mouse.move(area["x"] + area["width"] * 0.5, area["y"] + 20)
    wait_for(page, FRAMES // 2)
    page.mouse.up()
    frames = seen(page)
    assert len(frames) > 3, frames
    assert frames == sorted(frames)


def test_pointing_at_the_strip_shows_the_frame(page: Page, view: str) -> None:
    open_page(page, view)
    page.locator("overlay-strip #thumbnails").hover(position={"x": 705, "y": 20})
    preview = page.locator("overlay-strip #preview")
    expect(preview).to_contain_text(re.compile(r"frame (59|60) of 120, (5\.9|6\.0)0 s"))
    expect(preview.locator("canvas")).to_have_attribute("width", "160")


def test_strip_zooms_and_follows(page: Page, view: str) -> None:
    open_page(page, view)
    expect(page.locator("overlay-strip #thumbnails canvas")).to_have_count(14)
    for _ in range(4):
        page.get_by_role("button", name="Fewer frames").click()
    expect(page).to_have_url(re.compile(r"range=0-9"))
    expect(page.get_by_role("button", name="Fewer frames")).to_be_disabled()
    expect(page.locator("overlay-strip #thumbnails canvas")).to_have_count(10)
    page.keyboard.press("PageDown")
    wait_for(page, 100)
    expect(page).to_have_url(re.compile(r"range=9\d-10\d"))
    link = page.url
    page.reload()
    wait_for(page, 100)
    expect(page).to_have_url(link)


def test_toggling_opacity_and_ghosts_make_no_request_once_shown(page: Page, server: str) -> None:
    open_page(
        page,
        f"{server}/?timeline=demo&job=demo-job&stages=detect_objects,track_objects&frame=3&dropped=1",
        3,
    )
    track = page.get_by_role("checkbox", name="track_objects")
    dropped = page.get_by_role("checkbox", name="Dropped")
    track.uncheck()
    dropped.uncheck()
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    page.on(
        "request",
        lambda request: requests.append(request.url) if "/overlays/3?" in request.url else None,
    )
    track.check()
    expect(picture(page, 3)).to_have_attribute("aria-label", re.compile(r"track_objects: \d+ detections$"))
    dropped.check()
    expect(picture(page, 3)).to_have_attribute("aria-label", re.compile(r"track_objects: \d+ detections, \d+ dropped$"))
    page.get_by_role("slider", name="Opacity of track_objects").fill("0")
    page.get_by_role("slider", name="Opacity of detect_objects").fill("0")
    frame = page.request.get(f"{server}/v1/timelines/demo/frames/3/picture").body()
    assert difference(shown(page), Image.open(io.BytesIO(frame)).convert("RGB")) < 1
    assert requests == []
    expect(page).to_have_url(re.compile("opacities=0,0"))


def test_layers_change_places(page: Page, server: str) -> None:
    open_page(
        page,
        f"{server}/?timeline=demo&job=demo-job&stages=detect_objects,track_objects&frame=3",
        3,
    )
    before = shown(page)
    page.get_by_role("button", name="Move track_objects down").click()
    expect(page).to_have_url(re.compile("stages=track_objects,detect_objects"))
    expect(picture(page, 3)).to_have_attribute("aria-label", re.compile("track_objects.*detect_objects"))
    assert difference(shown(page), before) > 0.05


def test_frames_are_found_by_number_time_and_key(page: Page, view: str) -> None:
    open_page(page, view)
    find = page.get_by_role("searchbox", name="Find frame")
    for text, frame in [("7", 7), ("4.25s", 42), ("0:11.9", 119), ("000033.jpg", 33)]:
        find.fill(text)
        find.press("Enter")
        wait_for(page, frame)
    find.fill("999")
    find.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("There is no frame “999”")
    page.get_by_role("spinbutton", name="Go to frame").fill("12")
    page.get_by_role("spinbutton", name="Go to frame").press("Enter")
    wait_for(page, 12)
    expect(page.get_by_role("status")).to_be_empty()


def test_playing_shows_every_frame_and_waits_while_somebody_drags(page: Page, view: str) -> None:
    open_page(page, f"{view}&frame=100", 100)
    watch(page)
    page.get_by_role("spinbutton", name="Frames per second").fill("30")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for(page, FRAMES - 1)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    frames = seen(page)
    assert frames == list(range(101, FRAMES))
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    area = box(page.locator("overlay-strip #lines"))
    page.mouse.move(area["x"] + area["width"] * 0.5, area["y"] + 20)
    page.mouse.down()
    wait_for(page, FRAMES // 2)
    page.wait_for_timeout(300)
    expect(picture(page, FRAMES // 2)).to_be_visible()
    page.mouse.up()
    expect(picture(page, FRAMES // 2)).to_have_count(0)
    page.keyboard.press("Space")


def test_link_restores_everything_and_back_works(page: Page, view: str, server: str) -> None:
    link = f"{view}&frame=42&min_confidence=0.85&classes=player,referee&zoom=2,300,150&range=30-60"
    open_page(page, link, 42)
    assert (
        difference(
            shown(page),
            drawn(server, 42, "&min_confidence=0.85&classes=player,referee"),
        )
        < 1
    )
    wait_for_detections(page)
    expect(page).to_have_url(link)
    page.get_by_role("checkbox", name="detect_objects").check()
    expect(picture(page, 42)).to_have_attribute("aria-label", re.compile("detect_objects: "))
    page.go_back()
    expect(page.get_by_role("checkbox", name="detect_objects")).not_to_be_checked()
    expect(page).to_have_url(link)
    page.go_forward()
    expect(page.get_by_role("checkbox", name="detect_objects")).to_be_checked()


def test_zoom_shows_single_pixels(page: Page, view: str) -> None:
    open_page(page, f"{view}&frame=5", 5)
    canvas = page.locator("overlay-stage #first canvas")
    area = box(canvas)
    assert area["width"] > 700
    point = (area["x"] + area["width"] / 4, area["y"] + area["height"] / 4)
    page.mouse.move(*point)
    page.mouse.wheel(0, -600)
    expect(page).to_have_url(re.compile(r"zoom=\d"))
    larger = box(canvas)
    assert abs(larger["width"] / area["width"] - 4) < 0.1
    assert abs((point[0] - larger["x"]) / larger["width"] - 0.25) < 0.01, "what is under the pointer stays there"
    expect(canvas).to_have_css("image-rendering", "pixelated")
    page.get_by_role("button", name="Actual pixels").click()
    actual = box(canvas)
    assert abs(actual["width"] - 640) < 1
    expect(canvas).to_have_css("image-rendering", "auto")
    page.get_by_role("button", name="Fit").click()
    assert box(canvas) == area


def test_stage_that_reports_nothing_says_so(page: Page, server: str) -> None:
    open_page(page, f"{server}/?timeline=demo&job=empty-job&stages=find_things&frame=0")
    warnings = page.get_by_role("region", name="Warnings")
    expect(warnings).to_contain_text("This stage reported nothing on this frame.")
    page.keyboard.press("ArrowRight")
    wait_for(page, 1)
    expect(warnings).to_contain_text("The stage does not speak of frame 1, only of frames from 0 to 0.")


def test_a_preset_is_drawn_and_in_the_address(page: Page, view: str, server: str) -> None:
    open_page(page, f"{view}&frame=42", 42)
    page.get_by_role("combobox", name="Preset").select_option("tracks")
    expect(page).to_have_url(re.compile("[?&]preset=tracks"))
    wait_for(page, 42)
    assert difference(shown(page), drawn(server, 42, "&preset=tracks")) < 1
    open_page(page, f"{view}&frame=42&label=%23%7Btrack_id%7D%2C&trail_seconds=1", 42)
    assert difference(shown(page), drawn(server, 42, "&label=%23%7Btrack_id%7D%2C&trail_seconds=1")) < 1
