"""The work of `overlay-bench steps` done with OpenCV on one thread; prints the least and the median of many runs in ms, as JSON."""

import json
import sys

import cv2
import numpy as np

from results import least
from scene import boxes, ovals, scattered, waves

QUALITY = 90


def draw(image, things):
    for x, y, box_width, box_height, text in things:
        left, top, right, bottom = int(x), int(y), int(x + box_width), int(y + box_height)
        color = (233, 180, 86, 255)
        cv2.rectangle(image, (left, top), (right, bottom), color, 2, cv2.LINE_AA)
        (text_width, text_height), baseline = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.5, 1)
        cv2.rectangle(image, (left, top - text_height - 10), (left + text_width + 10, top), color, cv2.FILLED)
        cv2.putText(image, text, (left + 5, top - 5), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0, 255), 1, cv2.LINE_AA)


def blend_mask(image, mask):
    tinted = image.copy()
    tinted[:] = (233, 180, 86)
    blended = cv2.addWeighted(image, 0.5, tinted, 0.5, 0)
    cv2.copyTo(blended, mask, image)


def blend_masks(image, masks):
    """Each within its own box."""
    for (left, top, right, bottom), mask in masks:
        part = image[top:bottom, left:right]
        tinted = np.full_like(part, (233, 180, 86))
        cv2.copyTo(cv2.addWeighted(part, 0.5, tinted, 0.5, 0), mask, part)


def oval_masks(width, height):
    for x, y in ovals(width, height):
        whole = np.zeros((height, width), np.uint8)
        cv2.ellipse(whole, (int(x), int(y)), (45, 90), 0, 0, 360, 255, cv2.FILLED)
        left, top, right, bottom = max(int(x) - 46, 0), max(int(y) - 91, 0), int(x) + 47, int(y) + 92
        yield (left, top, min(right, width), min(bottom, height)), whole[top:bottom, left:right].copy()


def main(path, runs, count, only):
    cv2.setNumThreads(1)
    data = np.fromfile(path, np.uint8)
    image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    height, width = image.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    cv2.ellipse(mask, (width // 2, height // 2), (300, 400), 0, 0, 360, 255, cv2.FILLED)

    def whole():
        frame = cv2.imdecode(data, cv2.IMREAD_COLOR)
        draw(frame, boxes(width, height, count))
        cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])

    def transparent(things):
        overlay = np.zeros((height, width, 4), np.uint8)
        draw(overlay, things)
        cv2.imencode(".png", overlay)

    masks = list(oval_masks(width, height))
    lines = [np.array(points, np.float64).round().astype(np.int32) for points in waves(width, height)]

    steps = {
        "decode": lambda: cv2.imdecode(data, cv2.IMREAD_COLOR),
        "draw_boxes": lambda: draw(image, boxes(width, height, count)),
        "draw_mask": lambda: blend_mask(image, mask),
        "draw_masks": lambda: blend_masks(image, masks),
        "draw_lines": lambda: cv2.polylines(image, lines, False, (233, 180, 86), 2, cv2.LINE_AA),
        "encode": lambda: cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY]),
        "jpeg_to_jpeg": whole,
        "png": lambda: cv2.imencode(".png", image),
        "transparent": lambda: transparent(boxes(width, height, count)),
        "transparent_scattered": lambda: transparent(scattered(width, height, count)),
    }
    chosen = {name: work for name, work in steps.items() if not only or name in only}
    print(json.dumps({name: least(max(runs // 8, 3) if name == "png" else runs, work) for name, work in chosen.items()}))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
