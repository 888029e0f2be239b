"""Loads the service over HTTP: embedded, and on S3 and Postgres beside FastAPI doing the same; tells a table.

usage: service_bench.py OVERLAY_SERVER     stores are in TEST_S3_… and TEST_POSTGRES_URL (scripts/test-s3, scripts/test-postgres)

Needs wrk. All of it shares this machine's processors with the load, so that ratios tell more than rates.
"""
import contextlib
import gzip
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

from results import Table

SECONDS, FRAMES = 4, 120
STAGE = "/v1/timelines/demo/jobs/demo-job/stages/track_objects"
table = Table("the service over HTTP", ["", ""])


def tell(name, value, unit=""):
    table.row(name, f"{value:,.2f}", unit)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def running(command, port, environment, path="/readyz"):
    log = tempfile.TemporaryFile()
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=log, stderr=log)
    try:
        while True:
            try:
                if get(port, path)[0] < 500:
                    break
            except OSError:
                pass
            if process.poll() is not None:
                log.seek(0)
                raise SystemExit(log.read().decode())
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def get(port, path, headers=None, connection=None):
    connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    return response.status, response.headers, response.read()


def overlay(port, frame=7, query=""):
    status, _, body = get(port, f"{STAGE}/overlays/{frame}{query}")
    assert status == 200, body
    return json.loads(body)


def wrk(port, path, connections=16, seconds=SECONDS):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", f"http://127.0.0.1:{port}{path}"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    units = {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}

    def latency(percent):
        number, unit = re.search(rf"{percent}%\s+([0-9.]+)(us|ms|s|m)", text).groups()
        return float(number) * units[unit]

    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    rate = float(re.search(r"Requests/sec:\s+([0-9.]+)", text)[1])
    return {"rate": rate, "p50": latency(50), "p99": latency(99), "failed": int(failed[1]) if failed else 0}


def best(port, path, rounds=3):
    return max(wrk(port, path)["rate"] for _ in range(rounds))


def least_ms(call, runs=20):
    times = []
    for index in range(runs):
        start = time.perf_counter()
        call(index)
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def embedded(server, folder):
    port = free_port()
    environment = {"OVERLAY_DATA_DIR": folder, "OVERLAY_PORT": str(port)}
    demo = [server, "demo", "--frames", str(FRAMES), "--size", "1920x1080"]
    subprocess.run(demo, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)
    import_long_output(server, folder, environment)
    with running([server], port, environment):
        overlay(port)
        tell("embedded: health", best(port, "/healthz"), "a second")
        tell("embedded: cached overlay", best(port, f"{STAGE}/overlays/7"), "a second")
        pictures(port)
        summary(port)
        thumbnails(port)
        first_line(port)


def import_long_output(server, folder, environment):
    """A stage of 10,000 frames of 5 detections each."""
    box = {"label": "person", "confidence": 0.87, "bbox": [10, 20, 30, 40]}
    frames = [
        {"frame": frame, "detections": [{**box, "track_id": track} for track in range(5)]} for frame in range(10_000)
    ]
    path = os.path.join(folder, "long.json")
    with open(path, "w") as file:
        json.dump({"frames": frames}, file)
    names = ["--timeline", "demo", "--job", "demo-job", "--stage", "long", "--output", path]
    environment = {**os.environ, **environment}
    subprocess.run([server, "import", *names], env=environment, check=True, stdout=subprocess.DEVNULL)


