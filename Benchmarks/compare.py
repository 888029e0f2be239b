"""Runs the steps of an overlay and its OpenCV and Skia peers in turn, and tells their times side by side.

usage: compare.py OVERLAY_BENCH FRAME [FRAME …]     the first frame for each step, all for JPEG in to JPEG out
"""

import json
import os
import subprocess
import sys
import tempfile

import orjson

from results import Table, least, ratio, times

ROUNDS = 5
RUNS = 40
HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = [
    ("decode", "decode a JPEG frame"),
    ("draw_boxes", "draw 20 boxes with labels on it"),
    ("canvas_only", "  of that, the canvas alone"),
    ("draw_lines", "draw 20 polylines of 50 points on it"),
    ("draw_mask", "a half-transparent 600x800 mask"),
    ("draw_masks", "100 masks, 90x180 each"),
    ("labels_300", "300 labels placed and drawn"),
    ("encode", "encode JPEG, quality 90"),
    ("jpeg_to_jpeg", "JPEG in to JPEG out, 20 boxes"),
    ("jpeg_indexed", "  its blocks found before"),
    ("jpeg_empty", "  the same, with no boxes"),
    ("jpeg_masks", "JPEG in to JPEG out, 100 masks"),
    ("jpeg_over_pixels", "decoded and coded anew, 20 boxes"),
    ("png", "encode PNG"),
    ("transparent", "20 boxes as a transparent PNG"),
    ("transparent_scattered", "  the same all over the frame"),
    ("thumbnail", "a thumbnail, 160 wide"),
]
WHOLE = {"jpeg_to_jpeg", "jpeg_indexed", "jpeg_over_pixels"}


def run(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def measured(commands):
    """For each program and step the samples of all rounds, which go in turn."""
    samples = {name: {} for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            for key, figures in run(command).items():
                samples[name].setdefault(key, []).extend(figures)
    return samples


def commands(program, frame, boxes, steps=()):
    ours = [program, "steps", frame, "--runs", str(RUNS), "--boxes", str(boxes)]
    only = [word for step in steps for word in ("--only", step)]

    def peer(name, *rest):
        return [sys.executable, os.path.join(HERE, f"{name}_bench.py"), frame, str(RUNS), str(boxes), *rest]

    whole = ["jpeg_to_jpeg"] if steps else []
    return {"ours": ours + only, "OpenCV": peer("opencv", *whole), "Skia": peer("skia"), "assembly": peer("assembly")}


def steps(program, frame):
    samples = measured(commands(program, frame, 20))
    table = Table("ms, one thread, 1920x1080", ["ours", "OpenCV", "Skia", "assembly", "ours/OpenCV", "ours/Skia", "ours/assembly"])
    for key, title in STEPS:
        peer_key = "jpeg_to_jpeg" if key in WHOLE else key
        ours = samples["ours"].get(key)
        peers = [samples[name].get(peer_key) for name in ("OpenCV", "Skia", "assembly")]
        table.row(title, times(ours), *(times(peer) for peer in peers), *(ratio(ours, peer) for peer in peers))
    coded = samples["assembly"]["decoded_and_coded"]
    table.row("decoded and coded anew, nothing drawn", "–", "–", "–", times(coded), "–", "–", "–")


def stages(program, frame):
    """What each stage costs by what it works on; how often all of it allocates is counted by scripts/test-allocations."""
    samples = [run([program, "stages", frame]) for _ in range(ROUNDS)]
    table = Table("20 boxes with labels, 1920x1080, ns", ["ours"])
    for name in sorted(samples[0]):
        table.row(name, times([value for sample in samples for value in sample[name]]))


def sizes(program, frames):
    columns = ["ours", "blocks known", "OpenCV", "assembly", "ours/assembly", "known/assembly"]
    table = Table("JPEG in to JPEG out, ms", columns)
    first = frames[0]
    for frame, boxes in [(first, 5), (first, 20), (first, 50), (first, 200)] + [(frame, 20) for frame in frames[1:]]:
        samples = measured(commands(program, frame, boxes, ["jpeg_to_jpeg", "jpeg_indexed"]))
        whole, known = samples["ours"]["jpeg_to_jpeg"], samples["ours"]["jpeg_indexed"]
        opencv, assembly = samples["OpenCV"]["jpeg_to_jpeg"], samples["assembly"]["jpeg_to_jpeg"]
        name = f"{os.path.basename(os.path.dirname(os.path.dirname(frame)))}, {boxes} boxes with labels"
        cells = [times(whole), times(known), times(opencv), times(assembly)]
        table.row(name, *cells, ratio(whole, assembly), ratio(known, assembly))


def detections(program):
    """A stage output, beside the quickest reader of JSON that Python has."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "output.json")
        index, every, whole = [], [], []
        for _ in range(ROUNDS):
            figures = run([program, "detections", "--file", path])
            index += figures["index"]
            every += figures["decode_all"]
            with open(path, "rb") as file:
                text = file.read()
            whole += least(RUNS // 4, lambda: orjson.loads(text))
    table = Table(f"100,000 detections on 4,000 frames, {len(text) / 1e6:.1f} MB of JSON, ms", ["ours", "orjson", "ours/orjson"])
    table.row("checked, and its frames found", times(index), times(whole), ratio(index, whole))
    table.row("the detections of all frames decoded", times(every), "–", "–")


def matching(program):
    """What two jobs found, held against each other."""
    samples = [run([program, "matching", "--runs", "5"]) for _ in range(ROUNDS)]
    table = Table("Two jobs compared, ms", ["ours"])
    for name, key in [
        ("1,000 boxes with 1,000 on one frame", "match_1000"),
        ("the same in one crowd, each on hundreds of others", "match_1000_crowd"),
        ("10,000 frames of 20 detections, JSON decoded", "frames_10000"),
    ]:
        table.row(name, times([value for sample in samples for value in sample[key]]))


def main(program, *frames):
    steps(program, frames[0])
    stages(program, frames[0])
    sizes(program, frames)
    detections(program)
    matching(program)


main(*sys.argv[1:])
