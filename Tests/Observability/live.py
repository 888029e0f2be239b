"""A real Prometheus with these rules beside a real server: targets, rules, and every expression of the dashboard."""

import json
import math
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import yaml
from files import METRICS, PROMETHEUS, dashboard_expressions, filled

SECONDS = 90
# Where nothing is to be seen on a good day.
EMPTY = {"annotation Restarts"}

# What a stage reports that cannot be drawn.
FAULTY = {"frames": [{"frame": 0, "detections": [{"label": "player", "bbox": [10, 10, "wide", 20]}]}]}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str, **headers: str) -> bytes:
    """Refusals are answers too."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as refusal:
        return refusal.read()


def ask_for_everything(server: str, turn: int) -> None:
    """Something of each way, step, cache and outcome."""
    timeline = f"{server}/v1/timelines/demo"
    stage = f"{timeline}/jobs/demo-job/stages/track_objects"
    frame = turn % 6
    fresh = turn % 1000 / 1000
    get(f"{stage}/overlays/{frame}?min_confidence={fresh}")
    get(f"{stage}/overlays/{frame}?min_confidence={fresh}&format=png")
    get(f"{stage}/overlays/{frame}?min_confidence={fresh}&format=transparent", Accept="image/*")
    get(f"{stage}/overlays?frames=0-5")
    get(f"{stage}/overlays/999")
    get(f"{timeline}/jobs/faulty/stages/detect/overlays/0?min_confidence={fresh}")
    get(f"{timeline}/frames/{frame}/thumbnail?width=80")
    get(f"{server}/readyz")


class Prometheus:
    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, path: str, **query: str) -> Any:
        answer = json.loads(get(f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(query)}"))
        if answer["status"] != "success":
            raise ValueError(answer.get("error", "failed"))
        return answer["data"]

    def values(self, expression: str) -> list[float]:
        data = self.ask("query", query=expression)
        rows = [data["result"]] if data["resultType"] == "scalar" else [row["value"] for row in data["result"]]
        return [value for _, text in rows if not math.isnan(value := float(text))]

    def rule_faults(self) -> list[str]:
        rules = [rule for group in self.ask("rules")["groups"] for rule in group["rules"]]
        if not rules:
            return ["Prometheus has no rules"]
        ill = [rule for rule in rules if rule["health"] != "ok" or rule.get("lastError")]
        return [f"rule {rule['name']}: {rule['health']} {rule.get('lastError', '')}" for rule in ill]

    def target_faults(self) -> list[str]:
        targets = self.ask("targets")["activeTargets"]
        away = [target for target in targets if target["health"] != "up"]
        faults = [f"target {target['scrapeUrl']}: {target['lastError']}" for target in away]
        if not targets or faults:
            return faults or ["Prometheus has no target"]
        return [] if sum(self.values("http_request_duration_seconds_count")) > 0 else ["no answers are counted"]

    def dashboard_faults(self, instance: str) -> list[str]:
        faults = []
        expressions = dashboard_expressions()
        for place, written, _ in expressions:
            try:
                values = self.values(filled(written, "overlay-server", instance, "10s"))
            except ValueError as fault:
                faults.append(f"dashboard, {place}: {fault}")
                continue
            if not values and place not in EMPTY:
                faults.append(f"dashboard, {place}: nothing to be seen")
        return faults + [f"no place is called {place}" for place in EMPTY - {place for place, _, _ in expressions}]


def metric_faults(text: str) -> list[str]:
    """Where what the program tells is not what `METRICS` says."""
    kinds = dict(re.findall(r"^# TYPE (\w+) (\w+)$", text, re.MULTILINE))
    faults = [
        f"{name} is {kind}, not {METRICS.get(name, ('unknown',))[0]}"
        for name, kind in kinds.items()
        if METRICS.get(name, ("",))[0] != kind
    ]
    faults += [f"{name} is not told" for name in METRICS.keys() - kinds.keys()]
    for name, braces in set(re.findall(r"^(\w+)(?:{(.*)})? \S+$", text, re.MULTILINE)):
        family = name if name in METRICS else name.rpartition("_")[0]
        labels = set(re.findall(r'(?:^|,)(\w+)="(?:\\.|[^"\\])*"', braces)) - {"le"}
        if family in METRICS and labels != set(METRICS[family][1].split()):
            faults.append(f"{name} has the labels {', '.join(sorted(labels))}")
    return sorted(set(faults))


def waited(look: Callable[[], list[str]], meanwhile: Callable[[], None]) -> list[str]:
    """What is still wrong after `SECONDS`."""
    end = time.monotonic() + SECONDS
    faults = ["nothing was looked at"]
    while faults and time.monotonic() < end:
        meanwhile()
        try:
            faults = look()
        except (OSError, ValueError) as fault:
            faults = [str(fault)]
        time.sleep(0.3)
    return faults


def start(stack: ExitStack, arguments: list[str], log: Path, **environment: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(arguments, stdout=log.open("wb"), stderr=subprocess.STDOUT, env=os.environ | environment)

    def stop() -> None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    stack.callback(stop)
    return process


def check(program: str, stack: ExitStack) -> list[str]:
    folder = Path(tempfile.mkdtemp(prefix="observability-"))
    stack.callback(shutil.rmtree, folder)
    port, own_port = free_port(), free_port()
    environment = {"OVERLAY_DATA_DIR": str(folder / "data"), "OVERLAY_PORT": str(port), "OVERLAY_DRAIN_SECONDS": "0"}
    (folder / "faulty.json").write_text(json.dumps(FAULTY))
    demo = ["demo", "--frames", "6", "--size", "320x180"]
    faulty = [
        "import",
        "--timeline",
        "demo",
        "--job",
        "faulty",
        "--stage",
        "detect",
        "--output",
        str(folder / "faulty.json"),
    ]
    for arguments in (demo, faulty):
        subprocess.run([program, *arguments], check=True, env=os.environ | environment, stdout=subprocess.DEVNULL)

    settings = yaml.safe_load((PROMETHEUS / "prometheus.yaml").read_text())
    settings["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    settings["rule_files"] = [str(PROMETHEUS / name) for name in settings["rule_files"]]
    instance = f"127.0.0.1:{port}"
    settings["scrape_configs"][0]["static_configs"] = [{"targets": [instance]}]
    (folder / "prometheus.yaml").write_text(yaml.safe_dump(settings))
    own = f"127.0.0.1:{own_port}"
    arguments = [
        "prometheus",
        f"--config.file={folder}/prometheus.yaml",
        f"--storage.tsdb.path={folder}/prometheus",
        f"--web.listen-address={own}",
        "--log.level=warn",
    ]
    logs = [folder / "server.log", folder / "prometheus.log"]
    processes = [start(stack, [program], logs[0], **environment), start(stack, arguments, logs[1])]
    prometheus = Prometheus(f"http://{own}")
    turn = 0

    def ask() -> None:
        nonlocal turn
        turn += 1
        for process, log in zip(processes, logs, strict=True):
            if process.poll() is not None:
                raise SystemExit(f"{log.stem} has ended: {log.read_text()[-2000:]}")
        try:
            ask_for_everything(f"http://{instance}", turn)
        except urllib.error.URLError:
            time.sleep(0.2)  # It does not listen yet.

    # Some rules can fail only when there is something to calculate with.
    for look in (prometheus.target_faults, lambda: prometheus.rule_faults() + prometheus.dashboard_faults(instance)):
        if faults := waited(look, ask):
            return faults
    return metric_faults(get(f"http://{instance}/metrics").decode())


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as stack:
        faults = check(os.environ["OVERLAY_SERVER"], stack)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
