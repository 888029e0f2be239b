"""The overlay endpoints of a replay service, on FastAPI: what MPR's `core/api/detect/replay.py` needs.

From the folder above: OVERLAY_URL=http://overlays:8080 OVERLAY_TOKEN=… uvicorn examples.replay:app
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import JSONResponse

from mpr_overlay import AsyncOverlayClient, FailedFrame, NotFound, OverlayError, Unavailable


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with AsyncOverlayClient(os.environ["OVERLAY_URL"], token=os.environ.get("OVERLAY_TOKEN")) as client:
        app.state.overlays = client
        yield


app = FastAPI(lifespan=lifespan)


@app.exception_handler(OverlayError)
async def overlay_error(request: Request, error: OverlayError) -> JSONResponse:
    """Says what the overlay server said: its sentences are made for callers."""
    status = 404 if isinstance(error, NotFound) else 503 if isinstance(error, Unavailable) else 502
    return JSONResponse({"detail": error.problem.detail, "field": error.problem.field}, status)


@app.get("/detect/replay/{timeline_id}/{job_id}/{stage}/frames/{frame}/overlay")
async def frame_overlay(
    request: Request,
    timeline_id: str,
    job_id: str,
    stage: str,
    frame: int,
    min_confidence: Annotated[float, Query(ge=0, le=1)] = 0,
    classes: Annotated[list[str] | None, Query()] = None,
) -> dict[str, Any]:
    """A presigned URL of the frame with what the stage saw on it."""
    client: AsyncOverlayClient = request.app.state.overlays
    overlay = await client.overlay(timeline_id, job_id, stage, frame, min_confidence=min_confidence, classes=classes)
    return {
        "frame": overlay.frame,
        "timestamp": overlay.timestamp,
        "url": overlay.url,
        "expires_at": overlay.expires_at,
        "drawn": overlay.drawn,
        "skipped": [notice.detail for notice in overlay.skipped],
        "warnings": [notice.detail for notice in overlay.warnings],
    }


@app.get("/detect/replay/{timeline_id}/{job_id}/{stage}/overlays")
async def replay_overlays(request: Request, timeline_id: str, job_id: str, stage: str, frames: str) -> dict[str, Any]:
    """Presigned URLs of many frames, and why some have none."""
    if not frames:
        raise HTTPException(422, "frames is empty")
    client: AsyncOverlayClient = request.app.state.overlays
    urls: dict[int, str] = {}
    failed: dict[int, str] = {}
    async for found in client.overlays(timeline_id, job_id, stage, frames):
        if isinstance(found, FailedFrame):
            failed[found.frame] = found.problem.detail
        else:
            urls[found.frame] = found.url
    return {"urls": urls, "failed": failed}
