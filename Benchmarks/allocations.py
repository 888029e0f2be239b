"""Counts the allocations of each step of an overlay, and holds them against Benchmarks/allocations.json; more are an error.

usage: allocations.py OVERLAY_BENCH FRAME SCRATCH [--update]
"""

import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
COUNTS = os.path.join(HERE, "allocations.json")
# What a step does the first time is the same in both, and is not counted.
FEW, MANY = 4, 12
STEPS = [
    "decode", "draw_boxes", "draw_lines", "draw_mask", "draw_masks", "labels_300", "encode", "jpeg_to_jpeg", "jpeg_indexed",
    "jpeg_masks", "jpeg_over_pixels", "png", "transparent",
]


def count(command, library, runs):
    result = subprocess.run(
        [*command, "--runs", str(runs)], env={**os.environ, "LD_PRELOAD": library}, check=True, capture_output=True, text=True
    )
    return int(re.search(r"allocations (\d+)", result.stderr)[1])


def main(program, frame, scratch, *rest):
    library = os.path.join(scratch, "malloc_count.so")
    source = os.path.join(HERE, "malloc_count.c")
    subprocess.run(["clang", "-std=c2x", "-O2", "-shared", "-fPIC", "-o", library, source], check=True)
    found = {}
    for step in STEPS:
        command = [program, "steps", frame, "--only", step]
        # Whatever else runs can only add to it.
        found[step] = min((count(command, library, MANY) - count(command, library, FEW)) // (MANY - FEW) for _ in range(2))
    if "--update" in rest:
        with open(COUNTS, "w") as file:
            json.dump(found, file, indent=4)
            file.write("\n")
        return
    with open(COUNTS) as file:
        allowed = json.load(file)
    # Hashes are seeded anew each time, so that tables grow a little differently.
    wrong = {step: number for step, number in found.items() if number > allowed.get(step, 0) * 1.02 + 3}
    fewer = {step: number for step, number in found.items() if number < allowed.get(step, 0) * 0.98 - 3}
    print(f"allocations a frame: {found}")
    if fewer:
        print(f"fewer than Benchmarks/allocations.json says: {fewer}; scripts/test-allocations --update notes that")
    for step, number in wrong.items():
        print(f"{step}: {number} allocations a frame, {allowed.get(step, 0)} are allowed", file=sys.stderr)
    sys.exit(1 if wrong else 0)


main(*sys.argv[1:])
