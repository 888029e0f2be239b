"""Checks the files of deploy/ against Kubernetes' schemas, the README, the sources and each other.

`scripts/test-deploy` runs it. A check yields what is wrong, in sentences that begin with the place; all are printed.
"""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import boto3
import kubernetes_validate
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
OVERLAYS = [KUBERNETES / "base", *sorted((KUBERNETES / "overlays").iterdir())]

# The oldest that has all that is used (`backoffLimitPerIndex` and `FailIndex` without a feature gate), and the newest
# that kubernetes-validate ships.
VERSIONS = ["1.30", "1.37"]
# Kinds that Kubernetes gets from others, so that it has no schema of them.
CUSTOM_KINDS = {"ServiceMonitor"}
# What becomes of a rerender job's pod: by its exit code (bad frames, usage, a store away), and when its node is taken
# from it. The schemas take any action.
EXIT_CODES = {1: "FailIndex", 2: "FailJob", 3: "Count"}
DISRUPTED = {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]}
# What a cluster must have before production is applied.
SECRETS = {
    "overlay-server-s3": {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"},
    "overlay-server-database": {"DATABASE_URL"},
    "overlay-server-api": {"OVERLAY_API_TOKENS"},
}

Faults = Iterator[str]


def main() -> int:
    built = {path.name: list(documents(kustomize(path))) for path in OVERLAYS}
    job = load_yaml(KUBERNETES / "rerender-job.yaml")
    compose = load_yaml(DEPLOY / "compose.yaml")
    everything = [(name, document) for name, group in built.items() for document in group]
    everything.append(("rerender-job.yaml", job))

    faults: list[str] = []
    for place, document in everything:
        faults += schema_faults(place, document)
        faults += pod_faults(place, document)
    for name, group in built.items():
        faults += reference_faults(name, group, has_secrets=name == "local")
    faults += job_faults(job, base=built["base"], production=built["production"])
    faults += compose_faults(compose)
    faults += tiltfile_faults(built["local"])
    faults += table_faults()
    faults += variable_faults()
    faults += lifecycle_faults()

    for fault in dict.fromkeys(faults):
        print(f"test-deploy: {fault}", file=sys.stderr)
    if faults:
        return 1
    custom = sorted({document["kind"] for _, document in everything} & CUSTOM_KINDS)
    counts = ", ".join(f"{name} {len(group)}" for name, group in built.items())
    print(
        f"test-deploy: kustomize built {counts} documents; with rerender-job.yaml strictly valid for Kubernetes "
        f"{' and '.join(VERSIONS)}, but for {', '.join(custom)}, of which there is no schema."
    )
    print(
        "test-deploy: pods are restricted; their ports, probes, Secrets and times fit; the job's pods are the server's."
    )
    print(
        "test-deploy: compose.yaml, Tiltfile and stage_output.sql fit; the README has every variable; "
        "an S3 server took lifecycle.json and gave it back equal."
    )
    return 0


# Reading


def kustomize(folder: Path) -> str:
    done = subprocess.run(["kubectl", "kustomize", folder], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"test-deploy: {folder.relative_to(ROOT)}: {done.stderr.strip()}")
    return done.stdout


def documents(text: str) -> Iterator[dict]:
    return (document for document in yaml.safe_load_all(text) if document)


def load_yaml(path: Path) -> dict:
    try:
        return yaml.safe_load(path.read_text())
    except yaml.YAMLError as error:
        sys.exit(f"test-deploy: {path.relative_to(ROOT)}: {error}")


def named(group: list[dict], kind: str) -> dict[str, dict]:
    return {document["metadata"]["name"]: document for document in group if document["kind"] == kind}


def title(place: str, document: dict) -> str:
    metadata = document["metadata"]
    return f"{place}: {document['kind']} {metadata.get('name') or metadata.get('generateName')}"


def pod(document: dict) -> dict | None:
    return document["spec"]["template"]["spec"] if document["kind"] in ("Deployment", "Job") else None


def containers(document: dict) -> list[dict]:
    spec = pod(document) or {}
    return spec.get("initContainers", []) + spec.get("containers", [])


# One document


def schema_faults(place: str, document: dict) -> Faults:
    if document["kind"] in CUSTOM_KINDS:
        return
    for version in VERSIONS:
        try:
            kubernetes_validate.validate(document, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            path = ".".join(str(part) for part in error.absolute_path)
            yield f"{title(place, document)}: {path}: {error.message} (Kubernetes {version})"
        except kubernetes_validate.SchemaNotFoundError as error:
            yield f"{title(place, document)}: {error.message}"


def pod_faults(place: str, document: dict) -> Faults:
    """The restricted pod security standard, ports of one pod that collide, and probes of ports that it has not."""
    spec = pod(document)
    if spec is None:
        return
    at = title(place, document)
    security = spec.get("securityContext", {})
    if security.get("runAsNonRoot") is not True or security.get("runAsUser", 0) == 0:
        yield f"{at}: runs as root"
    if security.get("seccompProfile", {}).get("type") != "RuntimeDefault":
        yield f"{at}: seccompProfile is not RuntimeDefault"
    ports = [port for container in containers(document) for port in container.get("ports", [])]
    for key in ("containerPort", "name"):
        for value, count in Counter(port.get(key) for port in ports).items():
            if count > 1 and value is not None:
                yield f"{at}: {count} ports are {value}"
    for container in containers(document):
        security = container.get("securityContext", {})
        if security.get("allowPrivilegeEscalation") is not False:
            yield f"{at}: container {container['name']}: allowPrivilegeEscalation is not false"
        if security.get("capabilities", {}).get("drop") != ["ALL"]:
            yield f"{at}: container {container['name']}: does not drop ALL capabilities"
        if container["name"] == "overlay-server" and security.get("readOnlyRootFilesystem") is not True:
            yield f"{at}: container {container['name']}: readOnlyRootFilesystem is not true"
        resources = container.get("resources", {})
        if not {"cpu", "memory"} <= resources.get("requests", {}).keys() or "memory" not in resources.get("limits", {}):
            yield f"{at}: container {container['name']}: needs requests, and a limit of memory"
        own = {port.get("name") for port in container.get("ports", [])}
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            port = container.get(probe, {}).get("httpGet", {}).get("port")
            if port is not None and port not in own:
                yield f"{at}: {probe} asks port {port}, which the container has not"


# Documents and each other


def reference_faults(place: str, group: list[dict], has_secrets: bool) -> Faults:
    """What pods and Services refer to is there, and a pod has the time that it takes to stop."""
    maps = named(group, "ConfigMap")
    secrets = {name: secret["stringData"].keys() for name, secret in named(group, "Secret").items()}
    if not has_secrets:
        if secrets:
            yield f"{place}: has Secrets, which belong into the cluster alone"
        secrets = SECRETS
    for document in group:
        at = title(place, document)
        spec = pod(document) or {}
        used = [source["configMapRef"]["name"] for c in containers(document) for source in c.get("envFrom", [])]
        used += [volume["configMap"]["name"] for volume in spec.get("volumes", []) if "configMap" in volume]
        for name in used:
            if name not in maps:
                yield f"{at}: there is no ConfigMap {name}"
        for variable in (variable for c in containers(document) for variable in c.get("env", [])):
            ref = variable.get("valueFrom", {}).get("secretKeyRef")
            if ref and ref["key"] not in secrets.get(ref["name"], ()):
                yield f"{at}: {variable['name']}: there is no key {ref['key']} in a Secret {ref['name']}"
    pods = [document["spec"]["template"] for document in group if document["kind"] == "Deployment"]
    for name, service in named(group, "Service").items():
        selector = service["spec"]["selector"].items()
        selected = [template["spec"] for template in pods if selector <= template["metadata"]["labels"].items()]
        ports = {port.get("name") for spec in selected for c in spec["containers"] for port in c.get("ports", [])}
        for port in service["spec"]["ports"]:
            if port["targetPort"] not in ports:
                yield f"{place}: Service {name}: no pod that it selects has a port {port['targetPort']}"
    settings = maps["overlay-server"]["data"]
    grace = named(group, "Deployment")["overlay-server"]["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
    needed = int(settings["OVERLAY_DRAIN_SECONDS"]) + int(settings["OVERLAY_DEADLINE_SECONDS"])
    if grace <= needed:
        yield f"{place}: terminationGracePeriodSeconds is {grace}; to drain and to answer may take {needed}"
    server = containers(named(group, "Deployment")["overlay-server"])[0]
    ports = {port.get("name"): port["containerPort"] for port in server["ports"]}
    for variable, port in (("OVERLAY_PORT", "http"), ("OVERLAY_ADMIN_PORT", "admin")):
        if settings[variable] != str(ports.get(port)):
            yield f"{place}: {variable} is {settings[variable]}, the container's port {port} is {ports.get(port)}"


def job_faults(job: dict, base: list[dict], production: list[dict]) -> Faults:
    """A rerender job's pods are the server's, but for what they run and how much they may take."""
    place = "rerender-job.yaml"
    server = named(base, "Deployment")["overlay-server"]
    ours, theirs = pod(job), pod(server)
    for key in ("serviceAccountName", "automountServiceAccountToken", "securityContext", "volumes"):
        if ours.get(key) != theirs.get(key):
            yield f"{place}: {key} is not that of the Deployment"
    ours, theirs = ours["containers"][0], theirs["containers"][0]
    for key in ("env", "envFrom", "securityContext", "volumeMounts"):
        if ours.get(key) != theirs.get(key):
            yield f"{place}: {key} of the container is not that of the Deployment"
    server = named(production, "Deployment")["overlay-server"]
    image = containers(server)[0]["image"]
    if ours["image"] != image:
        yield f"{place}: the image is {ours['image']}, that of production {image}"
    if job["metadata"]["namespace"] != server["metadata"]["namespace"]:
        yield f"{place}: the namespace is not that of production"
    shards = ours["args"][ours["args"].index("--shards") + 1]
    if shards != str(job["spec"]["completions"]):
        yield f"{place}: --shards is {shards}, completions {job['spec']['completions']}"
    expected = [DISRUPTED]
    for code, action in EXIT_CODES.items():
        condition = {"containerName": ours["name"], "operator": "In", "values": [code]}
        expected.append({"action": action, "onExitCodes": condition})
    if job["spec"]["podFailurePolicy"]["rules"] != expected:
        yield f"{place}: podFailurePolicy is not {json.dumps(expected)}"
    selector = named(base, "Service")["overlay-server"]["spec"]["selector"].items()
    if selector <= job["spec"]["template"]["metadata"]["labels"].items():
        yield f"{place}: the Service would send requests to the job's pods"


def compose_faults(compose: dict) -> Faults:
    services = compose["services"]
    published = Counter(port.rsplit(":", 1)[0] for service in services.values() for port in service.get("ports", []))
    yield from (f"compose.yaml: {count} services publish {port}" for port, count in published.items() if count > 1)
    for name, service in services.items():
        for other, how in service.get("depends_on", {}).items():
            if other not in services:
                yield f"compose.yaml: {name} waits for {other}, which is not there"
            elif how["condition"] not in ("service_healthy", "service_completed_successfully"):
                yield f"compose.yaml: {name} waits for {other} to be {how['condition']}"
            elif how["condition"] == "service_healthy" and "healthcheck" not in services[other]:
                yield f"compose.yaml: {name} waits until {other} is healthy, which has no healthcheck"
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            known = (DEPLOY / source).is_file() if source.startswith(".") else source in compose["volumes"]
            if not known:
                yield f"compose.yaml: {name}: there is no volume or file {source}"


def tiltfile_faults(local: list[dict]) -> Faults:
    """Runs the Tiltfile, which is Python enough, with stand-ins for what Tilt gives it."""
    resources: dict[str, dict] = {}
    folders: list[str] = []
    images: list[str] = []
    sources: list[str] = []

    def docker_build(image: str, context: str, dockerfile: str, only: list[str]) -> None:
        images.append(image)
        sources.extend(f"{context}/{path}" for path in [*only, f"deploy/{dockerfile}"])

    stand_ins = {
        "docker_build": docker_build,
        "kustomize": lambda path: folders.append(path),
        "k8s_yaml": lambda made: None,
        "k8s_resource": lambda name, **options: resources.update({name: options}),
    }
    exec(compile((DEPLOY / "Tiltfile").read_text(), "Tiltfile", "exec"), stand_ins)
    workloads = {**named(local, "Deployment"), **named(local, "Job")}
    if [(DEPLOY / folder).resolve() for folder in folders] != [KUBERNETES / "overlays" / "local"]:
        yield "Tiltfile: does not build overlays/local"
    for path in sources:
        if not (DEPLOY / path).exists():
            yield f"Tiltfile: there is no {path}"
    for image in images:
        if not any(c["image"].split(":")[0] == image for workload in workloads.values() for c in containers(workload)):
            yield f"Tiltfile: builds {image}, which no container runs"
    if resources.keys() != workloads.keys():
        yield f"Tiltfile: has the resources {sorted(resources)}, overlays/local {sorted(workloads)}"
    before: set[str] = set()
    for name, options in resources.items():
        for other in set(options.get("resource_deps", [])) - before:
            yield f"Tiltfile: {name} waits for {other}, which does not stand before it"
        before.add(name)
    forwarded = Counter(
        port.split(":")[0] for options in resources.values() for port in options.get("port_forwards", [])
    )
    yield from (f"Tiltfile: {count} resources forward {port}" for port, count in forwarded.items() if count > 1)


# Files and the rest of the project


def table_faults() -> Faults:
    path = KUBERNETES / "overlays/local/stage_output.sql"
    source = " ".join((ROOT / "Sources/Store/StageOutputs/Postgres/StageOutputQueries.swift").read_text().split())
    text = "\n".join(line for line in path.read_text().splitlines() if not line.startswith("--"))
    statements = [" ".join(statement.split()) for statement in text.split(";") if statement.strip()]
    if sum(statement.startswith("CREATE") for statement in statements) != source.count("IF NOT EXISTS"):
        yield "stage_output.sql: makes more or less than StageOutputQueries.swift"
    for statement in statements:
        if statement not in source:
            yield f"stage_output.sql: StageOutputQueries.swift does not say: {statement}"


def variable_faults() -> Faults:
    """Variables of the service that the README's table has not, in settings and comments alike."""
    section = (ROOT / "README.md").read_text().split("\n## Configuration\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    known = {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}
    ours = re.compile(r"\b(?:(?:OVERLAY|S3|STAGE|FRAME|CHECKPOINT)_[A-Z0-9_]*[A-Z0-9]\b|DATABASE_URL\w*)")
    for path in sorted(path for path in DEPLOY.rglob("*") if path.is_file()):
        for name in sorted(set(ours.findall(path.read_text())) - known):
            yield f"{path.relative_to(ROOT)}: the README's configuration table has no {name}"


def lifecycle_faults() -> Faults:
    """Has an S3 server take lifecycle.json, and asks it for it. Frames must outlast it."""
    try:
        rules = json.loads((DEPLOY / "lifecycle.json").read_text())
    except ValueError as error:
        yield f"lifecycle.json: {error}"
        return
    s3 = boto3.client(
        "s3",
        endpoint_url=os.environ["TEST_S3_MOTO"],
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    bucket = "lifecycle"
    s3.create_bucket(Bucket=bucket)
    try:
        s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration=rules)
        kept = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    except Exception as error:
        yield f"lifecycle.json: {error}"
    else:
        if kept != rules["Rules"]:
            yield f"lifecycle.json: comes back as {json.dumps(kept)}"
        for rule in kept:
            if rule["Status"] != "Enabled":
                yield f"lifecycle.json: {rule['ID']} is not Enabled"
            if "Expiration" in rule and rule["Filter"].get("Prefix") != "overlays/":
                yield f"lifecycle.json: {rule['ID']} expires other things than overlays"
    finally:
        s3.delete_bucket(Bucket=bucket)


if __name__ == "__main__":
    sys.exit(main())
