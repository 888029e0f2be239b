"""Asks an overlay server for pictures of what a video-analysis pipeline saw.

One file, one dependency (httpx), sync and async:

    from mpr_overlay import OverlayClient

    with OverlayClient("http://overlays:8080", token="…") as client:
        overlay = client.overlay("clip-7", "job-3", "detect_people", 120, min_confidence=0.5)
        print(overlay.url)
        for found in client.overlays("clip-7", "job-3", "detect_people", "0-99"):
            print(found.frame, found.url if isinstance(found, Overlay) else found.problem.detail)

`AsyncOverlayClient` has the same calls, to be awaited. Styles are keyword arguments, as the server's README has them;
a list is several values. Calls that the server puts off (429, 503) or that find nobody are repeated, after what
`Retry-After` says, and then raise the exception of their kind. The server's contract is at `/openapi.yaml`.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import quote

import httpx

__all__ = [
    "AsyncOverlayClient",
    "BrokenOff",
    "FailedFrame",
    "Layer",
    "NotFound",
    "Notice",
    "Overlay",
    "OverlayClient",
    "OverlayError",
    "Problem",
    "Refused",
    "Unavailable",
    "Unusable",
]

Style = str | float | bool | Sequence[str | float] | None
"""A field of a style; `None` is not given."""
Frames = str | Iterable[int]
"""Such as "0-99,120", or numbers."""
Ranking = Literal["difference", "low_confidence", "dropped", "track_breaks"]
"""What frames are ranked by."""
Answer = dict[str, Any]
"""A JSON object as the contract describes it."""


@dataclass(frozen=True)
class Problem:
    """What went wrong (RFC 9457)."""

    status: int
    title: str
    detail: str
    field: str | None = None
    """The part of the request that is at fault, where one is."""
    retry_after_seconds: float | None = None
    request_id: str | None = None
    """Names the call in the server's log."""


class OverlayError(Exception):
    """The server did not do what it was asked."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.title}: {problem.detail}")
        self.problem = problem


class Refused(OverlayError):
    """The call is at fault: its token, or the field that the problem names."""


class NotFound(OverlayError):
    """There is no such timeline, job, stage, frame or track; the problem's detail names those that there are."""


class Unusable(OverlayError):
    """The frame or the stage output cannot be read."""


class Unavailable(OverlayError):
    """The server, or a store behind it, cannot answer now."""


class BrokenOff(OverlayError):
    """A range ended before all of it was there."""


@dataclass(frozen=True)
class Notice:
    """A warning, or a part that could not be drawn."""

    code: str
    detail: str
    path: str | None
    """Of the part in the stage output, as a JSON path."""
    declare: str | None = None
    """What to declare so that there is no doubt any more."""


@dataclass(frozen=True)
class Source:
    """The stage output that an overlay shows."""

    id: str
    created_at: str | None


@dataclass(frozen=True)
class Layer:
    """One layer of an overlay as a transparent picture of the frame's size."""

    name: str
    z: int
    """The lowest is 0."""
    count: int
    bounds: tuple[int, ...]
    """Around what it draws: x, y, width, height in frame pixels; empty for nothing that is on the frame."""
    key: str
    url: str
    bytes: int


@dataclass(frozen=True)
class Overlay:
    """A picture that lies in the store."""

    timeline_id: str
    job_id: str
    stage: str
    frame: int
    timestamp: float | None
    source: Source | None
    """None where the stage does not speak of the frame."""
    key: str
    url: str
    """Opens the picture until `expires_at`."""
    expires_at: str
    picture_url: str
    """Opens the same picture, drawn when it is asked for."""
    content_type: Literal["image/jpeg", "image/png"]
    width: int
    height: int
    bytes: int
    cached: bool
    drawn: Mapping[str, int]
    hidden: Mapping[str, int]
    skipped: tuple[Notice, ...]
    skipped_count: int
    warnings: tuple[Notice, ...]
    timings_ms: Mapping[str, float]
    comparison: Answer | None = None
    """What it is held against and how many things show each difference, with `compare_job` or `compare_stage`."""
    layers: tuple[Layer, ...] = ()
    """From the lowest to the uppermost, with `split="layers"`."""


