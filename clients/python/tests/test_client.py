"""The client, sync and async, against a real server; made-up answers only for faults that it does not have."""

import asyncio
import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from conftest import ODD_IDS, ODD_NAMES, Server

from mpr_overlay import (
    AsyncOverlayClient,
    BrokenOff,
    FailedFrame,
    NotFound,
    Overlay,
    OverlayClient,
    Refused,
    Unavailable,
)

STAGE = ("demo", "demo-job", "track_objects")


@pytest.fixture
def client(server: Server) -> Iterator[OverlayClient]:
    with OverlayClient(server.url, token=server.token) as client:
        yield client


def test_lists(client: OverlayClient) -> None:
    timelines = list(client.timelines(page_size=1))
    assert [timeline["timeline_id"] for timeline in timelines] == ["demo"]
    assert set(ODD_IDS) < set(timelines[0]["jobs"])
    assert client.timeline("demo")["frames"]["count"] == 6
    frames = list(client.frames("demo", page_size=4))
    assert [frame["frame"] for frame in frames] == list(range(6))
    for name in ["url", "picture_url", "thumbnail_url"]:
        assert httpx.get(frames[0][name]).headers["Content-Type"] == "image/jpeg"
    assert {stage["stage"] for stage in client.stages("demo")["stages"]} > {"track_objects", "extract_frames"}
    assert client.summary(*STAGE, classes=["player"])["totals"]["frames"] == 6
    tracks = client.tracks(*STAGE)
    assert client.track(*STAGE, tracks[0]["id"])["frames"]
    assert client.detections(*STAGE, 0)["detections"]


def test_overlay(client: OverlayClient) -> None:
    overlay = client.overlay(*STAGE, 2, layers=["boxes"], min_confidence=0.2, quality=None)
    assert (overlay.frame, overlay.width, overlay.height) == (2, 320, 180)
    assert overlay.drawn["boxes"] > 0
    assert "labels" not in overlay.drawn
    picture = httpx.get(overlay.url)
    assert len(picture.content) == overlay.bytes
    assert client.picture(*STAGE, 2, layers=["boxes"], min_confidence=0.2) == picture.content
    assert httpx.get(overlay.picture_url).content == picture.content


def test_comparison(client: OverlayClient) -> None:
    answer = client.comparison(*STAGE, [0, 1], compare_job="demo-job-worse")
    assert answer["frames"]["frame"] == [0, 1]
    assert answer["totals"]["differences"]["moved"] > 0
    truth = client.comparison(*STAGE, compare_job="demo-job-truth")
    assert truth["metrics"]["mota"] > 0.5
    first = client.ranking(*STAGE, "difference", limit=1, compare_job="demo-job-worse")
    frame = first[0]["frame"]
    overlay = client.overlay(*STAGE, frame, compare_job="demo-job-worse", preset="compare", split="layers")
    assert overlay.comparison is not None
    assert sum(overlay.comparison["differences"].values()) >= first[0]["score"]
    assert [layer.z for layer in overlay.layers] == list(range(len(overlay.layers)))
    assert "differences" in [layer.name for layer in overlay.layers]


def test_clip(client: OverlayClient) -> None:
    film = b"".join(client.clip(*STAGE, "0-2", container="apng", width=160))
    assert film.startswith(b"\x89PNG")
    assert film.count(b"fcTL") == 3
    with pytest.raises(Refused) as refused:
        list(client.clip(*STAGE, "0-2", container="gif"))
    assert refused.value.problem.field == "container"


def test_hits(client: OverlayClient) -> None:
    answer = client.hits(*STAGE, 2, min_confidence=0.2)
    assert (answer["width"], answer["height"]) == (320, 180)
    assert [hit["index"] for hit in answer["hits"]] == list(range(len(answer["hits"])))
    assert all(len(hit["outlines"][0]) >= 3 for hit in answer["hits"])
    assert _png_size(client.hit_map(*STAGE, 2, width=64, min_confidence=0.2)) == (64, 36)
    with pytest.raises(Refused) as refused:
        client.hits(*STAGE, 2, layers="boxes")
    assert refused.value.problem.field == "layers"


def test_sheet(client: OverlayClient) -> None:
    sheet = client.sheet(*STAGE, [0, 1, 99], width=600, columns=3, layers=["boxes"])
    assert _png_size(sheet)[0] == 600
    assert client.sheet(*STAGE, "0-1,99", width=600, columns=3, layers="boxes") == sheet
    track = client.tracks(*STAGE)[0]["id"]
    assert client.sheet(*STAGE, track=track, limit=2, width=400, format="jpeg").startswith(b"\xff\xd8")
    with pytest.raises(Refused) as both:
        client.sheet(*STAGE, "0", track=track)
    assert both.value.problem.field == "track"
    with pytest.raises(NotFound) as unknown:
        client.sheet(*STAGE, track="nobody")
    assert unknown.value.problem.field == "track"


def _png_size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


def test_range(client: OverlayClient) -> None:
    found = list(client.overlays(*STAGE, [3, 99, 0], layers="boxes"))
    assert [entry.frame for entry in found] == [3, 99, 0]
    assert isinstance(found[0], Overlay)
    assert isinstance(found[1], FailedFrame)
    assert found[1].problem.status == 404
    assert [entry.frame for entry in client.overlays(*STAGE, "0-5")] == list(range(6))


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_of_classes_and_tracks(client: OverlayClient, name: str) -> None:
    stage = ("demo", ODD_IDS[0], ODD_IDS[0])
    styles: list[dict[str, Any]] = [{"classes": [name]}, {"tracks": [name]}]
    for style in styles:
        overlay = client.overlay(*stage, 0, **style)
        assert overlay.drawn["boxes"] == 1
        assert not overlay.warnings
        (found,) = client.overlays(*stage, "0", **style)
        assert isinstance(found, Overlay)
        assert found.key == overlay.key
        assert httpx.get(overlay.picture_url).content == httpx.get(overlay.url).content
    assert client.track(*stage, name)["id"] == name


