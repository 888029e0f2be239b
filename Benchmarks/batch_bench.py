"""Times `--rerender` of a whole timeline beside a Python loop of OpenCV, on folders and on S3, in turn; each is a process of its own.

usage: batch_bench.py OVERLAY_SERVER SCRATCH     the S3 server's address and keys are in TEST_S3_… (scripts/test-s3)
"""
import os
import shutil
import subprocess
import sys
import time

from results import Table, note, rates, ratio, times

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


def compare(title, ours, peer, environment):
    core = {min(os.sched_getaffinity(0))}
    again = [word for word in ours if word != "--force"]
    runs = [("ours", ours, None), ("one core", ours, core), ("loop", peer, None), ("again", again, None)]
    results = {}
    for _ in range(ROUNDS):
        for name, command, cores in runs:
            results.setdefault(name, []).append(measured(command, environment, cores))
    return title, {name: [list(samples) for samples in zip(*figures)] for name, figures in results.items()}


def tell(compared):
    columns = ["ours", "loop", "ours/loop", "all there already"]
    for index, title, text, of in [(0, "CPU ms a frame", times, min), (1, "frames a second", rates, max), (2, "memory, MB", times, min)]:
        table = Table(f"a batch: {title}", columns)
        for name, results in compared:
            ours, loop, again = (results[who][index] for who in ("ours", "loop", "again"))
            table.row(name, text(ours), text(loop), ratio(ours, loop, of), text(again))
    for name, results in compared:
        note(f"{name}: {max(results['ours'][1]) / max(results['one core'][1]):.2f} times the rate of one core.")


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
    compared = []
    ours = [program, "--rerender", "--timeline", TIMELINE, "--job", JOB, "--stage", STAGE, "--force", "--json"]
    for title, store in [("folders", {}), ("S3", s3)]:
        folder = os.path.join(scratch, title)
        environment = {"OVERLAY_DATA_DIR": folder, **store}
        demo = [program, "demo", "--timeline", TIMELINE, "--frames", str(FRAMES), "--size", SIZE]
        measured(demo, environment)
        media = store.get("S3_ENDPOINT_URL", folder)
        database = os.path.join(folder, "overlay.sqlite")
        peer = [sys.executable, os.path.join(HERE, "batch_peer.py"), database, TIMELINE, JOB, STAGE, media]
        compared.append(compare(title, ours, peer, environment))
    tell(compared)
    note(f"{FRAMES} frames of {SIZE} with 22 boxes and labels, a process each.")


main(*sys.argv[1:])
