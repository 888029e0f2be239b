"""Queries and paths as Python's standard library writes them."""

import json
from typing import Any
from urllib.parse import quote, quote_plus, urlencode
from urllib.request import Request, urlopen

import pytest
from conftest import ODD_IDS, ODD_NAMES, Server


def get(server: Server, path: str) -> dict[str, Any]:
    request = Request(server.url + path, headers={"Authorization": f"Bearer {server.token}"})
    with urlopen(request) as response:
        answer: dict[str, Any] = json.load(response)
        return answer


@pytest.mark.parametrize("quoting", [quote_plus, quote])
@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("field", ["classes", "tracks"])
def test_queries(server: Server, field: str, name: str, quoting: Any) -> None:
    job = quote(ODD_IDS[0], safe="")
    query = urlencode({field: name}, quote_via=quoting)
    answer = get(server, f"/v1/timelines/demo/jobs/{job}/stages/{job}/overlays/0?{query}")
    assert answer["drawn"]["boxes"] == 1
    assert answer["warnings"] == []


@pytest.mark.parametrize("name", ODD_IDS)
def test_paths(server: Server, name: str) -> None:
    part = quote(name, safe="")
    assert get(server, f"/v1/timelines/demo/jobs/{part}/stages/{part}/overlays/0")["job_id"] == name
