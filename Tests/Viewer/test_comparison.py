"""What differs between two jobs or stages: marks, the strip, the counts, and the way between differences."""

import re
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from conftest import is_refused
from playwright.sync_api import Locator, Page, Request, Route, expect
from viewing import STAGE, answer, difference, drawn, open_page, shown, wait_for

COLORS = {
    "moved": "#6fc3f2",
    "class_changed": "#ee9bcb",
    "confidence_changed": "#f2e750",
    "added": "#2bd9a0",
    "lost": "#ff7433",
    "identity_switched": "#b9a6ff",
}
WORSE = "compare=marks&compare_job=demo-job-worse"


@pytest.fixture
def counts(server: str) -> dict[str, list[int]]:
    """What the service counts on each frame."""
    columns: dict[str, list[int]] = answer(server, f"{STAGE}/comparison?compare_job=demo-job-worse")["frames"]
    return columns


def bars(page: Page) -> list[dict[str, int]]:
    """Of each frame how many pixels each color is tall, in the middle of its column."""
    canvas = page.locator("overlay-strip #bars")
    expect(canvas).to_have_attribute("aria-busy", "false")
    found: list[dict[str, int]] = canvas.evaluate(
        """canvas => {
            const context = canvas.getContext("2d");
            const count = Number(document.querySelector("overlay-strip").shadowRoot.querySelector("#slider").max) + 1;
            const pair = (byte) => byte.toString(16).padStart(2, "0");
            const hex = ([red, green, blue]) => `#${pair(red)}${pair(green)}${pair(blue)}`;
            return Array.from({ length: count }, (_, index) => {
                const x = Math.floor(((index + 0.35) * canvas.width) / count);
                const heights = {};
                for (let y = 0; y < canvas.height; y++) {
                    const bytes = context.getImageData(x, y, 1, 1).data;
                    if (bytes[3]) heights[hex(bytes)] = (heights[hex(bytes)] ?? 0) + 1;
                }
                return heights;
            });
        }"""
    )
    return found


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Differences")


def switch(page: Page, kind: str, is_on: bool) -> None:
    panel(page).get_by_role("checkbox", name=re.compile(f"^{kind} ")).set_checked(is_on)


def numbers(page: Page, kind: str) -> list[str]:
    """On this frame, and on all."""
    row = panel(page).locator("label", has_text=re.compile(f"^{kind}"))
    return row.locator(".count").all_inner_texts()


def layer_queries(page: Page) -> list[dict[str, list[str]]]:
    """Of every transparent picture that is asked for from now on."""
    found: list[dict[str, list[str]]] = []

    def note(request: Request) -> None:
        query = parse_qs(urlparse(request.url).query)
        if query.get("format") == ["transparent"]:
            found.append(query)

    page.context.on("request", note)
    return found


def test_marks_are_the_services(page: Page, view: str, server: str) -> None:
    open_page(page, f"{view}&frame=12", 12)
    page.get_by_role("combobox", name="Compare with job").select_option("demo-job-worse")
    page.get_by_role("radio", name="Marks").check()
    wait_for(page, 12)
    assert difference(shown(page), drawn(server, 12, "&compare_job=demo-job-worse")) < 1
    first = page.locator("overlay-stage #first")
    expect(first).to_contain_text("demo-job: track_objects against demo-job-worse: track_objects")
    expect(page.locator("overlay-stage #second")).to_be_hidden()
    expect(page.get_by_role("img", name="marked against demo-job-worse")).to_be_visible()
    expect(page).to_have_url(re.compile(WORSE))


def test_nothing_is_compared_unless_it_is_wished_for(page: Page, view: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, f"{view}&frame=12&compare_job=demo-job-worse", 12)
    expect(page.get_by_role("checkbox", name=re.compile("^player"))).to_be_visible()
    assert not [url for url in asked if "/comparison?" in url]
    expect(panel(page)).to_be_hidden()
    expect(page.locator("overlay-strip #bars")).to_be_hidden()
    asked.clear()
    open_page(page, f"{view}&frame=12&{WORSE}", 12)
    expect(panel(page)).to_contain_text("differ.")
    comparisons = [index for index, url in enumerate(asked) if "/comparison?" in url]
    assert len(comparisons) == 1, "the strip and the panel share it"
    assert comparisons[0] > next(index for index, url in enumerate(asked) if "format=transparent" in url)


