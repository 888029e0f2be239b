"""Makes the pictures of this folder; see README.md. Takes the path of libjpeg-turbo's cjpeg as its argument."""

import io
import struct
import subprocess
import sys
import tempfile
import zlib

import numpy
import simplejpeg
from PIL import Image, ImageChops

CJPEG = sys.argv[1]
WIDTH, HEIGHT = 21, 13


# JPEG: a color gradient with one sharp edge. The expected pixels are what Pillow decodes.

def scene():
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    rgb = numpy.stack([x * 12, y * 19, 255 - x * 6 - y * 9], axis=2)
    rgb[3:8, 5:11] = (240, 30, 20)
    return numpy.ascontiguousarray(rgb.astype(numpy.uint8))


def write(name, data):
    with open(name, "wb") as file:
        file.write(data)


def write_jpeg(name, data, reference=None):
    write(name + ".jpg", data)
    pixels = Image.open(io.BytesIO(data)).convert("RGB") if reference is None else reference
    write(name + ".rgb", pixels.tobytes())


def pillow_jpeg(image, **options):
    out = io.BytesIO()
    image.save(out, "JPEG", **{"quality": 90, **options})
    return out.getvalue()


def cjpeg(*options, scans=None):
    ppm = b"P6 %d %d 255\n" % (WIDTH, HEIGHT) + scene().tobytes()
    if scans:
        file = tempfile.NamedTemporaryFile()
        file.write(scans)
        file.flush()
        options += ("-scans", file.name)
    return subprocess.run([CJPEG, *options], input=ppm, stdout=subprocess.PIPE, check=True).stdout


def without_segment(data, marker):
    start = data.index(bytes([0xFF, marker]))
    return data[:start] + data[start + 2 + struct.unpack(">H", data[start + 2:start + 4])[0]:]


def patched(data, offset_after, pattern, value):
    at = data.index(pattern) + offset_after
    return data[:at] + bytes([value]) + data[at + 1:]


def make_jpegs():
    image = Image.fromarray(scene())
    write_jpeg("baseline-444", pillow_jpeg(image, subsampling=0))
    write_jpeg("baseline-422", pillow_jpeg(image, subsampling=1))
    write_jpeg("baseline-420", pillow_jpeg(image, subsampling=2))
    write_jpeg("baseline-440", simplejpeg.encode_jpeg(scene(), quality=90, colorsubsampling="440"))
    write_jpeg("gray", pillow_jpeg(image.convert("L")))
    write_jpeg("progressive-420", pillow_jpeg(image, subsampling=2, progressive=True))
    write_jpeg("restart-markers", pillow_jpeg(image, subsampling=2, restart_marker_blocks=1))
    write_jpeg("rgb-adobe", pillow_jpeg(image, keep_rgb=True))
    write_jpeg("extended-16-bit-tables", cjpeg("-quality", "2", "-sample", "1x1"))
    write_jpeg("separate-scans", cjpeg("-quality", "90", scans=b"0;\n1;\n2;\n"))
    write_jpeg("orientation-6", pillow_jpeg(image, subsampling=0, exif=orientation(6)))
    make_cmyk_jpegs()
    write("arithmetic.jpg", cjpeg("-arithmetic"))
    write("12-bit.jpg", patched(pillow_jpeg(image), 4, b"\xff\xc0", 12))


def orientation(value):
    exif = Image.Exif()
    exif[0x0112] = value
    return exif


def make_cmyk_jpegs():
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    ink = numpy.stack([x * 12, y * 19, 255 - x * 6 - y * 9, x * 3 + y * 5], axis=2).astype(numpy.uint8)
    cmyk = Image.frombytes("CMYK", (WIDTH, HEIGHT), ink.tobytes())
    adobe = pillow_jpeg(cmyk)
    write_jpeg("cmyk-adobe", adobe)
    # Without Adobe's marker the same samples mean ink, not its absence; Pillow does not make that difference.
    plain = without_segment(adobe, 0xEE)
    write_jpeg("cmyk-plain", plain, ImageChops.invert(Image.open(io.BytesIO(plain))).convert("RGB"))
    # Pillow stores 255 - ink; so these samples are Y, Cb, Cr and 255 - K, which transform 2 declares.
    ycc = numpy.asarray(Image.fromarray(scene()).convert("YCbCr"))
    ycck = Image.fromarray(numpy.dstack([255 - ycc, ink[:, :, 3]]), "CMYK")
    write_jpeg("ycck-adobe", patched(pillow_jpeg(ycck), 15, b"\xff\xee", 2))


