"""Pointing at detections, following tracks, filtering."""

import re

from conftest import is_refused
from playwright.sync_api import Page, expect
from viewing import (
    STAGE,
    answer,
    detection_of_track,
    difference,
    drawn,
    middle_of,
    open_page,
    shown,
    wait_for,
    wait_for_detections,
)


def test_pointing_tells_all_fields_and_marks_the_row(page: Page, view: str, server: str) -> None:
    open_page(page, f"{view}&frame=42", 42)
    wait_for_detections(page)
    detection = detection_of_track(server, 42, 7)
    page.mouse.move(*middle_of(page, detection))
    card = page.locator("overlay-stage dl")
    for text in [
        "track_objects",
        "player",
        "7",
        str(detection["confidence"]),
        detection["path"],
    ]:
        expect(card).to_contain_text(text)
    expect(page.locator("overlay-stage #first svg .hovered")).to_have_count(1)
    expect(page.locator("tr.hovered")).to_contain_text("7")
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()
    row = page.get_by_role("row", name=re.compile("player.* 7 "))
    row.hover()
    expect(page.locator("overlay-stage #first svg .hovered")).to_have_count(1)


def test_a_pointer_that_rests_points_at_what_is_there_on_the_next_frame(page: Page, view: str, server: str) -> None:
    open_page(page, f"{view}&frame=42", 42)
    wait_for_detections(page)
    page.mouse.move(*middle_of(page, detection_of_track(server, 42, 7)))
    card = page.locator("overlay-stage dl")
    expect(card).to_contain_text(detection_of_track(server, 42, 7)["path"])
    page.keyboard.press("ArrowRight")
    wait_for(page, 43)
    expect(card).to_contain_text(detection_of_track(server, 43, 7)["path"])


def test_pinned_detection_is_followed_along_its_track(page: Page, view: str, server: str) -> None:
    open_page(page, f"{view}&frame=42", 42)
    wait_for_detections(page)
    track = answer(server, f"{STAGE}/tracks/7")
    numbers = [entry["frame"] for entry in track["frames"]]
    page.mouse.click(*middle_of(page, detection_of_track(server, 42, 7)))
    selection = page.get_by_role("region", name="Selection")
    expect(selection).to_contain_text("Track 7, player")
    expect(selection).to_contain_text(f"on {len(numbers)} frames, {numbers[0]}–{numbers[-1]}")
    expect(page.locator("overlay-stage #first svg .selected")).to_have_count(1)
    page.get_by_role("button", name="Next frame of the track").click()
    following = numbers[numbers.index(42) + 1]
    wait_for(page, following)
    wait_for_detections(page)
    expect(selection).to_contain_text(detection_of_track(server, following, 7)["path"])
    expect(page.locator("overlay-stage #first svg .selected")).to_have_count(1)
    # Steps are written to the address a little later.
    expect(page).to_have_url(re.compile(rf"(?=.*frame={following}\b)(?=.*selected=)"))
    link = page.url
    page.reload()
    expect(selection).to_contain_text("Track 7, player")
    expect(page).to_have_url(link)
    page.keyboard.press("[")
    wait_for(page, 42)
    page.keyboard.press("Escape")
    expect(selection).to_be_hidden()


def test_gaps_of_a_track_are_named(page: Page, view: str, server: str) -> None:
    tracks = answer(server, f"{STAGE}/tracks")["tracks"]
    broken = next(track for track in tracks if track["gaps"])
    first = broken["first_frame"]
    open_page(page, f"{view}&frame={first}&selected=track_objects,{broken['id']}", first)
    expect(page.get_by_role("region", name="Selection")).to_contain_text(re.compile(r"gaps: \d+"))