@dataclass(frozen=True)
class FailedFrame:
    """A frame of a range that has no overlay."""

    frame: int
    problem: Problem


class OverlayClient:
    """Calls an overlay server and waits for its answers. May be shared between threads."""

    def __init__(
        self,
        base_url: str,
        *,
        token: str | None = None,
        timeout: float = 60,
        attempts: int = 5,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`timeout`: seconds without any byte; `attempts`: how often a call is made at most."""
        self._http = httpx.Client(base_url=base_url, headers=_headers(token), timeout=timeout, transport=transport)
        self._attempts = attempts

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def timelines(self, *, page_size: int = 100) -> Iterator[Answer]:
        """The timelines that have stage outputs, the latest first."""
        after: str | None = None
        while True:
            page = self._get(_timelines(page_size, after))
            yield from page["timelines"]
            after = page.get("next")
            if after is None:
                return

    def timeline(self, timeline_id: str) -> Answer:
        return self._get(_path("timelines", timeline_id))

    def frames(self, timeline_id: str, *, page_size: int = 1000) -> Iterator[Answer]:
        """Every frame, with URLs of its object, its picture and its thumbnail."""
        start: int | None = 0
        while start is not None:
            page = self._get(_frames(timeline_id, start, page_size))
            yield from page["frames"]
            start = page.get("next")

    def stages(self, timeline_id: str) -> Answer:
        return self._get(_path("timelines", timeline_id, "stages"))

    def summary(self, timeline_id: str, job_id: str, stage: str, **style: Style) -> Answer:
        """Counts frame by frame; of styles it takes classes, tracks and min_confidence."""
        return self._get(_stage(timeline_id, job_id, stage, "summary"), style)

    def comparison(
        self, timeline_id: str, job_id: str, stage: str, frames: Frames | None = None, **style: Style
    ) -> Answer:
        """What differs from compare_job or compare_stage, frame by frame; also takes ground_truth."""
        return self._get(_stage(timeline_id, job_id, stage, "comparison"), style | _given(frames))

    def ranking(
        self, timeline_id: str, job_id: str, stage: str, by: Ranking, *, limit: int = 20, **style: Style
    ) -> list[Answer]:
        """The frames that a person should look at first."""
        query = style | {"by": by, "limit": limit}
        frames: list[Answer] = self._get(_stage(timeline_id, job_id, stage, "ranking"), query)["frames"]
        return frames

    def tracks(self, timeline_id: str, job_id: str, stage: str) -> list[Answer]:
        tracks: list[Answer] = self._get(_stage(timeline_id, job_id, stage, "tracks"))["tracks"]
        return tracks

    def track(self, timeline_id: str, job_id: str, stage: str, track_id: str) -> Answer:
        return self._get(_stage(timeline_id, job_id, stage, "tracks", track_id))

    def detections(self, timeline_id: str, job_id: str, stage: str, frame: int) -> Answer:
        """What the stage found on a frame, in frame pixels."""
        return self._get(_stage(timeline_id, job_id, stage, "detections", str(frame)))

    def hits(self, timeline_id: str, job_id: str, stage: str, frame: int, **style: Style) -> Answer:
        """What is where on a frame, as outlines in frame pixels; of styles it takes filters."""
        return self._get(_stage(timeline_id, job_id, stage, "hits", str(frame)), style)

    def hit_map(
        self, timeline_id: str, job_id: str, stage: str, frame: int, *, width: int | None = None, **style: Style
    ) -> bytes:
        """A PNG of numbers, red + 256 * green + 65536 * blue: 0, or 1 + the index of one of the hits."""
        path = _stage(timeline_id, job_id, stage, "hits", str(frame))
        query = _query({"width": width, **style})
        return self._send("GET", path, params=query, headers={"Accept": "image/png"}).content

    def sheet(
        self,
        timeline_id: str,
        job_id: str,
        stage: str,
        frames: Frames | None = None,
        *,
        track: str | int | None = None,
        limit: int | None = None,
        columns: int | None = None,
        width: int | None = None,
        **style: Style,
    ) -> bytes:
        """Many frames, or one track through time, on one picture: a PNG, or what `format` says."""
        query = _query(_sheet(frames, track) | {"limit": limit, "columns": columns, "width": width} | style)
        path = _stage(timeline_id, job_id, stage, "sheet")
        return self._send("GET", path, params=query, headers={"Accept": "image/*"}).content

    def overlay(self, timeline_id: str, job_id: str, stage: str, frame: int, **style: Style) -> Overlay:
        return _overlay(self._get(_stage(timeline_id, job_id, stage, "overlays", str(frame)), style))

    def picture(self, timeline_id: str, job_id: str, stage: str, frame: int, **style: Style) -> bytes:
        """The overlay itself, drawn now and not stored."""
        path = _stage(timeline_id, job_id, stage, "overlays", str(frame))
        return self._send("GET", path, params=_query(style), headers={"Accept": "image/*"}).content

    def overlays(
        self, timeline_id: str, job_id: str, stage: str, frames: Frames, **style: Style
    ) -> Iterator[Overlay | FailedFrame]:
        """An overlay for each frame, in that order, as soon as it is there."""
        body = _batch(timeline_id, job_id, stage, frames, style)
        for attempt in _Attempts(self._attempts):
            with self._stream(body) as response:
                if response.is_success:
                    reader = _Lines()
                    for line in response.iter_lines():
                        yield from reader.take(line)
                    return reader.finish(response)
                response.read()
            time.sleep(attempt.wait(response))

    def clip(self, timeline_id: str, job_id: str, stage: str, frames: Frames, **style: Style) -> Iterator[bytes]:
        """The overlays as a film, piece by piece while it is made; also takes fps, width and container."""
        path = _stage(timeline_id, job_id, stage, "clip")
        with self._http.stream("GET", path, params=_query(style | _given(frames))) as response:
            if not response.is_success:
                response.read()
                raise _error(response)
            yield from response.iter_bytes()

    def _stream(self, body: Answer) -> AbstractContextManager[httpx.Response]:
        return self._http.stream("POST", "/v1/overlays", json=body, headers={"Accept": "application/x-ndjson"})

    def _get(self, path: str, style: Mapping[str, Style] | None = None) -> Answer:
        answer: Answer = self._send("GET", path, params=_query(style or {})).json()
        return answer

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        for attempt in _Attempts(self._attempts):
            try:
                response = self._http.request(method, path, **options)
            except httpx.TransportError as error:
                time.sleep(attempt.wait_after(error))
                continue
            if response.is_success:
                return response
            time.sleep(attempt.wait(response))
        raise AssertionError("the last attempt raises")


class AsyncOverlayClient:
    """Calls an overlay server, to be awaited. May be shared between tasks."""

    def __init__(
        self,
        base_url: str,
        *,
        token: str | None = None,
        timeout: float = 60,
        attempts: int = 5,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`timeout`: seconds without any byte; `attempts`: how often a call is made at most."""
        self._http = httpx.AsyncClient(base_url=base_url, headers=_headers(token), timeout=timeout, transport=transport)
        self._attempts = attempts

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._http.aclose()

    async def timelines(self, *, page_size: int = 100) -> AsyncIterator[Answer]:
        """The timelines that have stage outputs, the latest first."""
        after: str | None = None
        while True:
            page = await self._get(_timelines(page_size, after))
            for timeline in page["timelines"]:
                yield timeline
            after = page.get("next")
            if after is None:
                return

    async def timeline(self, timeline_id: str) -> Answer:
        return await self._get(_path("timelines", timeline_id))

    async def frames(self, timeline_id: str, *, page_size: int = 1000) -> AsyncIterator[Answer]:
        """Every frame, with URLs of its object, its picture and its thumbnail."""
        start: int | None = 0
        while start is not None:
            page = await self._get(_frames(timeline_id, start, page_size))
            for frame in page["frames"]:
                yield frame
            start = page.get("next")

    async def stages(self, timeline_id: str) -> Answer:
        return await self._get(_path("timelines", timeline_id, "stages"))

    async def summary(self, timeline_id: str, job_id: str, stage: str, **style: Style) -> Answer:
        """Counts frame by frame; of styles it takes classes, tracks and min_confidence."""
        return await self._get(_stage(timeline_id, job_id, stage, "summary"), style)

    async def comparison(
        self, timeline_id: str, job_id: str, stage: str, frames: Frames | None = None, **style: Style
    ) -> Answer:
        """What differs from compare_job or compare_stage, frame by frame; also takes ground_truth."""
        return await self._get(_stage(timeline_id, job_id, stage, "comparison"), style | _given(frames))

    async def ranking(
        self, timeline_id: str, job_id: str, stage: str, by: Ranking, *, limit: int = 20, **style: Style
    ) -> list[Answer]:
        """The frames that a person should look at first."""
        query = style | {"by": by, "limit": limit}
        frames: list[Answer] = (await self._get(_stage(timeline_id, job_id, stage, "ranking"), query))["frames"]
        return frames

    async def tracks(self, timeline_id: str, job_id: str, stage: str) -> list[Answer]:
        tracks: list[Answer] = (await self._get(_stage(timeline_id, job_id, stage, "tracks")))["tracks"]
        return tracks

    async def track(self, timeline_id: str, job_id: str, stage: str, track_id: str) -> Answer:
        return await self._get(_stage(timeline_id, job_id, stage, "tracks", track_id))

    async def detections(self, timeline_id: str, job_id: str, stage: str, frame: int) -> Answer:
        """What the stage found on a frame, in frame pixels."""
        return await self._get(_stage(timeline_id, job_id, stage, "detections", str(frame)))

    async def hits(self, timeline_id: str, job_id: str, stage: str, frame: int, **style: Style) -> Answer:
        """What is where on a frame, as outlines in frame pixels; of styles it takes filters."""
        return await self._get(_stage(timeline_id, job_id, stage, "hits", str(frame)), style)

    async def hit_map(
        self, timeline_id: str, job_id: str, stage: str, frame: int, *, width: int | None = None, **style: Style
    ) -> bytes:
        """A PNG of numbers, red + 256 * green + 65536 * blue: 0, or 1 + the index of one of the hits."""
        path = _stage(timeline_id, job_id, stage, "hits", str(frame))
        query = _query({"width": width, **style})
        return (await self._send("GET", path, params=query, headers={"Accept": "image/png"})).content

    async def sheet(
        self,
        timeline_id: str,
        job_id: str,
        stage: str,
        frames: Frames | None = None,
        *,
        track: str | int | None = None,
        limit: int | None = None,
        columns: int | None = None,
        width: int | None = None,
        **style: Style,
    ) -> bytes:
        """Many frames, or one track through time, on one picture: a PNG, or what `format` says."""
        query = _query(_sheet(frames, track) | {"limit": limit, "columns": columns, "width": width} | style)
        path = _stage(timeline_id, job_id, stage, "sheet")
        return (await self._send("GET", path, params=query, headers={"Accept": "image/*"})).content

    async def overlay(self, timeline_id: str, job_id: str, stage: str, frame: int, **style: Style) -> Overlay:
        return _overlay(await self._get(_stage(timeline_id, job_id, stage, "overlays", str(frame)), style))

    async def picture(self, timeline_id: str, job_id: str, stage: str, frame: int, **style: Style) -> bytes:
        """The overlay itself, drawn now and not stored."""
        path = _stage(timeline_id, job_id, stage, "overlays", str(frame))
        response = await self._send("GET", path, params=_query(style), headers={"Accept": "image/*"})
        return response.content

    async def overlays(
        self, timeline_id: str, job_id: str, stage: str, frames: Frames, **style: Style
    ) -> AsyncIterator[Overlay | FailedFrame]:
        """An overlay for each frame, in that order, as soon as it is there."""
        body = _batch(timeline_id, job_id, stage, frames, style)
        for attempt in _Attempts(self._attempts):
            async with self._stream(body) as response:
                if response.is_success:
                    reader = _Lines()
                    async for line in response.aiter_lines():
                        for found in reader.take(line):
                            yield found
                    reader.finish(response)
                    return
                await response.aread()
            await asyncio.sleep(attempt.wait(response))

    async def clip(
        self, timeline_id: str, job_id: str, stage: str, frames: Frames, **style: Style
    ) -> AsyncIterator[bytes]:
        """The overlays as a film, piece by piece while it is made; also takes fps, width and container."""
        path = _stage(timeline_id, job_id, stage, "clip")
        async with self._http.stream("GET", path, params=_query(style | _given(frames))) as response:
            if not response.is_success:
                await response.aread()
                raise _error(response)
            async for piece in response.aiter_bytes():
                yield piece

    def _stream(self, body: Answer) -> AbstractAsyncContextManager[httpx.Response]:
        return self._http.stream("POST", "/v1/overlays", json=body, headers={"Accept": "application/x-ndjson"})

    async def _get(self, path: str, style: Mapping[str, Style] | None = None) -> Answer:
        answer: Answer = (await self._send("GET", path, params=_query(style or {}))).json()
        return answer

    async def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        for attempt in _Attempts(self._attempts):
            try:
                response = await self._http.request(method, path, **options)
            except httpx.TransportError as error:
                await asyncio.sleep(attempt.wait_after(error))
                continue
            if response.is_success:
                return response
            await asyncio.sleep(attempt.wait(response))
        raise AssertionError("the last attempt raises")


@dataclass(frozen=True)
class _Attempt:
    """One of several attempts at a call."""

    number: int
    limit: int

    def wait(self, response: httpx.Response) -> float:
        """How many seconds to wait before the next; raises where there is to be none."""
        error = _error(response)
        if self.number >= self.limit or response.status_code not in (429, 503):
            raise error
        return max(error.problem.retry_after_seconds or 0, self._pause)

    def wait_after(self, error: httpx.TransportError) -> float:
        if self.number >= self.limit:
            raise Unavailable(Problem(0, "No answer", f"The overlay server does not answer: {error}")) from error
        return self._pause

    @property
    def _pause(self) -> float:
        # Full jitter: clients who failed together do not come back together.
        return random.uniform(0, min(0.1 * 2**self.number, 10))


class _Attempts:
    def __init__(self, limit: int) -> None:
        self._limit = max(limit, 1)

    def __iter__(self) -> Iterator[_Attempt]:
        return (_Attempt(number, self._limit) for number in range(1, self._limit + 1))


class _Lines:
    """Reads the lines of a range; the last has the counts."""

    def __init__(self) -> None:
        self._is_whole = False

    def take(self, line: str) -> Iterator[Overlay | FailedFrame]:
        if not line:
            return
        value = json.loads(line)
        if "counts" in value:
            self._is_whole = True
        elif "problem" in value:
            yield FailedFrame(value["frame"], _problem(value["problem"], None))
        else:
            yield _overlay(value)

    def finish(self, response: httpx.Response) -> None:
        if not self._is_whole:
            detail = "The answer ended before its counts."
            raise BrokenOff(Problem(response.status_code, "Broken off", detail, request_id=_request_id(response)))


def _headers(token: str | None) -> dict[str, str]:
    return {} if token is None else {"Authorization": f"Bearer {token}"}


def _path(*segments: str) -> str:
    return "/v1/" + "/".join(quote(segment, safe="") for segment in segments)


def _timelines(limit: int, after: str | None) -> str:
    return f"/v1/timelines?limit={limit}" + ("" if after is None else f"&after={quote(after, safe='')}")


def _frames(timeline_id: str, start: int, limit: int) -> str:
    return f"{_path('timelines', timeline_id, 'frames')}?from={start}&limit={limit}"


def _stage(timeline_id: str, job_id: str, stage: str, *segments: str) -> str:
    return _path("timelines", timeline_id, "jobs", job_id, "stages", stage, *segments)


def _values(value: Style) -> list[str]:
    values = [value] if isinstance(value, str | float | int) else list(value or [])
    return [str(item).lower() if isinstance(item, bool) else str(item) for item in values]


def _query(style: Mapping[str, Style]) -> httpx.QueryParams | None:
    # Given again for each value, so that commas stay parts of names: httpx writes them %2C.
    pairs: list[tuple[str, str | int | float | bool | None]] = [
        (name, text) for name, value in style.items() if value is not None for text in _values(value)
    ]
    return httpx.QueryParams(pairs) if pairs else None


def _given(frames: Frames | None) -> dict[str, Style]:
    if frames is None:
        return {}
    return {"frames": frames if isinstance(frames, str) else ",".join(str(frame) for frame in frames)}


def _batch(timeline_id: str, job_id: str, stage: str, frames: Frames, style: Mapping[str, Style]) -> Answer:
    named = frames if isinstance(frames, str) else list(frames)
    given = {name: _values(value) for name, value in style.items() if value is not None}
    return {"timeline_id": timeline_id, "job_id": job_id, "stage": stage, "frames": named, "style": given}


def _sheet(frames: Frames | None, track: str | int | None) -> dict[str, Style]:
    named = frames if isinstance(frames, str | None) else ",".join(str(frame) for frame in frames)
    return {"frames": named, "track": track}


def _overlay(value: Answer) -> Overlay:
    return Overlay(
        timeline_id=value["timeline_id"],
        job_id=value["job_id"],
        stage=value["stage"],
        frame=value["frame"],
        timestamp=value["timestamp"],
        source=_source(value["source"]),
        key=value["key"],
        url=value["url"],
        expires_at=value["expires_at"],
        picture_url=value["picture_url"],
        content_type=value["content_type"],
        width=value["width"],
        height=value["height"],
        bytes=value["bytes"],
        cached=value["cached"],
        drawn=value["drawn"],
        hidden=value["hidden"],
        skipped=_notices(value["skipped"]),
        skipped_count=value["skipped_count"],
        warnings=_notices(value["warnings"]),
        timings_ms=value["timings_ms"],
        comparison=value.get("comparison"),
        layers=tuple(Layer(**{**layer, "bounds": tuple(layer["bounds"])}) for layer in value.get("layers", ())),
    )


def _source(value: Answer | None) -> Source | None:
    return None if value is None else Source(value["id"], value.get("created_at"))


def _notices(values: list[Answer]) -> tuple[Notice, ...]:
    return tuple(Notice(value["code"], value["detail"], value.get("path"), value.get("declare")) for value in values)


def _request_id(response: httpx.Response) -> str | None:
    request_id: str | None = response.headers.get("X-Request-Id")
    return request_id


def _problem(value: Answer, request_id: str | None) -> Problem:
    return Problem(
        status=value["status"],
        title=value["title"],
        detail=value["detail"],
        field=value.get("field"),
        retry_after_seconds=value.get("retry_after_seconds"),
        request_id=request_id,
    )


def _error(response: httpx.Response) -> OverlayError:
    request_id = _request_id(response)
    try:
        problem = _problem(response.json(), request_id)
    except (ValueError, KeyError, TypeError):
        # A proxy in between answers in its own words.
        header = response.headers.get("Retry-After", "")
        seconds = float(header) if header.isdigit() else None
        status = response.status_code
        problem = Problem(status, response.reason_phrase, response.text[:200], None, seconds, request_id)
    kinds: dict[int, type[OverlayError]] = {404: NotFound, 422: Unusable}
    usual = Unavailable if problem.status == 429 or problem.status >= 500 else Refused
    return kinds.get(problem.status, usual)(problem)