def pictures(port):
    """A picture by Accept beside its own drawing and encoding."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    ratios, times = [], []
    for index in range(40):
        path = f"{STAGE}/overlays/{7 + index % 4}?thickness=2.5"
        start = time.perf_counter()
        status, headers, _ = get(port, path, {"Accept": "image/jpeg"}, connection)
        total = (time.perf_counter() - start) * 1000
        assert status == 200
        steps = dict(re.findall(r"(\w+);dur=([0-9.]+)", headers["Server-Timing"]))
        drawing = float(steps["draw"]) + float(steps["encode"])
        ratios.append(total / drawing)
        times.append(total)
    tell("picture by Accept, 1080p, JPEG blocks", min(times), "ms")
    tell("picture by Accept / its drawing and encoding", min(ratios), "times")


def summary(port):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    path, headers = STAGE.replace("track_objects", "long") + "/summary", {"Accept-Encoding": "gzip"}
    tell("summary of 10,000 frames", least_ms(lambda _: get(port, path, headers, connection)), "ms")
    body = get(port, path, headers, connection)[2]
    assert len(json.loads(gzip.decompress(body))["frames"]["frame"]) == 10_000
    tell("summary of 10,000 frames, compressed", len(body) / 1000, "KB")


def thumbnails(port):
    connection = http.client.HTTPConnection("127.0.0.1", port)

    def thumbnail(index):
        path = f"/v1/timelines/demo/frames/{index}/thumbnail?width=160"
        assert get(port, path, connection=connection)[0] == 200

    tell("thumbnail of 1080p, made", least_ms(thumbnail), "ms")
    tell("thumbnail of 1080p, kept", least_ms(thumbnail), "ms")


def first_line(port):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    start = time.perf_counter()
    path = f"{STAGE}/overlays?frames=0-99&box_shape=corners"
    connection.request("GET", path, headers={"Accept": "application/x-ndjson"})
    response = connection.getresponse()
    response.readline()
    tell("first line of 100 fresh overlays", (time.perf_counter() - start) * 1000, "ms")
    assert b"counts" in response.read().splitlines()[-1]
    tell("all of 100 fresh overlays", (time.perf_counter() - start) * 1000, "ms")


def on_servers(server, folder):
    port, peer_port = free_port(), free_port()
    environment = {
        "S3_ENDPOINT_URL": os.environ["TEST_S3_RCLONE"],
        "S3_BUCKET_OUT": "mpr-media-out",
        "AWS_ACCESS_KEY_ID": os.environ["TEST_S3_ACCESS_KEY"],
        "AWS_SECRET_ACCESS_KEY": os.environ["TEST_S3_SECRET_KEY"],
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "DATABASE_URL": os.environ["TEST_POSTGRES_URL"],
        "OVERLAY_DATA_DIR": folder,
        "OVERLAY_PORT": str(port),
    }
    demo = [server, "demo", "--frames", "40"]
    subprocess.run(demo, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL)
    peer = [sys.executable, "-m", "uvicorn", "fastapi_peer:app", "--port", str(peer_port), "--workers", "2"]
    peer += ["--log-level", "warning", "--app-dir", os.path.dirname(os.path.abspath(__file__))]
    with running([server], port, environment), running(peer, peer_port, environment, "/docs"):
        key = urllib.parse.quote(overlay(port)["key"], safe="")
        ours, theirs = f"{STAGE}/overlays/7", f"/overlay/demo/demo-job/track_objects/7?key={key}"
        assert get(peer_port, theirs)[0] == 200
        rates = [(wrk(port, ours)["rate"], wrk(peer_port, theirs)["rate"]) for _ in range(3)]
        tell("S3 and Postgres: cached overlay", max(rate for rate, _ in rates), "a second")
        tell("S3 and Postgres: FastAPI, boto3, psycopg2", max(rate for _, rate in rates), "a second")
        tell("S3 and Postgres: ours / FastAPI, least", min(a / b for a, b in rates), "times")
        for connections in [1, 16, 256]:
            measured = wrk(port, ours, connections)
            tell(f"cached overlay, {connections} clients, p50", measured["p50"], "ms")
            tell(f"cached overlay, {connections} clients, p99", measured["p99"], "ms")
    with running([server], port, {**environment, "OVERLAY_QUEUE_LIMIT": "2"}):
        overlay(port)
        # Ranges that are drawn anew all the time: more callers than may wait.
        script = os.path.join(folder, "fresh.lua")
        with open(script, "w") as file:
            file.write(
                "local n = 0\nrequest = function() n = n + 1\n"
                f'return wrk.format("GET", "{STAGE}/overlays/" .. n % 40 .. "?thickness=" .. (1 + n % 6000 / 100)) end\n'
            )
        load = ["wrk", "-t1", "-c16", f"-d{SECONDS + 2}s", "-s", script, f"http://127.0.0.1:{port}"]
        drawing = subprocess.Popen(load, stdout=subprocess.PIPE, text=True)
        time.sleep(1)
        measured = wrk(port, f"{STAGE}/overlays/7", 1)
        text = drawing.communicate()[0]
        refused = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
        tell("queue full: fresh overlays refused", int(refused[1]) if refused else 0)
        tell("queue full: cached overlay, 1 client, p50", measured["p50"], "ms")
        tell("queue full: cached overlay, 1 client, p99", measured["p99"], "ms")
        tell("queue full: cached overlays refused", measured["failed"])


with tempfile.TemporaryDirectory() as folder:
    embedded(sys.argv[1], folder)
    on_servers(sys.argv[1], folder)
