"""What a service assembled of the usual libraries does for an overlay that is there already: FastAPI, psycopg2 and boto3.

Started by service_bench.py with uvicorn; asks the database for the stage's rows, the store for frame and overlay, and signs.
"""
import os

import boto3
from botocore.config import Config
from fastapi import FastAPI, HTTPException
from psycopg2.pool import ThreadedConnectionPool

BUCKET = os.environ["S3_BUCKET_OUT"]
app = FastAPI()
pool = ThreadedConnectionPool(2, 16, os.environ["DATABASE_URL"])
s3 = boto3.client("s3", endpoint_url=os.environ["S3_ENDPOINT_URL"], config=Config(max_pool_connections=16))


@app.get("/overlay/{timeline}/{job}/{stage}/{frame}")
def overlay(timeline: str, job: str, stage: str, frame: int, key: str):
    connection = pool.getconn()
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, created_at FROM stage_output WHERE timeline_id = %s AND job_id = %s AND stage = %s",
                (timeline, job, stage),
            )
            rows = cursor.fetchall()
        connection.rollback()
    finally:
        pool.putconn(connection)
    if not rows:
        raise HTTPException(404)
    s3.head_object(Bucket=BUCKET, Key=f"timelines/{timeline}/frames/{frame:06}.jpg")
    found = s3.head_object(Bucket=BUCKET, Key=key)
    url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=3600)
    return {"frame": frame, "key": key, "url": url, "bytes": found["ContentLength"]}
