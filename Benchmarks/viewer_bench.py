"""What a person feels in the viewer: the least and the median of each figure, beside pages of nothing but pictures.

viewer_bench.py OVERLAY_SERVER
"""

import os
import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from results import Table, note
from results import times as cell

sys.path.append(str(Path(__file__).parent.parent / "Tests" / "Viewer"))
from conftest import run, serving
from viewing import wait_for

STEP_COUNT = 60
LONG_COUNT = 2000
JOB = "/v1/timelines/demo/jobs/demo-job/stages"
STAGES = ["detect_objects", "track_objects"]

NOTE_FIRST = """
addEventListener("framechange", () => (document.documentElement.dataset.first ??= performance.now()), true);
"""
STEPS = """
async ([count, key]) => {
    const stage = document.querySelector("overlay-stage");
    const times = [];
    for (let index = 0; index < count; index++) {
        const shown = new Promise((resolve) => stage.addEventListener("framechange", resolve, { once: true }));
        const start = performance.now();
        stage.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true }));
        await shown;
        times.push(performance.now() - start);
    }
    return times;
}"""
PLAIN = """
async ([count, urls]) => {
    const load = async (url) => {
        const picture = new Image();
        picture.src = url;
        await picture.decode();
    };
    const times = [];
    for (let frame = 0; frame < count; frame++) {
        const start = performance.now();
        await Promise.all(urls.map((url) => load(url.replace("FRAME", frame))));
        times.push(performance.now() - start);
    }
    return times;
}"""


def first_overlay(browser: Browser, view: str) -> float:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script(NOTE_FIRST)
    page.goto(view)
    page.locator("html[data-first]").wait_for(state="attached")
    milliseconds = float(page.locator("html").get_attribute("data-first") or "nan")
    page.close()
    return milliseconds


def picture_alone(browser: Browser, url: str) -> float:
    page = browser.new_page()
    page.goto(f"{url}/v1/timelines/demo/frames/0/picture")
    milliseconds: float = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    page.close()
    return milliseconds


def steps(page: Page, count: int, key: str) -> list[float]:
    times: list[float] = page.evaluate(STEPS, [count, key])
    page.wait_for_timeout(300)
    return times


def plain_pictures(browser: Browser, url: str) -> list[float]:
    page = browser.new_page()
    page.goto(f"{url}/healthz")
    urls = [f"{url}/v1/timelines/demo/frames/FRAME/picture"]
    urls += [f"{url}{JOB}/{stage}/overlays/FRAME?format=transparent" for stage in STAGES]
    times: list[float] = page.evaluate(PLAIN, [STEP_COUNT, urls])
    page.close()
    return times


def is_picture(url: str) -> bool:
    return bool(re.search(r"/overlays/|/picture$", url))


def renderer_bytes() -> int:
    """Memory in use by the largest of Chromium's processes that show pages."""
    sizes = [0]
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if "--type=renderer" in (process / "cmdline").read_text():
                sizes.append(int((process / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"))
        except OSError:
            continue
    return max(sizes)


def figures(browser: Browser, url: str, table: Table) -> None:
    def tell(name: str, times: list[float]) -> None:
        table.row(name, cell(times, 0))

    view = f"{url}/?timeline=demo&job=demo-job&stages={','.join(STAGES)}&frame=0"
    tell("opened, to the first overlay", [first_overlay(browser, view) for _ in range(7)])
    tell("  the frame opened alone", [picture_alone(browser, url) for _ in range(7)])
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    sizes: list[int] = []
    page.on(
        "requestfinished", lambda one: sizes.append(one.sizes()["responseBodySize"]) if is_picture(one.url) else None
    )
    page.goto(view)
    wait_for(page, 0)
    page.wait_for_load_state("networkidle")
    tell("a step, two overlays drawn for it", steps(page, STEP_COUNT, "ArrowRight"))
    requests = f"{len(sizes) / (STEP_COUNT + 1):.1f} requests, {sum(sizes) / (STEP_COUNT + 1) / 1024:.0f} KB a step"
    page.goto(view)
    wait_for(page, 0)
    page.wait_for_load_state("networkidle")
    tell("a step, overlays that the browser has seen", steps(page, STEP_COUNT, "ArrowRight"))
    tell("a step, overlays that the page has kept", steps(page, 5, "ArrowLeft"))
    tell("  the three pictures as <img>, on an empty page", plain_pictures(browser, url))
    for _ in range(LONG_COUNT // (2 * STEP_COUNT - 20)):
        steps(page, STEP_COUNT - 10, "ArrowLeft")
        steps(page, STEP_COUNT - 10, "ArrowRight")
    kept = page.locator("overlay-stage").evaluate("stage => stage.pictureBytes")
    memory = f"{kept >> 20} MB of pictures, {renderer_bytes() >> 20} MB of the whole page"
    note(f"{requests}. After {LONG_COUNT} steps: {memory}.")
    page.close()


def main() -> None:
    os.environ["OVERLAY_SERVER"] = sys.argv[1]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for size in ["1280x720", "1920x1080"]:
            with tempfile.TemporaryDirectory() as folder:
                run(Path(folder), "demo", "--frames", str(STEP_COUNT + 1), "--size", size)
                with serving(Path(folder)) as url:
                    figures(browser, url, Table(f"the viewer, {size}, two stages", ["ms"]))
        browser.close()


if __name__ == "__main__":
    main()
