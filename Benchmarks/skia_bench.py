"""The drawing of `overlay-bench steps` done with Skia's raster backend; prints the least of many runs in ms, as JSON."""

import json
import sys
import time

import numpy as np
import skia

BOX_COUNT = 20


def boxes(width, height):
    for index in range(BOX_COUNT):
        x, y = width * (0.02 + 0.19 * (index % 5)), height * (0.05 + 0.24 * (index // 5))
        yield skia.Rect.MakeXYWH(x, y, width * 0.06, height * 0.18)


def main(path, runs):
    image = skia.Image.open(path).convert(colorType=skia.kRGBA_8888_ColorType)
    pixels = np.array(image.toarray())
    canvas = skia.Canvas(pixels)
    font = skia.Font(skia.Typeface("DejaVu Sans"), 16)
    stroke = skia.Paint(Color=0xFF56B4E9, Style=skia.Paint.kStroke_Style, StrokeWidth=2, AntiAlias=True)
    fill = skia.Paint(Color=0xFF56B4E9, AntiAlias=True)
    ink = skia.Paint(Color=0xFF000000, AntiAlias=True)
    half = skia.Paint(Color=0x8056B4E9, AntiAlias=True)

    def draw():
        for index, rect in enumerate(boxes(image.width(), image.height())):
            text = f"person 0.{87 - index}"
            canvas.drawRect(rect, stroke)
            background = skia.Rect.MakeXYWH(rect.left() - 1, rect.top() - 26, font.measureText(text) + 12, 25)
            canvas.drawRoundRect(background, 3, 3, fill)
            canvas.drawString(text, rect.left() + 5, rect.top() - 8, font, ink)

    def mask():
        center_x, center_y = image.width() / 2, image.height() / 2
        canvas.drawOval(skia.Rect.MakeXYWH(center_x - 300, center_y - 400, 600, 800), half)

    def least(work):
        times = []
        for _ in range(runs):
            start = time.perf_counter()
            work()
            times.append((time.perf_counter() - start) * 1000)
        return min(times)

    print(json.dumps({"draw_boxes": least(draw), "draw_mask": least(mask)}))


main(sys.argv[1], int(sys.argv[2]))
