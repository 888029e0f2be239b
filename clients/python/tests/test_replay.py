"""The example's endpoints, run by FastAPI's own client against a real overlay server."""

import httpx
import pytest
from conftest import Server
from fastapi.testclient import TestClient

from examples import replay


@pytest.fixture
def api(server: Server, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("OVERLAY_URL", server.url)
    monkeypatch.setenv("OVERLAY_TOKEN", server.token)
    return TestClient(replay.app)


def test_presigned_urls_open(api: TestClient) -> None:
    with api:
        answer = api.get("/detect/replay/demo/demo-job/track_objects/frames/3/overlay?classes=player&classes=ball")
        assert answer.status_code == 200
        picture = httpx.get(answer.json()["url"])
        assert picture.headers["Content-Type"] == "image/jpeg"
        assert picture.content[:2] == b"\xff\xd8"
        many = api.get("/detect/replay/demo/demo-job/track_objects/overlays?frames=0-2,99").json()
        assert list(many["urls"]) == ["0", "1", "2"]
        assert list(many["failed"]) == ["99"]
        assert all(httpx.get(url).is_success for url in many["urls"].values())


def test_errors_say_what_there_is(api: TestClient) -> None:
    with api:
        answer = api.get("/detect/replay/demo/demo-job/track_object/frames/3/overlay")
        assert answer.status_code == 404
        assert "track_objects" in answer.json()["detail"]
