"""Taking elsewhere what is looked at: links, pictures, commands."""

import os
import shlex
import subprocess
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, expect
from viewing import open_page, stored


def copied(page: Page, button: str) -> str:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("copied")
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_link(page: Page, view: str) -> None:
    open_page(page, f"{view}&frame=7", 7)
    page.keyboard.press("ArrowRight")
    assert copied(page, "Copy link") == f"{view}&frame=8"


def test_stored_picture(page: Page, view: str, server: str) -> None:
    open_page(page, f"{view}&frame=7&classes=player", 7)
    picture = urllib.request.urlopen(copied(page, "Copy picture link")).read()
    assert picture == stored(server, 7, "classes=player")


def test_download(page: Page, view: str, server: str, tmp_path: Path) -> None:
    open_page(page, f"{view}&frame=7", 7)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download picture").click()
    assert download.value.suggested_filename == "demo-track_objects-7.jpg"
    file = tmp_path / "picture.jpg"
    download.value.save_as(file)
    assert file.read_bytes() == stored(server, 7)


def test_curl_line_makes_the_picture(page: Page, view: str, server: str, tmp_path: Path) -> None:
    open_page(page, f"{view}&frame=7&dropped=1&min_confidence=0.5", 7)
    subprocess.run(
        copied(page, "Copy curl"),
        shell=True,
        cwd=tmp_path,
        check=True,
        stderr=subprocess.DEVNULL,
    )
    picture = (tmp_path / "demo-track_objects-7.jpg").read_bytes()
    assert picture == stored(server, 7, "min_confidence=0.5&dropped=ghost")


def test_rerender_command_makes_it(page: Page, view: str, folder: Path) -> None:
    open_page(page, f"{view}&frame=7&classes=player,referee", 7)
    line = copied(page, "Copy rerender command")
    assert line.startswith("overlay-server --rerender --timeline demo --job demo-job --stage track_objects --frames 7 ")
    command = [
        os.environ["OVERLAY_SERVER"],
        *shlex.split(line)[1:],
        "--json",
        "--force",
    ]
    environment = {**os.environ, "OVERLAY_DATA_DIR": str(folder)}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert '"frame":7' in done.stdout


def test_clipboard_of_pages_without_tls(page: Page, view: str) -> None:
    """Where the browser has no newer one."""
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { get: () => undefined })")
    open_page(page, f"{view}&frame=7", 7)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("status")).to_have_text("The link is copied.")
