"""Two jobs or two stages beside each other."""

import re

from PIL import ImageChops
from playwright.sync_api import Page, Route, expect
from viewing import box, difference, drawn, open_page, shown, wait_for

OTHER = "/v1/timelines/demo/jobs/another-job/stages/track_objects"


def test_two_jobs(page: Page, view: str, server: str) -> None:
    open_page(page, f"{view}&frame=30", 30)
    modes = page.get_by_role("radiogroup", name="Compare")
    expect(modes.get_by_role("radio", name="Off")).to_be_checked()
    page.get_by_role("combobox", name="Compare with job").select_option("another-job")
    expect(modes.get_by_role("radio", name="Swipe")).to_be_checked()
    wait_for(page, 30)
    ours, theirs = drawn(server, 30), drawn(server, 30, stage=OTHER)
    assert difference(shown(page, "first"), ours) < 1
    assert difference(shown(page, "second"), theirs) < 1
    second = page.locator("overlay-stage #second")
    expect(second).to_contain_text("another-job: track_objects")
    page.get_by_role("slider", name="Swipe").fill("0.25")
    expect(second).to_have_css("clip-path", "inset(0px 0px 0px 25%)")

    modes.get_by_role("radio", name="Side by side").check()
    wait_for(page, 30)
    first, other = (
        page.locator("overlay-stage #first"),
        page.locator("overlay-stage #second"),
    )
    left, right = box(first), box(other)
    assert abs(left["x"] + left["width"] - right["x"]) < 2
    area = box(page.locator("overlay-stage #first canvas"))
    page.mouse.move(left["x"] + 50, left["y"] + 200)
    page.mouse.wheel(0, -300)
    expect(page).to_have_url(re.compile("zoom="))
    ones, twos = (box(page.locator(f"overlay-stage #{name} canvas")) for name in ["first", "second"])
    assert ones["width"] == twos["width"]
    assert ones["width"] > area["width"] * 1.5

    modes.get_by_role("radio", name="Difference").check()
    wait_for(page, 30)
    assert difference(shown(page), ImageChops.difference(ours, theirs)) < 1
    expect(second).to_be_hidden()

    modes.get_by_role("radio", name="Blink").check()
    wait_for(page, 30)
    expect(second).to_be_hidden()
    page.get_by_role("slider", name="Frame", exact=True).focus()
    page.keyboard.press("b")
    expect(second).to_be_visible()
    page.keyboard.press("b")
    expect(second).to_be_hidden()
    link = page.url
    assert "compare=blink&compare_job=another-job" in link
    page.reload()
    wait_for(page, 30)
    expect(modes.get_by_role("radio", name="Blink")).to_be_checked()
    expect(page).to_have_url(link)


def test_two_stages(page: Page, view: str, server: str) -> None:
    open_page(page, f"{view}&frame=30", 30)
    page.get_by_role("combobox", name="Compare with stage").select_option("detect_objects")
    wait_for(page, 30)
    stage = "/v1/timelines/demo/jobs/demo-job/stages/detect_objects"
    assert difference(shown(page, "second"), drawn(server, 30, stage=stage)) < 1
    expect(page.locator("overlay-stage #first")).to_contain_text("demo-job: track_objects")


def test_a_replay_is_compared_with_its_parent(page: Page, view: str) -> None:
    def with_parent(route: Route) -> None:
        response = route.fetch()
        answer = response.json()
        for job in answer["jobs"]:
            if job["job_id"] == "demo-job":
                job["parent_job_id"] = "another-job"
        route.fulfill(response=response, json=answer)

    page.route("**/v1/timelines/demo", with_parent)
    open_page(page, f"{view}&frame=30", 30)
    page.get_by_role("radio", name="Swipe").check()
    wait_for(page, 30)
    expect(page).to_have_url(re.compile("compare_job=another-job"))
    expect(page.get_by_role("combobox", name="Compare with job")).to_have_value("another-job")