def test_strip_shows_where_two_jobs_differ(page: Page, view: str, counts: dict[str, list[int]]) -> None:
    open_page(page, f"{view}&frame=0&{WORSE}")
    columns = bars(page)
    assert len(columns) == len(counts["frame"])
    for frame, heights in list(enumerate(columns))[1:]:
        there = {COLORS[kind] for kind in COLORS if counts[kind][frame]}
        assert heights.keys() == there, frame
    tallest = max(range(1, len(columns)), key=lambda frame: sum(columns[frame].values()))
    assert tallest in most(counts, list(COLORS))


def most(counts: dict[str, list[int]], kinds: list[str]) -> list[int]:
    """The frames with most differences of these kinds, one more or less."""
    sums = [sum(counts[kind][frame] for kind in kinds) for frame in range(len(counts["frame"]))]
    return [frame for frame, total in enumerate(sums) if total >= max(sums) - 1]


def test_frames_of_one_side_alone_are_hatched(page: Page, server: str) -> None:
    reference = "compare=marks&compare_job=empty-job&compare_stages=find_things"
    open_page(page, f"{server}/?timeline=demo&job=another-job&stages=track_objects&frame=60&{reference}", 60)
    columns = bars(page)
    assert columns[0].keys() == {COLORS["added"]}
    assert all(len(heights) > 0 and not heights.keys() & set(COLORS.values()) for heights in columns[1:60])
    expect(panel(page)).to_contain_text("On 119 frames only another-job speaks")
    slider = page.get_by_role("slider", name="Frame", exact=True)
    expect(slider).to_have_attribute("aria-valuetext", re.compile("only this one speaks of it$"))


def test_a_kind_is_switched_off(page: Page, view: str, server: str, counts: dict[str, list[int]]) -> None:
    open_page(page, f"{view}&frame=12&{WORSE}", 12)
    for kind in COLORS:
        here, everywhere = numbers(page, kind.replace("_", " "))
        assert (int(here), int(everywhere)) == (counts[kind][12], sum(counts[kind]))
    asked = layer_queries(page)
    switch(page, "same", False)
    switch(page, "moved", False)
    left = [kind for kind in COLORS if kind != "moved"]
    expect(page).to_have_url(re.compile("differences=" + ",".join(left)))
    wait_for(page, 12)
    assert any(query.get("differences") == [",".join(left)] for query in asked)
    expected = drawn(server, 12, f"&compare_job=demo-job-worse&differences={','.join(left)}")
    assert difference(shown(page), expected) < 1
    for frame, heights in list(enumerate(bars(page)))[1:12]:
        assert heights.keys() == {COLORS[kind] for kind in left if counts[kind][frame]}, frame
    panel(page).get_by_role("button", name="All kinds").click()
    expect(page).not_to_have_url(re.compile("differences="))
    for kind in ["same", *COLORS]:
        switch(page, kind.replace("_", " "), False)
    wait_for(page, 12)
    assert difference(shown(page), drawn(server, 12, "&classes=nothing")) < 1
    assert not any(query.get("differences") == [""] for query in asked), "the service takes no empty list"


