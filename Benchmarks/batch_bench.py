"""Times `--rerender` of a whole timeline beside a Python loop of OpenCV, on folders and on S3, in turn; each is a process of its own.

usage: batch_bench.py OVERLAY_SERVER SCRATCH     the S3 server's address and keys are in TEST_S3_… (scripts/test-s3)
"""
import os
import shutil
import subprocess
import sys
import time

FRAMES, SIZE, ROUNDS = 200, "1920x1080", 3
TIMELINE, JOB, STAGE = "batch", "demo-job", "track_objects"
HERE = os.path.dirname(os.path.abspath(__file__))


def measured(command, environment, cores=None):
    """CPU in ms a frame, frames a second, and the most memory in MB that the process had."""
    start = time.perf_counter()
    child = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
    )
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    assert status == 0, f"{command} ended with {status}"
    return (usage.ru_utime + usage.ru_stime) * 1000 / FRAMES, FRAMES / seconds, usage.ru_maxrss / 1000


def best(results):
    cpu, rate, memory = zip(*results)
    return min(cpu), max(rate), min(memory)


def compare(title, ours, peer, environment):
    command = ours
    core = {min(os.sched_getaffinity(0))}
    results = {"ours": [], "one core": [], "loop": []}
    for _ in range(ROUNDS):
        results["ours"].append(measured(ours, environment))
        results["one core"].append(measured(ours, environment, core))
        results["loop"].append(measured(peer, environment))
    ours, alone, loop = (best(result) for result in results.values())
    print(f"{title:24}" + "".join(f"{mine:9.2f}{theirs:9.2f}" for mine, theirs in zip(ours, loop)), end="")
    print(f"   CPU loop/ours {loop[0] / ours[0]:.1f}, rate all cores/one {ours[1] / alone[1]:.2f}", flush=True)
    again = best([measured([word for word in command if word != "--force"], environment) for _ in range(ROUNDS)])
    print(f"{'  all there already':24}{again[0]:9.2f}{'':9}{again[1]:9.0f}{'':9}{again[2]:9.2f}", flush=True)


def main(program, scratch):
    shutil.rmtree(scratch, ignore_errors=True)
    os.makedirs(scratch)
    s3 = {
        "S3_BUCKET_OUT": "mpr-media-out",
        "S3_ENDPOINT_URL": os.environ["TEST_S3_RCLONE"],
        "AWS_ACCESS_KEY_ID": os.environ["TEST_S3_ACCESS_KEY"],
        "AWS_SECRET_ACCESS_KEY": os.environ["TEST_S3_SECRET_KEY"],
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    print(f"\n{FRAMES} frames of {SIZE}, 22 boxes with labels; least CPU and memory and best rate of {ROUNDS} turns")
    print(f"{'':24}{'CPU ms a frame':>18}{'frames/s':>18}{'memory MB':>18}")
    print(f"{'':24}" + f"{'ours':>9}{'loop':>9}" * 3)
    ours = [program, "--rerender", "--timeline", TIMELINE, "--job", JOB, "--stage", STAGE, "--force", "--json"]
    for title, store in [("folders", {}), ("S3", s3)]:
        folder = os.path.join(scratch, title)
        environment = {"OVERLAY_DATA_DIR": folder, **store}
        demo = [program, "demo", "--timeline", TIMELINE, "--frames", str(FRAMES), "--size", SIZE]
        measured(demo, environment)
        media = store.get("S3_ENDPOINT_URL", folder)
        database = os.path.join(folder, "overlay.sqlite")
        peer = [sys.executable, os.path.join(HERE, "batch_peer.py"), database, TIMELINE, JOB, STAGE, media]
        compare(title, ours, peer, environment)


main(*sys.argv[1:])
