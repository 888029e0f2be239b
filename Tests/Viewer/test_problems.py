"""What a person is told when something is away, wrong or missing."""

import re
import shutil
from pathlib import Path

from conftest import free_port, is_refused, serving
from playwright.sync_api import Page, Route, expect
from viewing import difference, drawn, open_page, picture, shown, wait_for, wait_for_frames


def test_what_there_is_not(page: Page, server: str) -> None:
    page.expected_faults = is_refused
    status = page.get_by_role("status")
    for query, text in [
        ("timeline=nothing", "Nothing is known of timeline nothing."),
        ("timeline=demo&job=no-job&stages=a", "demo-job"),
        ("timeline=demo&job=demo-job&stages=track_object", "track_objects"),
        ("timeline=demo&job=demo-job&stages=track_objects&frame=500", "500"),
    ]:
        page.goto(f"{server}/?{query}")
        expect(status).to_contain_text(text)
    expect(page.get_by_role("slider", name="Frame", exact=True)).to_have_attribute("max", "119")
    page.keyboard.press("Home")
    wait_for(page, 0)
    expect(status).to_be_empty()


def test_no_timeline_yet(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path) as url:
        page.goto(url)
        expect(page.get_by_role("status")).to_contain_text("overlay-server demo")
        page.goto("about:blank")


def test_token_is_asked_for_once_and_kept(page: Page, folder: Path) -> None:
    page.expected_faults = is_refused
    with serving(folder, OVERLAY_API_TOKENS="right") as url:
        page.goto(f"{url}/?timeline=demo&job=demo-job&stages=track_objects&frame=0")
        dialog = page.get_by_role("dialog", name="Token")
        expect(dialog).to_contain_text("token")
        dialog.get_by_label("Token").fill("wrong")
        dialog.get_by_role("button", name="Go on").click()
        expect(dialog).to_contain_text("The token was not taken.")
        dialog.get_by_label("Token").fill("right")
        dialog.get_by_role("button", name="Go on").click()
        wait_for(page, 0)
        expect(page.locator("overlay-strip #thumbnails canvas").first).to_have_attribute("width", "160")
        page.reload()
        wait_for(page, 0)
        expect(dialog).to_be_hidden()
        page.get_by_role("button", name="Copy curl").click()
        line = page.evaluate("navigator.clipboard.readText()")
        assert "$OVERLAY_API_TOKEN" in line
        assert "right" not in line
        page.goto("about:blank")


def test_server_goes_and_comes_back(page: Page, folder: Path) -> None:
    page.expected_faults = is_refused
    port = free_port()
    with serving(folder, port) as url:
        open_page(page, f"{url}/?timeline=demo&job=demo-job&stages=track_objects&frame=5", 5)
        wait_for_frames(page)
    status = page.get_by_role("status")
    page.keyboard.press("PageDown")
    expect(status).to_contain_text("does not answer")
    expect(status).to_contain_text("trying again")
    expect(picture(page, 5)).to_have_attribute("aria-busy", "true")
    with serving(folder, port) as url:
        wait_for(page, 105)
        expect(status).to_be_empty(timeout=20_000)
        assert difference(shown(page), drawn(url, 105)) < 1
        page.goto("about:blank")


def test_steps_before_the_frames_are_listed_are_kept(page: Page, view: str) -> None:
    held: list[Route] = []
    page.route(re.compile(r"/v1/timelines/demo/frames\?"), lambda route: held.append(route))
    with page.expect_request(re.compile(r"/frames\?")):
        open_page(page, f"{view}&frame=5", 5)
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowRight")
    page.get_by_role("searchbox", name="Find frame").fill("0.7s")
    page.get_by_role("searchbox", name="Find frame").press("Enter")
    expect(page.get_by_role("status")).to_be_empty()
    page.get_by_role("button", name="Next frame").click()
    expect(picture(page, 5)).to_be_visible()
    for route in held:
        route.continue_()
    wait_for(page, 8)


def test_steps_outlive_a_list_that_fails(page: Page, view: str) -> None:
    page.expected_faults = is_refused
    failed: list[Route] = []

    def fail_once(route: Route) -> None:
        if failed:
            route.continue_()
        else:
            failed.append(route)
            route.fulfill(status=503, body="{}")

    page.route(re.compile(r"/v1/timelines/demo/frames\?"), fail_once)
    open_page(page, f"{view}&frame=5", 5)
    page.keyboard.press("PageDown")
    wait_for(page, 105)
    assert failed


def test_store_goes_and_comes_back(page: Page, folder: Path, tmp_path: Path) -> None:
    """The folder of pictures is away for a while, as a network drive may be."""
    page.expected_faults = is_refused
    data = tmp_path / "data"
    shutil.copytree(folder, data)
    with serving(data, OVERLAY_KNOWN_SECONDS="0", OVERLAY_FRAME_CACHE_BYTES="1") as url:
        open_page(page, f"{url}/?timeline=demo&job=demo-job&stages=track_objects&frame=5", 5)
        wait_for_frames(page)
        away = data / "mpr-media-out.away"
        (data / "mpr-media-out").rename(away)
        page.keyboard.press("PageDown")
        expect(page.get_by_role("status")).not_to_be_empty(timeout=20_000)
        away.rename(data / "mpr-media-out")
        page.keyboard.press("ArrowLeft")
        wait_for(page, 104)
        assert difference(shown(page), drawn(url, 104)) < 1
        expect(page.get_by_role("status")).to_be_empty(timeout=20_000)
        page.goto("about:blank")
