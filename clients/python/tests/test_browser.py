"""Queries and paths as a browser's fetch and URLSearchParams write them."""

import json
import re
import subprocess
from html import unescape
from pathlib import Path

from conftest import ODD_IDS, ODD_NAMES, Server

PAGE = """
<!doctype html>
<meta charset="utf-8">
<pre></pre>
<script type="module">
  const { url, token, ids, names } = SETTINGS;
  const found = [];
  async function get(id, query) {
    const stage = `${url}/v1/timelines/demo/jobs/${encodeURIComponent(id)}/stages/${encodeURIComponent(id)}`;
    const response = await fetch(`${stage}/overlays/0?${query}`, { headers: { Authorization: `Bearer ${token}` } });
    const answer = await response.json();
    found.push([response.status, answer.job_id, answer.drawn?.boxes, answer.warnings?.length]);
  }
  for (const name of names) {
    await get(ids[0], new URLSearchParams({ classes: name }));
    await get(ids[0], new URLSearchParams({ tracks: name }));
    await get(ids[0], `classes=${encodeURIComponent(name)}`);
  }
  for (const id of ids) await get(id, "");
  document.querySelector("pre").textContent = JSON.stringify(found);
</script>
"""


def test_fetch(server: Server, tmp_path: Path) -> None:
    settings = {"url": server.url, "token": server.token, "ids": ODD_IDS, "names": ODD_NAMES}
    page = tmp_path / "page.html"
    page.write_text(PAGE.replace("SETTINGS", json.dumps(settings).replace("<", "\\u003c")))
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command = ["chromium", *options, "--virtual-time-budget=60000", "--dump-dom", page.as_uri()]
    text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    shown = re.search("<pre>(.*)</pre>", text)
    assert shown, text
    expected = [[200, ODD_IDS[0], 1, 0]] * (3 * len(ODD_NAMES)) + [[200, name, len(ODD_NAMES), 0] for name in ODD_IDS]
    assert json.loads(unescape(shown[1])) == expected
