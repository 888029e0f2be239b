"""Each layer beside supervision's annotator of the same name, on one frame of the demo timeline with the same detections.

annotator_bench.py PROGRAM BENCH FOLDER: overlay-server, overlay-bench, and a folder for the timeline. Both draw on a decoded 1080p frame, on one
thread, from detections in memory; least of many runs, in ms.
"""

import json
import os
import sqlite3
import subprocess
import sys

import cv2
import numpy as np
import supervision as sv

from results import Table, least, note, ratio, times

FRAME = 30
RUNS = 30
ROUNDS = 3
SIZE = (1920, 1080)

cv2.setNumThreads(1)


def make_timeline(program, folder):
    """Returns the frame's file and the stage outputs' files by name."""
    environment = {**os.environ, "OVERLAY_DATA_DIR": folder}
    command = [program, "demo", "--timeline", "layers", "--frames", str(FRAME + 1), "--size", f"{SIZE[0]}x{SIZE[1]}"]
    database = os.path.join(folder, "overlay.sqlite")
    if os.path.exists(database):
        os.remove(database)
    subprocess.run(command, check=True, capture_output=True, env=environment)
    outputs = {}
    for stage, output in sqlite3.connect(database).execute("SELECT stage, output FROM stage_output"):
        outputs[stage] = os.path.join(folder, f"{stage}.json")
        with open(outputs[stage], "w") as file:
            file.write(output if isinstance(output, str) else output.decode())
    return os.path.join(folder, f"mpr-media-out/timelines/layers/frames/{FRAME:06}.jpg"), outputs


def decode_mask(mask):
    height, width = mask["size"]
    flat = np.zeros(height * width, bool)
    position = 0
    for index, run in enumerate(mask["counts"]):
        if index % 2:
            flat[position : position + run] = True
        position += run
    return flat.reshape((width, height)).T


def detections(path, number):
    with open(path) as file:
        frame = json.load(file)["frames"][number]
    found = [entry for entry in frame["detections"] if entry.get("status") != "dropped"]
    boxes = np.array([[x, y, x + width, y + height] for x, y, width, height in (entry["bbox"] for entry in found)])
    masks = np.array([decode_mask(entry["mask"]) for entry in found]) if "mask" in found[0] else None
    tracks = np.array([entry["track_id"] for entry in found]) if "track_id" in found[0] else None
    result = sv.Detections(
        xyxy=boxes,
        mask=masks,
        confidence=np.array([entry["confidence"] for entry in found]),
        class_id=np.array([entry["class_id"] for entry in found]),
        tracker_id=tracks,
    )
    return result, found


def labels(found):
    return [f"{entry['label']} {entry['confidence']:.2f} #{entry.get('track_id', '')}" for entry in found]


def peers(outputs):
    """For each row: what it is, our stage and style, and supervision's work on a picture."""
    tracked, entries = detections(outputs["track_objects"], FRAME)
    masked, _ = detections(outputs["segment_players"], FRAME)
    texts = labels(entries)
    track, style = "track_objects", "layers=boxes&box_shape="
    rows = []

    def add(name, stage, query, annotator, found=tracked, **rest):
        rows.append((name, stage, query, lambda picture: annotator.annotate(picture, found, **rest)))

    add("BoxAnnotator", track, style + "plain", sv.BoxAnnotator())
    add("RoundBoxAnnotator", track, style + "rounded", sv.RoundBoxAnnotator())
    add("BoxCornerAnnotator", track, style + "corners", sv.BoxCornerAnnotator())
    add("ColorAnnotator", track, style + "filled", sv.ColorAnnotator())
    add("CircleAnnotator", track, style + "circle", sv.CircleAnnotator())
    add("EllipseAnnotator", track, style + "ellipse", sv.EllipseAnnotator())
    add("TriangleAnnotator", track, style + "triangle", sv.TriangleAnnotator())
    add("DotAnnotator", track, style + "dot", sv.DotAnnotator())
    add("LabelAnnotator", track, "layers=labels", sv.LabelAnnotator(), labels=texts)
    add("  smart_position", track, "layers=labels", sv.LabelAnnotator(smart_position=True), labels=texts)
    add("PercentageBarAnnotator", track, "layers=problems&confidence_bars=true", sv.PercentageBarAnnotator())
    add("MaskAnnotator", "segment_players", "layers=masks", sv.MaskAnnotator(), masked)
    add("HaloAnnotator", "segment_players", "layers=problems&halo=true", sv.HaloAnnotator(), masked)
    add("BlurAnnotator", track, "layers=problems&effect=blur", sv.BlurAnnotator())
    add("PixelateAnnotator", track, "layers=problems&effect=pixelate", sv.PixelateAnnotator())
    add("BackgroundOverlayAnnotator", track, "layers=problems&effect=dim", sv.BackgroundOverlayAnnotator())
    trace, heat = sv.TraceAnnotator(trace_length=20), sv.HeatMapAnnotator()
    blank = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    for number in range(FRAME):
        earlier, _ = detections(outputs["track_objects"], number)
        trace.annotate(blank.copy(), earlier)
        heat.annotate(blank.copy(), earlier)
    add("TraceAnnotator", track, "layers=problems&trail_seconds=2", trace)
    add("HeatMapAnnotator", track, "layers=problems&heat_map=all", heat)
    poses, _ = key_points(outputs["estimate_poses"])
    edge, vertex = sv.EdgeAnnotator(), sv.VertexAnnotator()
    rows.append(
        (
            "Edge- and VertexAnnotator",
            "estimate_poses",
            "layers=keypoints",
            lambda picture: vertex.annotate(edge.annotate(picture, poses), poses),
        )
    )
    return rows


def key_points(path):
    _, found = detections(path, FRAME)
    found = [entry for entry in found if "keypoints" in entry]
    points = np.array([[point[:2] for point in entry["keypoints"]] for entry in found], np.float32)
    return sv.KeyPoints(xy=points), found


def main(program, bench, folder):
    os.makedirs(folder, exist_ok=True)
    path, outputs = make_timeline(program, folder)
    image = cv2.imread(path)
    rows = peers(outputs)
    ours, theirs = {}, {}
    for _ in range(ROUNDS):
        for name, stage, query, work in rows:
            command = [bench, "layers", path, outputs[stage], "--number", str(FRAME), "--runs", str(RUNS), "--style", query]
            result = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)[query]
            ours.setdefault(name, []).append(result)
            picture = image.copy()
            theirs.setdefault(name, []).extend(least(RUNS, lambda: work(picture)))
    table = Table("ms, as supervision's annotator of that name", ["ours", "theirs", "ours/theirs"])
    for name, *_ in rows:
        table.row(name, times(ours[name]), times(theirs[name]), ratio(ours[name], theirs[name]))
    note(f"{len(detections(outputs['track_objects'], FRAME)[1])} detections on {SIZE[0]}x{SIZE[1]}, supervision {sv.__version__}.")


main(*sys.argv[1:])
