"""What of the rules and the dashboard can be said without running anything."""

import json
import re
from pathlib import Path
from typing import Any

import yaml
from promql import TARGET_LABELS, Expression, Metric, WrongExpression

ROOT = Path(__file__).resolve().parents[2]
PROMETHEUS = ROOT / "deploy/prometheus"
DASHBOARD = ROOT / "deploy/grafana/dashboard.json"

# What each metric is and which labels it has; `live.py` compares it with what the program tells.
METRICS = {
    "http_request_duration_seconds": ("histogram", "method route status"),
    "overlay_answers_total": ("counter", "way outcome"),
    "overlay_step_duration_seconds": ("histogram", "step"),
    "overlay_skipped_parts_total": ("counter", "code"),
    "overlay_callers": ("gauge", ""),
    "overlay_callers_limit": ("gauge", ""),
    "overlay_server_build_info": ("gauge", "version renderer"),
    "overlay_waiting": ("gauge", "for"),
    "cache_requests_total": ("counter", "cache outcome"),
    "cache_size_bytes": ("gauge", "cache"),
    "cache_limit_bytes": ("gauge", "cache"),
    "object_store_request_duration_seconds": ("histogram", "call outcome"),
    "object_store_transferred_bytes_total": ("counter", "direction"),
    "object_store_retries_total": ("counter", ""),
    "database_request_duration_seconds": ("histogram", "call outcome"),
    "database_read_bytes_total": ("counter", ""),
    "process_resident_memory_bytes": ("gauge", ""),
    "process_cpu_seconds_total": ("counter", ""),
    "process_open_fds": ("gauge", ""),
    "process_max_fds": ("gauge", ""),
    "process_start_time_seconds": ("gauge", ""),
}
# Labels whose values stand in the source.
OWN_LABELS = {label for _, labels in METRICS.values() for label in labels.split()} - {"method", "route", "status"}
# Prometheus' own.
PROMETHEUS_METRICS = {
    "up": Metric("gauge", frozenset()),
    "ALERTS": Metric("gauge", frozenset({"alertname", "alertstate", "severity"})),
}


def service_metrics() -> dict[str, Metric]:
    return {name: Metric(kind, frozenset(labels.split())) for name, (kind, labels) in METRICS.items()}


def source_faults() -> list[str]:
    """Where `METRICS` and the Swift source differ."""
    table = (ROOT / "Sources/OverlayServer/Metrics/MetricTable.swift").read_text()
    listed = set(re.findall(r'^ +"([a-z_]+)":', table, re.MULTILINE))
    faults = [f"{name} is in one of MetricTable.swift and files.py" for name in sorted(listed ^ set(METRICS))]
    source = "".join(path.read_text() for path in (ROOT / "Sources").rglob("*.swift"))
    labels = sorted({label for _, names in METRICS.values() for label in names.split()})
    return faults + [f"nothing in the source has a label {label}" for label in labels if f'("{label}", ' not in source]


def value_faults(text: str) -> list[str]:
    """Values that `text` looks for and that nothing in the source has."""
    source = "".join(path.read_text() for path in (ROOT / "Sources").rglob("*.swift"))
    calls = (ROOT / "Sources/OverlayServer/Serve/openapi.yaml").read_text()
    faults = []
    for label, choices in re.findall(r'(\w+)(?:=|!=|=~|!~)"([^"]*)"', text):
        for value in choices.split("|"):
            if label == "route" and ".*" not in value and f"\n  {value}:\n" not in calls:
                faults.append(f"there is no call {value}")
            if label in OWN_LABELS and not re.search(rf'"{value}"|case (\w+, )*{value}\b', source):
                faults.append(f"nothing in the source is called {value}, as a {label}")
    return sorted(set(faults))


def rule_faults(metrics: dict[str, Metric]) -> list[str]:
    """Adds what the rules record to `metrics`."""
    faults = []
    groups = yaml.safe_load((PROMETHEUS / "rules.yaml").read_text())["groups"]
    for rule in [rule for group in groups for rule in group["rules"]]:
        name = rule.get("record") or rule["alert"]
        labels = TARGET_LABELS
        try:
            labels = Expression(rule["expr"], metrics).result().labels | set(rule.get("labels", {}))
        except WrongExpression as fault:
            faults.append(f"{name}: {fault}")
        faults += [f"{name}: {fault}" for fault in value_faults(rule["expr"])]
        if "record" in rule:
            metrics[name] = Metric("record", labels)
        else:
            faults += [f"{name}: {fault}" for fault in alert_faults(rule, labels) + case_faults(name)]
    return faults


