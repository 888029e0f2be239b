"""The work of `overlay-bench steps` done with OpenCV on one thread; prints the least of many runs in ms, as JSON."""

import json
import sys
import time

import cv2
import numpy as np

BOX_COUNT = 20
QUALITY = 90


def least(runs, work):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return min(times)


def boxes(width, height):
    for index in range(BOX_COUNT):
        x, y = width * (0.02 + 0.19 * (index % 5)), height * (0.05 + 0.24 * (index // 5))
        yield int(x), int(y), int(x + width * 0.06), int(y + height * 0.18)


def draw(image):
    height, width = image.shape[:2]
    for index, (left, top, right, bottom) in enumerate(boxes(width, height)):
        color = (233, 180, 86)
        cv2.rectangle(image, (left, top), (right, bottom), color, 2, cv2.LINE_AA)
        text = f"person 0.{87 - index}"
        (text_width, text_height), baseline = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.5, 1)
        cv2.rectangle(image, (left, top - text_height - 10), (left + text_width + 10, top), color, cv2.FILLED)
        cv2.putText(image, text, (left + 5, top - 5), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)


def blend_mask(image, mask):
    tinted = image.copy()
    tinted[:] = (233, 180, 86)
    blended = cv2.addWeighted(image, 0.5, tinted, 0.5, 0)
    cv2.copyTo(blended, mask, image)


def main(path, runs):
    cv2.setNumThreads(1)
    data = np.fromfile(path, np.uint8)
    image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    height, width = image.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    cv2.ellipse(mask, (width // 2, height // 2), (300, 400), 0, 0, 360, 255, cv2.FILLED)

    def whole():
        frame = cv2.imdecode(data, cv2.IMREAD_COLOR)
        draw(frame)
        cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])

    print(json.dumps({
        "decode": least(runs, lambda: cv2.imdecode(data, cv2.IMREAD_COLOR)),
        "draw_boxes": least(runs, lambda: draw(image)),
        "draw_mask": least(runs, lambda: blend_mask(image, mask)),
        "encode": least(runs, lambda: cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])),
        "jpeg_to_jpeg": least(runs, whole),
        "png": least(max(runs // 8, 3), lambda: cv2.imencode(".png", image)),
    }))


main(sys.argv[1], int(sys.argv[2]))
