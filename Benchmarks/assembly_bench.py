"""JPEG in to JPEG out with the fastest libraries that PyPI has: simplejpeg (libjpeg-turbo) around Skia's drawing, one thread;
prints the least and the median of many runs in ms, as JSON."""

import json
import sys

import simplejpeg
import skia

from results import least
from scene import boxes
from skia_bench import draw

QUALITY = 90


def main(path, runs, count):
    with open(path, "rb") as file:
        data = file.read()

    def coded():
        pixels = simplejpeg.decode_jpeg(data, "RGBA")
        return simplejpeg.encode_jpeg(pixels, QUALITY, "RGBA", "420")

    def whole():
        pixels = simplejpeg.decode_jpeg(data, "RGBA")
        height, width = pixels.shape[:2]
        draw(skia.Canvas(pixels, colorType=skia.kRGBA_8888_ColorType), boxes(width, height, count))
        return simplejpeg.encode_jpeg(pixels, QUALITY, "RGBA", "420")

    print(json.dumps({"jpeg_to_jpeg": least(runs, whole), "decoded_and_coded": least(runs, coded)}))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
