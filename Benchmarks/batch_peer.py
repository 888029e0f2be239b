"""What twenty lines of Python do for a batch: OpenCV draws a stage's boxes with labels on every frame of a timeline.

usage: batch_peer.py SQLITE TIMELINE JOB STAGE MEDIA     MEDIA is a folder, or an S3 endpoint whose keys are where boto3 looks
"""
import json
import os
import sqlite3
import sys

import cv2
import numpy as np

BUCKET = "mpr-media-out"
QUALITY = 90
COLORS = [(233, 180, 86), (66, 159, 240), (115, 158, 0), (178, 114, 0), (0, 94, 213)]


def folder(root):
    def read(key):
        return np.fromfile(os.path.join(root, BUCKET, key), np.uint8)

    def write(key, picture):
        path = os.path.join(root, BUCKET, key)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        picture.tofile(path)

    return read, write


def bucket(endpoint):
    import boto3

    s3 = boto3.client("s3", endpoint_url=endpoint)

    def read(key):
        return np.frombuffer(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read(), np.uint8)

    def write(key, picture):
        s3.put_object(Bucket=BUCKET, Key=key, Body=picture.tobytes(), ContentType="image/jpeg")

    return read, write


def draw(image, detections):
    for found in detections:
        left, top, width, height = (int(value) for value in found["bbox"])
        color = COLORS[found.get("track_id", 0) % len(COLORS)]
        cv2.rectangle(image, (left, top), (left + width, top + height), color, 2, cv2.LINE_AA)
        text = f"{found['label']} {found['confidence']:.2f} #{found.get('track_id')}"
        (text_width, text_height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.5, 1)
        cv2.rectangle(image, (left, top - text_height - 10), (left + text_width + 10, top), color, cv2.FILLED)
        cv2.putText(image, text, (left + 5, top - 5), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)


def main(database, timeline, job, stage, media):
    cv2.setNumThreads(1)
    read, write = bucket(media) if "://" in media else folder(media)
    query = "SELECT output FROM stage_output WHERE timeline_id = ? AND job_id = ? AND stage = ?"
    output = json.loads(sqlite3.connect(database).execute(query, (timeline, job, stage)).fetchone()[0])
    for frame in output["frames"]:
        image = cv2.imdecode(read(f"timelines/{timeline}/frames/{frame['frame']:06}.jpg"), cv2.IMREAD_COLOR)
        draw(image, frame["detections"])
        _, picture = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        write(f"peer/{timeline}/{stage}/{frame['frame']:06}.jpg", picture)


main(*sys.argv[1:])