@pytest.mark.parametrize("name", ODD_IDS)
def test_odd_names_of_jobs_and_stages(client: OverlayClient, name: str) -> None:
    overlay = client.overlay("demo", name, name, 0)
    assert (overlay.job_id, overlay.stage) == (name, name)
    assert httpx.get(overlay.url).is_success
    assert httpx.get(overlay.picture_url).is_success


def test_errors(client: OverlayClient, server: Server) -> None:
    with pytest.raises(NotFound, match="there are") as missing:
        client.overlay("demo", "demo-job", "track_object", 0)
    assert missing.value.problem.field == "stage"
    assert missing.value.problem.request_id
    with pytest.raises(Refused) as refused:
        client.overlay(*STAGE, 0, quality=101)
    assert refused.value.problem.field == "quality"
    with pytest.raises(NotFound):
        list(client.overlays("demo", "demo-job", "nothing", "0"))
    with OverlayClient(server.url, token="another") as stranger, pytest.raises(Refused) as unauthorized:
        stranger.timeline("demo")
    assert unauthorized.value.problem.status == 401


def test_async(server: Server) -> None:
    async def run() -> None:
        async with AsyncOverlayClient(server.url, token=server.token) as client:
            assert [timeline["timeline_id"] async for timeline in client.timelines(page_size=1)] == ["demo"]
            assert len([frame async for frame in client.frames("demo", page_size=4)]) == 6
            assert (await client.timeline("demo"))["frames"]["count"] == 6
            assert (await client.stages("demo"))["stages"]
            assert (await client.summary(*STAGE))["totals"]["kept"] > 0
            assert (await client.comparison(*STAGE, compare_job="demo-job"))["difference"] == 0
            assert (await client.ranking(*STAGE[:2], "detect_objects", "dropped"))[0]["score"] > 0
            pieces = [piece async for piece in client.clip(*STAGE, [0, 1], container="apng")]
            assert b"".join(pieces).count(b"fcTL") == 2
            tracks = await client.tracks(*STAGE)
            assert (await client.track(*STAGE, tracks[0]["id"]))["frames"]
            assert (await client.detections(*STAGE, 0))["detections"]
            overlays = await asyncio.gather(*(client.overlay(*STAGE, frame) for frame in range(6)))
            assert [overlay.frame for overlay in overlays] == list(range(6))
            assert len(await client.picture(*STAGE, 1)) == overlays[1].bytes
            assert (await client.hits(*STAGE, 1))["hits"]
            assert _png_size(await client.hit_map(*STAGE, 1)) == (320, 180)
            assert _png_size(await client.sheet(*STAGE, range(3), width=400))[0] == 400
            found = [entry async for entry in client.overlays(*STAGE, "5,99,0")]
            assert [entry.frame for entry in found] == [5, 99, 0]
            with pytest.raises(NotFound):
                await client.timeline("nothing")

    asyncio.run(run())


def problem(status: int, **more: object) -> httpx.Response:
    body = {"status": status, "title": "Too many requests", "detail": "Wait.", **more}
    return httpx.Response(status, json=body, headers={"Content-Type": "application/problem+json"})


def test_waits_as_long_as_it_is_told() -> None:
    answers = [problem(503, retry_after_seconds=1), httpx.Response(200, json={"stages": []})]
    transport = httpx.MockTransport(lambda _: answers.pop(0))
    start = time.monotonic()
    with OverlayClient("http://overlays", transport=transport) as client:
        assert client.stages("demo") == {"stages": []}
    assert time.monotonic() - start >= 1


def test_gives_up() -> None:
    calls: list[httpx.Request] = []

    def busy(request: httpx.Request) -> httpx.Response:
        calls.append(request)
        return problem(429)

    with OverlayClient("http://overlays", transport=httpx.MockTransport(busy), attempts=3) as client:
        with pytest.raises(Unavailable):
            client.overlay(*STAGE, 0)
        assert len(calls) == 3
        with pytest.raises(Unavailable):
            list(client.overlays(*STAGE, "0"))
        assert len(calls) == 6

    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("nobody there", request=request)

    with (
        OverlayClient("http://overlays", transport=httpx.MockTransport(silent), attempts=2) as client,
        pytest.raises(Unavailable, match="nobody there"),
    ):
        client.timeline("demo")


def test_names_what_a_proxy_says() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(502, text="<html>Bad gateway</html>"))
    with OverlayClient("http://overlays", transport=transport) as client, pytest.raises(Unavailable) as error:
        client.timeline("demo")
    assert "Bad gateway" in error.value.problem.detail


def test_tells_a_whole_range_from_one_that_broke_off() -> None:
    line = json.dumps({"frame": 0, "problem": {"status": 404, "title": "Not found", "detail": "No frame 0."}})
    transport = httpx.MockTransport(lambda _: httpx.Response(200, text=line + "\n"))
    with OverlayClient("http://overlays", transport=transport) as client:
        found = client.overlays(*STAGE, "0-1")
        assert next(found).frame == 0
        with pytest.raises(BrokenOff):
            next(found)