def test_table_lists_sorts_and_pins(page: Page, view: str, server: str) -> None:
    open_page(page, f"{view}&frame=10", 10)
    wait_for_detections(page)
    found = answer(server, f"{STAGE}/detections/10")["detections"]
    table = page.get_by_role("table", name="Detections")
    expect(table.locator("tbody tr")).to_have_count(len(found))
    table.get_by_role("button", name="Confidence").click()
    expect(table.get_by_role("columnheader", name="Confidence")).to_have_attribute("aria-sort", "descending")
    told = [float(text) for text in table.locator("tbody tr td:nth-child(3)").all_text_contents()]
    assert told == sorted(told, reverse=True)
    table.get_by_role("button", name="Confidence").click()
    expect(table.get_by_role("columnheader", name="Confidence")).to_have_attribute("aria-sort", "ascending")
    row = table.locator("tbody tr").first
    row.click()
    expect(row).to_have_attribute("aria-selected", "true")
    expect(page.locator("overlay-stage #first svg .selected")).to_have_count(1)
    row.click()
    expect(page.get_by_role("region", name="Selection")).to_be_hidden()


def test_filters_draw_anew_and_count(page: Page, view: str, server: str) -> None:
    open_page(page, f"{view}&frame=20", 20)
    wait_for_detections(page)
    totals = answer(server, f"{STAGE}/summary")["totals"]
    classes = page.get_by_role("group", name="Classes")
    for name, number in totals["classes"].items():
        expect(classes.locator("label", has_text=name)).to_contain_text(f"{number:,}")
    classes.get_by_role("checkbox", name="player").uncheck()
    expect(page).to_have_url(re.compile("classes=[^&]*referee"))
    wait_for(page, 20)
    others = ",".join(name for name in totals["classes"] if name != "player")
    assert difference(shown(page), drawn(server, 20, f"&classes={others}")) < 1
    table = page.get_by_role("table", name="Detections")
    expect(table).not_to_contain_text("player")
    expect(table.locator("caption")).to_contain_text("hidden")
    page.get_by_role("button", name="All classes").click()
    expect(page).not_to_have_url(re.compile("classes="))
    page.get_by_role("slider", name="Least confidence").fill("0.9")
    expect(page).to_have_url(re.compile("min_confidence=0.9"))
    wait_for(page, 20)
    assert difference(shown(page), drawn(server, 20, "&min_confidence=0.9")) < 1
    page.get_by_role("slider", name="Least confidence").fill("0")
    page.get_by_role("combobox", name="Only tracks").fill("7")
    page.get_by_role("combobox", name="Only tracks").press("Enter")
    expect(table.locator("tbody tr")).to_have_count(1)
    wait_for(page, 20)
    assert difference(shown(page), drawn(server, 20, "&tracks=7")) < 1
    page.get_by_role("button", name="Show not only track 7").click()
    expect(table.locator("tbody tr")).not_to_have_count(1)


def test_nothing_chosen_shows_the_frame_alone(page: Page, view: str) -> None:
    open_page(page, f"{view}&frame=20&classes=", 20)
    expect(page.get_by_role("img", name="Frame 20 of demo, track_objects: 0 detections")).to_be_visible()


def test_ghosts_are_what_was_dropped(page: Page, server: str) -> None:
    stage = "/v1/timelines/demo/jobs/demo-job/stages/detect_objects"
    columns = answer(server, f"{stage}/summary")["frames"]
    frame = next(number for number, count in zip(columns["frame"], columns["dropped"], strict=True) if count)
    url = f"{server}/?timeline=demo&job=demo-job&stages=detect_objects&frame={frame}"
    open_page(page, url, frame)
    wait_for_detections(page)
    rows = page.get_by_role("table", name="Detections").locator("tbody tr")
    kept = rows.count()
    page.get_by_role("checkbox", name="Dropped").check()
    expect(rows).not_to_have_count(kept)
    page.get_by_role("checkbox", name="Kept").uncheck()
    wait_for(page, frame)
    assert difference(shown(page), drawn(server, frame, "&dropped=only", stage)) < 1
    expect(page.get_by_role("table", name="Detections")).to_contain_text(re.compile("nms|occluded"))


def test_unknown_style_in_a_link_is_told(page: Page, view: str) -> None:
    page.expected_faults = is_refused
    page.goto(f"{view}&color_by=mood")
    expect(page.get_by_role("status")).to_contain_text("color_by")
