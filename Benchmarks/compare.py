"""Runs the benchmark and its OpenCV and Skia peers in turn and prints their minima side by side."""

import json
import os
import subprocess
import sys

ROUNDS = 5
RUNS = 40
HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = [
    ("decode", "decode a JPEG frame"),
    ("draw_boxes", "draw 20 boxes with labels on it"),
    ("canvas_only", "  of that, the canvas alone"),
    ("draw_mask", "a half-transparent 600x800 mask"),
    ("encode", "encode JPEG, quality 90"),
    ("jpeg_to_jpeg", "JPEG in to JPEG out, 20 boxes"),
    ("jpeg_indexed", "  its blocks found before"),
    ("jpeg_empty", "  the same, with no boxes"),
    ("jpeg_over_pixels", "  decoded and coded anew"),
    ("png", "encode PNG"),
    ("transparent", "20 boxes as a transparent PNG"),
]


def run(command):
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def least(results):
    return {key: min(result[key] for result in results) for key in results[0]}


def peer(name, frame):
    script = os.path.join(HERE, f"{name}_bench.py")
    return [sys.executable, script, frame, str(RUNS)]


def main(program, frame):
    commands = {
        "ours": [program, "steps", frame, "--runs", str(RUNS)],
        "OpenCV": peer("opencv", frame),
        "Skia": peer("skia", frame),
        "assembly": peer("assembly", frame),
    }
    rounds = [{name: run(command) for name, command in commands.items()} for _ in range(ROUNDS)]
    ours, opencv, skia, assembly = (least([result[name] for result in rounds]) for name in commands)
    print(f"{frame}: least of {ROUNDS} rounds x {RUNS} runs, one thread each, ms")
    print(f"{'':34}{'ours':>9}{'OpenCV':>9}{'Skia':>9}{'assembly':>10}{'ours/OpenCV':>13}{'ours/Skia':>11}{'ours/assembly':>15}")
    for key, title in STEPS:
        peer_key = "jpeg_to_jpeg" if key.startswith("jpeg") and key != "jpeg_empty" else key
        cells = [ours.get(key), opencv.get(peer_key), skia.get(peer_key), assembly.get(peer_key)]
        ratios = [cells[0] / other if cells[0] and other else None for other in cells[1:]]
        row = "".join(f"{cell:{width}.3f}" if cell else f"{'-':>{width}}" for cell, width in zip(cells, (9, 9, 9, 10)))
        row += "".join(f"{ratio:{width}.2f}" if ratio else f"{'-':>{width}}" for ratio, width in zip(ratios, (13, 11, 15)))
        print(f"{title:34}{row}")


main(sys.argv[1], sys.argv[2])