# PNG: samples follow formulas that the tests know too; rows are filtered by each of the five filters in turn.

PNG_WIDTH, PNG_HEIGHT = 13, 9
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def sample(x, y, channel, depth):
    return (x * 4099 + y * 1543 + channel * 9001) % 65536 >> (16 - depth)


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def packed_row(y, columns, color_type, depth):
    bits = "".join(
        format(sample(x, y, channel, depth), f"0{depth}b") for x in columns for channel in range(CHANNELS[color_type]))
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))


def paeth(a, b, c):
    distances = [abs(b - c), abs(a - c), abs(a + b - 2 * c)]
    return (a, b, c)[distances.index(min(distances))]


def filtered(row, previous, kind, step):
    out = bytearray([kind])
    for i, value in enumerate(row):
        a = row[i - step] if i >= step else 0
        b = previous[i]
        c = previous[i - step] if i >= step else 0
        out.append((value - (0, a, b, (a + b) // 2, paeth(a, b, c))[kind]) % 256)
    return bytes(out)


def one_pass(start_x, start_y, step_x, step_y, color_type, depth):
    columns = range(start_x, PNG_WIDTH, step_x)
    if not columns:
        return b""
    step = max(1, CHANNELS[color_type] * depth // 8)
    rows = [packed_row(y, columns, color_type, depth) for y in range(start_y, PNG_HEIGHT, step_y)]
    return b"".join(
        filtered(row, rows[i - 1] if i else bytes(len(row)), i % 5, step) for i, row in enumerate(rows))


def png(color_type, depth, interlaced, extra):
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    data = zlib.compress(b"".join(one_pass(*part, color_type, depth) for part in passes), 9)
    header = struct.pack(">IIBBBBB", PNG_WIDTH, PNG_HEIGHT, depth, color_type, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra
            + chunk(b"IDAT", data[:40]) + chunk(b"IDAT", data[40:]) + chunk(b"IEND", b""))


def palette(depth):
    return chunk(b"PLTE", bytes(value for i in range(1 << depth) for value in (i, 255 - i, i * 7 % 256)))


def make_pngs():
    kinds = {"gray": (0, (1, 2, 4, 8, 16)), "rgb": (2, (8, 16)), "palette": (3, (1, 2, 4, 8)),
             "gray-alpha": (4, (8, 16)), "rgba": (6, (8, 16))}
    for name, (color_type, depths) in kinds.items():
        for depth in depths:
            extra = palette(depth) if color_type == 3 else b""
            write(f"{name}{depth}.png", png(color_type, depth, False, extra))
            write(f"{name}{depth}-interlaced.png", png(color_type, depth, True, extra))
    # The color of pixel (3, 2) is transparent; palette entries below 10 are partly so.
    for name, color_type, depth in (("gray", 0, 8), ("gray", 0, 16), ("rgb", 2, 8), ("rgb", 2, 16)):
        key = b"".join(struct.pack(">H", sample(3, 2, channel, depth)) for channel in range(CHANNELS[color_type]))
        write(f"{name}{depth}-transparent.png", png(color_type, depth, False, chunk(b"tRNS", key)))
    alphas = chunk(b"tRNS", bytes(i * 25 for i in range(10)))
    write("palette8-transparent.png", png(3, 8, False, palette(8) + alphas))
    write("palette4-transparent-interlaced.png", png(3, 4, True, palette(4) + alphas))


make_jpegs()
make_pngs()