def alert_faults(alert: dict[str, Any], labels: frozenset[str]) -> list[str]:
    """What is wrong with what it tells people."""
    notes = alert.get("annotations", {})
    faults = [f"no {note}" for note in ("summary", "description", "runbook") if not notes.get(note)]
    if alert.get("labels", {}).get("severity") not in ("critical", "warning"):
        faults.append("no severity")
    text = " ".join(notes.values())
    told = re.findall(r"\$labels\.(\w+)", text)
    faults += [f"tells the label {label}, which it has not" for label in told if label not in labels]

    readme = (ROOT / "README.md").read_text()
    named = re.findall(r"\b(?:[A-Z0-9]+_)+[A-Z0-9]+\b|(?:GET|POST) /(?:[\w/]|{\w+})+", text)
    unknown = [words for words in named if not re.search(re.escape(words) + r"(?![\w/{])", readme)]
    faults += [f"names {words}, which the README does not" for words in unknown]
    titles = {panel["title"] for panel in board()["panels"]}
    named = re.findall(r'(?:panel|row) "([^"]+)"', text)
    faults += [f"names {title}, which the dashboard has not" for title in named if title not in titles]
    words = re.findall(r"\b[a-z]+(?:_[a-z]+)*_(?:total|bytes|seconds|fds|waiting|callers)\b", notes.get("runbook", ""))
    return faults + [f"names {word}, which is no metric" for word in words if word not in METRICS]


def case_faults(alert: str) -> list[str]:
    tests = yaml.safe_load((PROMETHEUS / "rules.test.yaml").read_text())["tests"]
    moments = [moment for test in tests if test["name"].startswith(f"{alert}:") for moment in test["promql_expr_test"]]
    fires = [f'alertname="{alert}"' in str(moment["exp_samples"]) for moment in moments]
    return [] if any(fires) and not all(fires) else [f"no test in which it {'rests' if any(fires) else 'fires'}"]


def board() -> Any:
    return json.loads(DASHBOARD.read_text())


def dashboard_expressions() -> list[tuple[str, str, str]]:
    """Where each stands, the expression, and what its legend is made of."""
    found = []
    for panel in board()["panels"]:
        for target in panel.get("targets", []):
            found.append((f"{panel['title']} {target['refId']}", target["expr"], target["legendFormat"]))
    notes = board()["annotations"]["list"]
    return found + [(f"annotation {note['name']}", note["expr"], note["titleFormat"]) for note in notes]


def filled(expression: str, job: str, instance: str, interval: str) -> str:
    """As Grafana sends it."""
    values = {"$__rate_interval": interval, "$job": job, "$instance": instance}
    return re.sub(r"\$\w+", lambda name: values.get(name[0], name[0]), expression)


def dashboard_faults(metrics: dict[str, Metric]) -> list[str]:
    expressions = dashboard_expressions()
    for variable in board()["templating"]["list"]:
        if variable["type"] == "query":
            selector, _, label = (
                variable["query"]["query"].removeprefix("label_values(").removesuffix(")").rpartition(", ")
            )
            expressions.append((f"variable {variable['name']}", selector, f"{{{{{label}}}}}"))
    faults = []
    for place, written, legend in expressions:
        text = filled(written, "overlay-server", ".*", "1m")
        faults += [f"{place}: {fault}" for fault in value_faults(text)]
        faults += [f"{place}: there is no variable {name}" for name in re.findall(r"\$[a-z_]\w*", text)]
        try:
            labels = Expression(text, metrics).result().labels
        except WrongExpression as fault:
            faults.append(f"{place}: {fault}")
            continue
        told = re.findall(r"{{(\w+)}}", legend)
        faults += [f"{place}: tells the label {label}, which there is not" for label in told if label not in labels]
    panels = [panel for panel in board()["panels"] if panel["type"] != "row"]
    faults += [f"{panel['title']}: no unit" for panel in panels if not panel["fieldConfig"]["defaults"].get("unit")]
    titles = [panel["title"] for panel in board()["panels"]]
    faults += [f"two panels are called {title}" for title in sorted(set(titles)) if titles.count(title) > 1]
    used = " ".join(text for _, text, _ in expressions)
    return [
        f"dashboard, {fault}" for fault in faults + [f"no panel shows {name}" for name in METRICS if name not in used]
    ]


def main() -> int:
    metrics = service_metrics() | PROMETHEUS_METRICS
    faults = source_faults() + rule_faults(metrics) + dashboard_faults(metrics)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
