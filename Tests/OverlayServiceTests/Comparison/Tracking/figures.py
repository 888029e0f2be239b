"""What Python's packages say of how well trackers keep to what is true; scripts/make-tracking-figures runs it.

python figures.py samples           writes the samples that motmetrics comes with, and made-up ones
python figures.py motmetrics FILE   adds that package's figures to a JSON file; trackeval likewise
"""

import json
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from random import Random

import cases
import numpy as np

FOLDER = Path(__file__).parent
# With these seeds both packages agree although they remember differently, the order of rows is of no account, and what
# forgets who was who, assigns greedily, or takes one half for too little, gives other figures in one of the cases.
SEEDS = {cases.crossings: 2, cases.gaps: 293, cases.thresholds: 3}


def samples() -> None:
    import motmetrics

    for name in ("TUD-Campus", "TUD-Stadtmitte"):
        for part in ("gt", "test"):
            shutil.copyfile(Path(motmetrics.__file__).parent / "data" / name / f"{part}.txt", path(name, part))
    for case, seed in SEEDS.items():
        truth, output = case(Random(seed))
        # Confidence, class and visibility of 1, so that nobody leaves anything out.
        write(case.__name__, "gt", truth, "1,1,1")
        write(case.__name__, "test", output, "-1,-1,-1,-1")


def path(case: str, part: str) -> Path:
    return FOLDER / f"{case}.{part}.txt"


def write(case: str, part: str, rows: list[cases.Row], rest: str) -> None:
    path(case, part).write_text("".join(f"{','.join(map(str, row))},{rest}\n" for row in rows))


def of_motmetrics(case: str) -> dict[str, float]:
    """Its loader takes 1 from X and Y, which count from 1 in MATLAB; that changes no overlap."""
    import motmetrics

    truth = motmetrics.io.loadtxt(path(case, "gt"), fmt="mot15-2D", min_confidence=1)
    output = motmetrics.io.loadtxt(path(case, "test"), fmt="mot15-2D")
    events = motmetrics.utils.compare_to_groundtruth(truth, output, "iou", distth=0.5)
    names = ["precision", "recall", "mota", "idf1", "idtp", "idfp", "idfn", "num_matches", "num_switches"]
    names += ["num_false_positives", "num_misses", "num_objects", "num_predictions"]
    return motmetrics.metrics.create().compute(events, metrics=names, return_dataframe=False)


def of_trackeval(case: str) -> dict[str, float]:
    """Boxes go to the metrics as they are in the files, without the folders that its datasets want."""
    from trackeval.datasets._base_dataset import _BaseDataset
    from trackeval.metrics import CLEAR, Identity

    truth, output = (np.loadtxt(path(case, part), delimiter=",", usecols=range(6), ndmin=2) for part in ("gt", "test"))
    data = {"num_gt_dets": len(truth), "num_tracker_dets": len(output), "similarity_scores": []}
    frames = range(1, int(max(truth[:, 0].max(), output[:, 0].max())) + 1)
    data["num_timesteps"] = len(frames)
    for name, rows in (("gt", truth), ("tracker", output)):
        ids, numbers = np.unique(rows[:, 1], return_inverse=True)
        data[f"num_{name}_ids"] = len(ids)
        data[f"{name}_ids"] = [numbers[rows[:, 0] == frame] for frame in frames]
    _BaseDataset._check_unique_ids(data)
    for frame in frames:
        boxes = (rows[rows[:, 0] == frame, 2:] for rows in (truth, output))
        data["similarity_scores"].append(_BaseDataset._calculate_box_ious(*boxes, box_format="xywh"))
    settings = {"THRESHOLD": 0.5, "PRINT_CONFIG": False}
    figures = CLEAR(settings).eval_sequence(data) | Identity(settings).eval_sequence(data)
    names = ["CLR_Pr", "CLR_Re", "MOTA", "IDF1", "IDSW", "CLR_TP", "CLR_FP", "CLR_FN", "IDTP", "IDFP", "IDFN"]
    return {name: figures[name] for name in names}


def add(package: str, file: Path) -> None:
    figures = json.loads(file.read_text()) if file.exists() else {"versions": {}}
    figures["versions"][package] = version(package)
    for case in sorted(path.name.removesuffix(".gt.txt") for path in FOLDER.glob("*.gt.txt")):
        found = {"motmetrics": of_motmetrics, "trackeval": of_trackeval}[package](case)
        numbers = {name: int(value) if float(value).is_integer() else float(value) for name, value in found.items()}
        figures.setdefault(case, {})[package] = numbers
    file.write_text(json.dumps(figures, indent=2, sort_keys=True) + "\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["samples"]:
            samples()
        case [package, file]:
            add(package, Path(file))