def test_keys_walk_from_difference_to_difference(page: Page, view: str, counts: dict[str, list[int]]) -> None:
    frames = [frame for frame, count in enumerate(counts["lost"]) if count]
    first, second, third = frames[:3]
    open_page(page, f"{view}&frame={second}&{WORSE}&differences=same,lost", second)
    expect(panel(page)).to_contain_text("differ.")
    for key, frame in [("n", third), ("Shift+N", second), ("Shift+N", first)]:
        page.keyboard.press(key)
        wait_for(page, frame)
    page.keyboard.press("Shift+N")
    status = page.get_by_role("status")
    expect(status).to_have_text("There is no difference of the kinds that are switched on before this frame.")
    panel(page).get_by_role("button", name="Next difference").click()
    wait_for(page, second)
    expect(panel(page).get_by_role("button", name="Next difference")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("n")
    expect(status).to_contain_text("after this frame")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard help")).to_contain_text("next and previous difference")


def test_there_is_nothing_to_walk_through(page: Page, view: str) -> None:
    open_page(page, f"{view}&frame=12", 12)
    page.keyboard.press("n")
    expect(page.get_by_role("status")).to_have_text("Choose first what to compare with.")


def test_how_good_a_job_is(page: Page, view: str, server: str) -> None:
    open_page(page, f"{view}&frame=12&compare=marks&compare_job=demo-job-truth", 12)
    told = answer(server, f"{STAGE}/comparison?compare_job=demo-job-truth")
    metrics = panel(page).locator(".metrics")
    for name, value in [("Precision", "precision"), ("Recall", "recall"), ("MOTA", "mota"), ("IDF1", "idf1")]:
        expect(metrics).to_contain_text(f"{name}{told['metrics'][value]:.3f}")
    expect(panel(page)).to_contain_text(f"{told['difference'] * 100:.1f} % of {told['totals']['things']:,} things")
    page.get_by_role("combobox", name="Compare with job").select_option("demo-job-worse")
    expect(panel(page)).to_contain_text("Against demo-job-worse")
    expect(metrics).to_be_hidden()


def test_address_restores_all(page: Page, view: str) -> None:
    open_page(page, f"{view}&frame=12", 12)
    page.get_by_role("combobox", name="Compare with job").select_option("demo-job-worse")
    page.get_by_role("radio", name="Marks").check()
    switch(page, "added", False)
    link = page.url
    page.goto("about:blank")
    open_page(page, link, 12)
    expect(page.get_by_role("radio", name="Marks")).to_be_checked()
    expect(panel(page).get_by_role("checkbox", name=re.compile("^added"))).not_to_be_checked()
    expect(panel(page).get_by_role("checkbox", name=re.compile("^lost"))).to_be_checked()
    assert not any(COLORS["added"] in heights for heights in bars(page))
    expect(page).to_have_url(link)


def test_two_stages_of_one_job(page: Page, view: str, server: str) -> None:
    open_page(page, f"{view}&frame=12&compare=marks", 12)
    expect(panel(page)).to_contain_text("Choose another job or stage to compare with.")
    page.get_by_role("combobox", name="Compare with stage").select_option("detect_objects")
    expect(panel(page)).to_contain_text("Against detect_objects")
    wait_for(page, 12)
    assert difference(shown(page), drawn(server, 12, "&compare_stage=detect_objects")) < 1
    totals = answer(server, f"{STAGE}/comparison?compare_stage=detect_objects")["totals"]
    expect(panel(page)).to_contain_text(f"of {totals['things']:,} things on {totals['frames']} frames differ.")
    assert any(bars(page))


def test_downloads_have_the_marks(page: Page, view: str) -> None:
    open_page(page, f"{view}&frame=12&{WORSE}&differences=lost", 12)
    page.get_by_role("button", name="Copy curl").click()
    expect(page.get_by_role("status")).to_contain_text("copied")
    line = page.evaluate("navigator.clipboard.readText()")
    assert "compare_job=demo-job-worse&differences=lost" in line


def missing(route: Route) -> None:
    """As a server that is older than the page has it."""
    route.fulfill(status=404, json={"status": 404, "detail": "There is no such call."})


def test_a_server_that_cannot_compare(page: Page, view: str) -> None:
    page.expected_faults = is_refused
    page.route("**/comparison?**", missing)
    open_page(page, f"{view}&frame=12&compare=swipe&compare_job=demo-job-worse", 12)
    expect(panel(page)).to_contain_text("This server is too old to compare.")
    expect(page.get_by_role("status")).to_have_text("This server is too old to compare.")
    page.get_by_role("radio", name="Off").check()
    expect(panel(page)).to_be_hidden()
    expect(page.get_by_role("status")).to_be_empty()


def ranked(by: str, *found: tuple[int, float, str]) -> dict[str, Any]:
    names = ["frame", "score", "detail"]
    frames = [{"timestamp": one[0] / 10, **dict(zip(names, one, strict=True))} for one in found]
    return {"by": by, "frames": frames}


def test_worst_frames_are_listed(page: Page, view: str) -> None:
    asked: list[dict[str, list[str]]] = []

    def answered(route: Route) -> None:
        query = parse_qs(urlparse(route.request.url).query)
        asked.append(query)
        found = [(7, 9, "7 moved, 2 lost"), (40, 5, "5 added")] if query["by"] == ["difference"] else []
        route.fulfill(json=ranked(query["by"][0], *found))

    page.route("**/ranking?**", answered)
    open_page(page, f"{view}&frame=12&{WORSE}", 12)
    assert not asked
    worst = page.get_by_role("region", name="Worst frames")
    worst.get_by_role("button", name="Worst frames").click()
    links = worst.get_by_role("link")
    expect(links).to_have_count(2)
    assert asked == [{"by": ["difference"], "limit": ["20"], "compare_job": ["demo-job-worse"]}]
    expect(links.first).to_contain_text("frame 7, 0.70 s")
    expect(links.first).to_contain_text("7 moved, 2 lost")
    expect(links.first.locator("canvas")).to_have_attribute("width", "160")
    link = links.nth(1).get_attribute("href") or ""
    assert "frame=40" in link
    assert WORSE in link
    links.first.focus()
    page.keyboard.press("Enter")
    wait_for(page, 7)
    expect(links.first).to_have_attribute("aria-current", "true")
    expect(links.first).to_be_focused()
    page.reload()
    expect(links).to_have_count(2)
    worst.get_by_role("combobox", name="Worst by").select_option("low confidence")
    expect(worst).to_contain_text("No frame stands out.")
    assert asked[-1] == {"by": ["low_confidence"], "limit": ["20"]}
    worst.get_by_role("button", name="Worst frames").click()
    expect(worst.get_by_role("combobox")).to_be_hidden()


def test_a_server_that_lists_no_worst_frames(page: Page, view: str) -> None:
    page.expected_faults = is_refused
    page.route("**/ranking?**", missing)
    open_page(page, f"{view}&frame=12", 12)
    worst = page.get_by_role("region", name="Worst frames")
    worst.get_by_role("button", name="Worst frames").click()
    expect(worst).to_contain_text("This server is too old to list the worst frames.")
    worst.get_by_role("button", name="Worst frames").click()
    expect(page.get_by_role("status")).to_be_empty()


def test_a_clip_is_downloaded(page: Page, view: str) -> None:
    asked: list[dict[str, list[str]]] = []

    def answered(route: Route) -> None:
        asked.append(parse_qs(urlparse(route.request.url).query))
        route.fulfill(body=b"clip", content_type="video/mp4")

    page.route("**/clip?**", answered)
    open_page(page, f"{view}&frame=12&{WORSE}&differences=lost&classes=player&range=10-39", 12)
    clip = page.get_by_role("button", name="Download clip")
    expect(clip).to_have_accessible_description("Frames 10–39 (those of the strip)")
    with page.expect_download() as download:
        clip.click()
    assert download.value.suggested_filename == "demo-track_objects-10-39.mp4"
    assert download.value.path().read_bytes() == b"clip"
    wanted = {"frames": ["10-39"], "classes": ["player"], "compare_job": ["demo-job-worse"], "differences": ["lost"]}
    assert asked == [wanted]
    expect(page.get_by_role("status")).to_have_text("The clip of frames 10–39 is downloaded.")
    page.get_by_role("button", name="More frames").click()
    page.get_by_role("button", name="More frames").click()
    expect(clip).to_have_accessible_description("Frames 0–119 (all)")


def test_a_clip_is_given_up_or_fails(page: Page, view: str) -> None:
    page.expected_faults = is_refused
    waiting: list[Route] = []
    page.route("**/clip?**", lambda route: waiting.append(route))
    open_page(page, f"{view}&frame=12", 12)
    page.get_by_role("button", name="Download clip").click()
    expect(page.get_by_role("progressbar", name="Clip")).to_be_visible()
    with page.expect_event("requestfailed", lambda request: "/clip?" in request.url):
        page.get_by_role("button", name="Cancel the clip").click()
    status = page.get_by_role("status")
    expect(status).to_have_text("The clip is given up.")
    expect(page.get_by_role("progressbar", name="Clip")).to_be_hidden()
    page.unroute("**/clip?**")
    refusal = {"detail": "frames: a clip has at most 300.", "field": "frames"}
    page.route("**/clip?**", lambda route: route.fulfill(status=400, json=refusal))
    page.get_by_role("button", name="Download clip").click()
    expect(status).to_have_text("frames: a clip has at most 300.")
    page.unroute("**/clip?**")
    page.route("**/clip?**", missing)
    page.get_by_role("button", name="Download clip").click()
    expect(status).to_have_text("This server is too old to make clips.")


def test_contact_sheet_of_the_pinned_track(page: Page, view: str, server: str) -> None:
    asked: list[str] = []

    def answered(route: Route) -> None:
        asked.append(route.request.url)
        url = f"{server}{STAGE}/overlays/12?format=png"
        route.fulfill(response=route.fetch(url=url, headers={"Accept": "image/png"}))

    page.route("**/sheet?**", answered)
    open_page(page, f"{view}&frame=12&selected=track_objects,7,", 12)
    page.get_by_role("button", name="Contact sheet of this track").click()
    dialog = page.get_by_role("dialog", name="Contact sheet")
    expect(dialog.get_by_role("img", name="Contact sheet of track 7")).to_have_js_property("naturalWidth", 640)
    assert asked == [f"{server}{STAGE}/sheet?track=7"]
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "demo-track_objects-track-7.png"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.expected_faults = is_refused
    page.unroute("**/sheet?**")
    page.route("**/sheet?**", missing)
    page.get_by_role("button", name="Contact sheet of this track").click()
    expect(page.get_by_role("status")).to_have_text("This server is too old to make contact sheets.")
    expect(dialog).to_be_hidden()
