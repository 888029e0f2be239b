"""For those who use a keyboard alone or a screen reader."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from viewing import open_page, wait_for, wait_for_detections

NAMES = [
    ("combobox", "Timeline"),
    ("combobox", "Job"),
    ("combobox", "Compare with job"),
    ("group", "Stages"),
    ("checkbox", "track_objects"),
    ("slider", "Opacity of track_objects"),
    ("slider", "Frame"),
    ("button", "Previous frame"),
    ("button", "Next frame"),
    ("button", "Play"),
    ("button", "Fit"),
    ("button", "Actual pixels"),
    ("button", "Copy link"),
    ("button", "Copy picture link"),
    ("button", "Download picture"),
    ("button", "Copy curl"),
    ("button", "Copy rerender command"),
    ("button", "Download clip"),
    ("button", "Worst frames"),
    ("button", "Keyboard help"),
    ("spinbutton", "Go to frame"),
    ("spinbutton", "Frames per second"),
    ("slider", "Least confidence"),
    ("group", "Classes"),
    ("checkbox", re.compile("^Dropped")),
    ("radiogroup", "Compare"),
    ("radio", "Off"),
    ("radio", "Marks"),
    ("radio", "Swipe"),
    ("radio", "Side by side"),
    ("radio", "Difference"),
    ("radio", "Blink"),
    ("table", "Detections"),
    ("region", "Warnings"),
    ("region", "Frame strip"),
    ("status", "Status"),
]


MARKS = "marks&compare_job=demo-job-truth&worst=dropped"

REACHED = {
    *("Timeline", "Job", "Copy link", "track_objects", "Opacity of track_objects", "Least confidence", "Off"),
    *("Compare with job", "Copy curl", "Previous frame", "Play", "Go to frame", "Frame", "Fewer frames", "Confidence"),
    *("Download clip", "Worst frames"),
}


def test_everything_has_its_name(page: Page, view: str) -> None:
    open_page(page, view)
    wait_for_detections(page)
    for role, name in NAMES:
        expect(page.get_by_role(role, name=name, exact=isinstance(name, str))).to_have_count(1)  # type: ignore[arg-type]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("width", "compare"),
    [*((width, "swipe") for width in [768, 1440, 3840]), (768, MARKS), (1440, MARKS)],
)
def test_axe_finds_nothing(browser: Browser, view: str, scheme: str, width: int, compare: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": width * 5 // 8})  # type: ignore[arg-type]
    page = context.new_page()
    open_page(page, f"{view}&frame=42&selected=track_objects,7&compare={compare}&dropped=1", 42)
    wait_for_detections(page)
    expect(page.get_by_role("region", name="Selection")).to_contain_text("Track 7")
    if compare == MARKS:
        expect(page.get_by_role("region", name="Differences")).to_contain_text("IDF1")
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(fault["id"], fault["impact"], [node["html"] for node in fault["nodes"]]) for fault in found] == []


def test_everything_is_reached_by_keyboard_alone(page: Page, view: str) -> None:
    open_page(page, f"{view}&frame=10", 10)
    wait_for_detections(page)
    reached = set()
    for _ in range(160):
        page.keyboard.press("Tab")
        name, outline = page.evaluate(
            """() => {
                let element = document.activeElement;
                while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
                if (element === document.body) return ["", "none"];
                const label = element.getAttribute("aria-label") ?? element.labels?.[0]?.innerText;
                const name = label ?? element.innerText ?? "";
                return [name.split("\\n")[0].trim(), getComputedStyle(element).outlineStyle];
            }"""
        )
        if name:
            assert outline != "none", name
            reached.add(name)
    missing = REACHED - reached
    assert not missing, reached


def test_a_detection_is_pinned_by_keyboard(page: Page, view: str) -> None:
    open_page(page, f"{view}&frame=10", 10)
    wait_for_detections(page)
    row = page.get_by_role("table", name="Detections").locator("tbody tr").first
    row.focus()
    expect(page.locator("overlay-stage #first svg .hovered")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Selection")).to_be_visible()
    page.keyboard.press("ArrowRight")
    wait_for(page, 11)
    expect(page.get_by_role("region", name="Selection")).to_be_visible()


def test_help_lists_the_keys(page: Page, view: str) -> None:
    open_page(page, view)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard help")
    expect(dialog).to_contain_text("blink between the two")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
