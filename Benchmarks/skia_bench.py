"""The drawing of `overlay-bench steps` done with Skia's raster backend; prints the least and the median of many runs in ms, as JSON."""

import json
import sys

import numpy as np
import skia

from results import least
from scene import boxes, ovals, scattered, waves

FONT = skia.Font(skia.Typeface("DejaVu Sans"), 16)
STROKE = skia.Paint(Color=0xFF56B4E9, Style=skia.Paint.kStroke_Style, StrokeWidth=2, AntiAlias=True)
FILL = skia.Paint(Color=0xFF56B4E9, AntiAlias=True)
INK = skia.Paint(Color=0xFF000000, AntiAlias=True)


def draw(canvas, things):
    for x, y, box_width, box_height, text in things:
        canvas.drawRect(skia.Rect.MakeXYWH(x, y, box_width, box_height), STROKE)
        background = skia.Rect.MakeXYWH(x - 1, y - 26, FONT.measureText(text) + 12, 25)
        canvas.drawRoundRect(background, 3, 3, FILL)
        canvas.drawString(text, x + 5, y - 8, FONT, INK)


def main(path, runs, count):
    image = skia.Image.open(path).convert(colorType=skia.kRGBA_8888_ColorType)
    pixels = np.array(image.toarray())
    canvas = skia.Canvas(pixels)
    half = skia.Paint(Color=0x8056B4E9, AntiAlias=True)

    def mask():
        center_x, center_y = image.width() / 2, image.height() / 2
        canvas.drawOval(skia.Rect.MakeXYWH(center_x - 300, center_y - 400, 600, 800), half)

    def masks():
        for x, y in ovals(image.width(), image.height()):
            canvas.drawOval(skia.Rect.MakeXYWH(x - 45, y - 90, 90, 180), half)

    round_stroke = skia.Paint(STROKE)
    round_stroke.setStrokeCap(skia.Paint.kRound_Cap)
    round_stroke.setStrokeJoin(skia.Paint.kRound_Join)

    def lines():
        for points in waves(image.width(), image.height()):
            path = skia.Path()
            path.addPoly([skia.Point(x, y) for x, y in points], False)
            canvas.drawPath(path, round_stroke)

    size = (image.width(), image.height())

    def transparent(things):
        surface = skia.Surface(*size)
        draw(surface.getCanvas(), things)
        surface.makeImageSnapshot().encodeToData(skia.kPNG, 100)

    steps = {
        "draw_boxes": lambda: draw(canvas, boxes(*size, count)),
        "draw_mask": mask,
        "draw_masks": masks,
        "draw_lines": lines,
        "transparent": lambda: transparent(boxes(*size, count)),
        "transparent_scattered": lambda: transparent(scattered(*size, count)),
    }
    print(json.dumps({name: least(runs, work) for name, work in steps.items()}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
