"""Frames of cameras that were held otherwise: detectors saw the stored pixels, people see them turned."""

from collections.abc import Iterator

import pytest
from conftest import import_output, run, serving
from PIL import Image
from playwright.sync_api import Page, expect
from viewing import box, difference, drawn, open_page, shown, wait_for_detections

STAGE = "/v1/timelines/turned/jobs/job/stages/detect"
SIZE = (200, 120)
BOX = [20, 10, 60, 40]


@pytest.fixture(scope="module")
def turned_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One frame for each of EXIF's eight orientations."""
    data, frames = tmp_path_factory.mktemp("turned"), tmp_path_factory.mktemp("frames")
    picture = Image.new("RGB", SIZE, (30, 60, 90))
    picture.paste((220, 180, 60), (BOX[0], BOX[1], BOX[0] + BOX[2], BOX[1] + BOX[3]))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[274] = orientation
        picture.save(frames / f"{orientation}.jpg", exif=exif, quality=95)
    run(data, "import", "--timeline", "turned", "--frames", frames)
    boxes = [{"frame": number, "detections": [{"label": "sign", "bbox": BOX}]} for number in range(1, 9)]
    import_output(data, "turned", "job", "detect", {"frames": boxes})
    with serving(data) as url:
        yield url


@pytest.mark.parametrize("orientation", range(1, 9))
def test_box_is_on_the_thing_and_both_are_turned(page: Page, turned_server: str, orientation: int) -> None:
    open_page(
        page,
        f"{turned_server}/?timeline=turned&job=job&stages=detect&frame={orientation}",
        orientation,
        "turned",
    )
    assert difference(shown(page), drawn(turned_server, orientation, stage=STAGE)) < 2
    canvas = page.locator("overlay-stage #first canvas")
    area = box(canvas)
    is_aside = orientation >= 5
    assert (area["height"] > area["width"]) == is_aside
    wait_for_detections(page)
    # The middle of the box, as a person who holds the picture upright sees it (Exif 2.32, tag 274).
    x, y = (BOX[0] + BOX[2] / 2) / SIZE[0], (BOX[1] + BOX[3] / 2) / SIZE[1]
    upright = {
        1: (x, y),
        2: (1 - x, y),
        3: (1 - x, 1 - y),
        4: (x, 1 - y),
        5: (y, x),
        6: (1 - y, x),
        7: (1 - y, 1 - x),
        8: (y, 1 - x),
    }
    across, down = upright[orientation]
    page.mouse.move(area["x"] + across * area["width"], area["y"] + down * area["height"])
    expect(page.locator("overlay-stage dl")).to_contain_text("sign")
    thumbnail = page.locator("overlay-strip #thumbnails canvas").first
    expect(thumbnail).to_have_attribute("width", "96" if is_aside else "160")
