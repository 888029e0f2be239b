"""The scenes that every program of the benchmark draws, as in `Benchmarks/OverlayBench/StepsCommand.swift`."""

import math


def boxes(width, height, count):
    """Left, top, width and height of each, and its label."""
    columns = max(5, round((count * 16 / 9) ** 0.5))
    rows = max(4, -(-count // columns))
    for index in range(count):
        x = width * (0.02 + 0.95 * (index % columns) / columns)
        y = height * (0.05 + 0.95 * (index // columns) / rows)
        yield x, y, width * 0.3 / columns, height * 0.72 / rows, f"person 0.{87 - index % 80}"


def scattered(width, height, count):
    """The same of things all over the frame."""
    for number in range(count):
        yield number * 7919 % (width - 60), number * 104729 % (height - 60), 30, 60, f"person 0.87 #{number}"


def waves(width, height):
    """20 lines of 50 points."""
    for line in range(20):
        yield [
            (width * (0.02 + 0.96 * point / 49), height * (0.05 + 0.045 * line) + 20 * math.sin(point + line))
            for point in range(50)
        ]


def ovals(width, height):
    """The middles of 100 masks of 90x180."""
    for number in range(100):
        yield number * 7919 % (width - 60) + 15, number * 104729 % (height - 60) + 30
