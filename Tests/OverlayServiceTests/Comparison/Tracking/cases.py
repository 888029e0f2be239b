"""Made-up outputs of trackers and what is true beside them: what makes the figures hard to count.

Each case gives two lists of rows, (frame, id, x, y, width, height), the truth's first.
"""

from random import Random

Row = tuple[int, int, float, float, float, float]
Case = tuple[list[Row], list[Row]]


def iou(one: Row, other: Row) -> float:
    """Intersection over union of two rows' boxes."""
    (_, _, ax, ay, aw, ah), (_, _, bx, by, bw, bh) = one, other
    width, height = min(ax + aw, bx + bw) - max(ax, bx), min(ay + ah, by + bh) - max(ay, by)
    both = max(width, 0) * max(height, 0)
    return both / (aw * ah + bw * bh - both)


def seen(random: Random, true: Row, track: int, error: float) -> Row:
    """A detection of a box that is off by up to a share of its size, in hundredths of a pixel."""
    frame, _, x, y, width, height = true
    off = [random.uniform(-error, error) for _ in range(4)]
    box = (x + off[0] * width, y + off[1] * height, width * (1 + off[2]), height * (1 + off[3]))
    return (frame, track, *(round(value, 2) for value in box))


def crossings(random: Random) -> Case:
    """People pass each other on one pavement; half of the meetings leave them with each other's ids."""
    people = [(random.uniform(600, 1200), random.uniform(100, 130), random.uniform(-9, 9)) for _ in range(8)]
    tracks = list(range(11, 19))
    meeting: set[tuple[int, int]] = set()
    truth, output = [], []
    for frame in range(1, 61):
        rows = [
            (frame, person + 1, round(x + speed * frame, 2), round(y, 2), 50.0, 120.0)
            for person, (x, y, speed) in enumerate(people)
        ]
        for pair in [(one, other) for one in range(8) for other in range(one)]:
            one, other = pair
            overlap = iou(rows[one], rows[other])
            if overlap > 0.5 and pair not in meeting:
                meeting.add(pair)
                if random.random() < 0.5:
                    tracks[one], tracks[other] = tracks[other], tracks[one]
            elif overlap == 0:
                meeting.discard(pair)
        truth += rows
        output += [seen(random, row, tracks[row[1] - 1], 0.12) for row in rows if random.random() < 0.92]
        if random.random() < 0.3:
            output.append(seen(random, random.choice(rows), 100 + frame, 0.3))
    return truth, output


def gaps(random: Random) -> Case:
    """Things come and go, and so do their tracks, under their old ids, new ones, and those of others."""
    truth, output = [], []
    there, found = [False] * 7, [False] * 7
    tracks, newest = list(range(1, 8)), 7
    for frame in range(1, 91):
        for thing in range(7):
            there[thing] = random.random() < (0.93 if there[thing] else 0.2)
            was_found, found[thing] = found[thing], random.random() < (0.85 if found[thing] else 0.35)
            if not found[thing] or was_found:
                continue
            lost = [tracks[other] for other in range(7) if not found[other]]
            match random.choice(["old", "old", "new", "another's" if lost else "new"]):
                case "new":
                    newest += 1
                    tracks[thing] = newest
                case "another's":
                    track = random.choice(lost)
                    tracks[tracks.index(track)], tracks[thing] = tracks[thing], track
        rows = [
            (frame, thing + 1, round(42 * thing + 25 * random.random(), 2), 40.0 + 2 * frame, 90.0, 60.0)
            for thing in range(7)
        ]
        # Frames with predictions only, with truth only, and with neither.
        kind = "neither" if frame in range(50, 54) else random.choice(["both"] * 8 + ["predictions", "truth"])
        if kind in ("both", "truth"):
            truth += [row for row in rows if there[row[1] - 1]]
        if kind in ("both", "predictions"):
            output += [
                seen(random, row, tracks[row[1] - 1], 0.15)
                for row in rows
                if found[row[1] - 1] and (there[row[1] - 1] or random.random() < 0.4)
            ]
    return truth, output


def thresholds(random: Random) -> Case:
    """Overlaps near one half, some of exactly one half, and rows of things in which the best pair spoils two."""
    truth, output = [], []
    for frame in range(1, 31):
        for thing in range(8):
            row = (frame, thing + 1, 300.0 * thing, 0.0, 100.0, 100.0)
            truth.append(row)
            # Whole numbers: one half stays one half however it is counted.
            shift, height = random.choice([(random.randint(30, 37), 100), (0, random.randint(47, 53)), (0, 50)])
            track = thing + 1 if random.random() < 0.8 else 10 + thing
            output.append((frame, track, row[2] + shift, 0.0, 100.0, float(height)))
        # Others every second frame, so that nothing is known of the first ones.
        group = 100 + 10 * (frame // 2)
        for thing in range(4):
            x = 32 * thing + random.uniform(-5, 5)
            truth.append((frame, group + thing, round(x, 2), 500.0, 100.0, 100.0))
            box = (round(x + random.uniform(-40, 40), 2), round(500 + random.uniform(-5, 5), 2), 100.0, 100.0)
            output.append((frame, group + thing, *box))
    return truth, output
