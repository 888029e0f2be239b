"""A job that runs while somebody looks."""

import shutil
from pathlib import Path

from conftest import import_output, run, serving
from playwright.sync_api import Page, expect
from viewing import difference, drawn, open_page, picture, shown, wait_for


def detections(count: int) -> object:
    box = {"label": "thing", "confidence": 0.9, "bbox": [100, 60, 120, 90]}
    return {"frames": [{"frame": frame, "timestamp": frame / 10, "detections": [box]} for frame in range(count)]}


def test_frames_and_rows_appear_by_themselves(page: Page, folder: Path, tmp_path: Path) -> None:
    data, frames = tmp_path / "data", tmp_path / "frames"
    data.mkdir()
    frames.mkdir()
    there = sorted((folder / "mpr-media-out").rglob("0000*.jpg"))[:30]
    for file in there[:10]:
        shutil.copy(file, frames)
    run(data, "import", "--timeline", "live", "--frames", frames)
    import_output(data, "live", "job", "detect", detections(10))
    stage = "/v1/timelines/live/jobs/job/stages/detect"
    with serving(data, OVERLAY_ROWS_MILLISECONDS="0") as url:
        open_page(page, f"{url}/?timeline=live&frame=4", 4, "live")
        before = shown(page)
        slider = page.get_by_role("slider", name="Frame", exact=True)
        expect(slider).to_have_attribute("aria-valuetext", "frame 4 of 10, 0.40 s")
        for file in there[10:]:
            shutil.copy(file, frames)
        run(data, "import", "--timeline", "live", "--frames", frames)
        import_output(data, "live", "job", "detect", detections(30))
        expect(slider).to_have_attribute("aria-valuetext", "frame 4 of 30, 0.40 s")
        expect(page.locator("overlay-strip")).to_contain_text("more is coming")
        expect(page.locator("overlay-strip #more")).to_be_visible()
        expect(picture(page, 4, "live")).to_be_visible()
        assert difference(shown(page), before) == 0
        page.keyboard.press("End")
        wait_for(page, 29, "live")
        assert difference(shown(page), drawn(url, 29, stage=stage)) < 1
        page.goto("about:blank")
