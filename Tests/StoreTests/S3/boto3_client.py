"""An S3 client that shares no code with the service: boto3 with one JSON object in and one out.

    boto3_client.py ENDPOINT COMMAND < input.json > output.json

Keys come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, the region from AWS_DEFAULT_REGION.
Bytes are base64 in "body". An error of the server is {"error": code, "status": number}, with exit code 0.
The command "batch" takes a list of such calls, each with its "command", and answers with the list of their results.

    make-bucket  {"bucket"}
    put          {"bucket", "key", "body", "content_type"?, "if_none_match"?}        -> {"etag"}
    get          {"bucket", "key", "range"?}       -> {"body", "etag", "content_type", "status"}
    head         {"bucket", "key"}                 -> {"size", "etag", "content_type"}
    list         {"bucket", "prefix"?, "start_after"?, "max_keys"?}
                                                   -> {"objects": [{"key", "size", "etag"}], "truncated"}
    list-all     {"bucket", "prefix"?}             -> {"keys": [key]}, of all pages
    delete       {"bucket", "key"}                 -> {}
    delete-all   {"bucket"}                        -> {}, and no object is left
    upload       {"bucket", "key", "path"}         -> {}, a file, in parts of 5 MiB
    digest       {"bucket", "key"}                 -> {"size", "md5", "etag"}
    presign      {"bucket", "key", "method": "get" | "head" | "put", "expires"?, "content_type"?}   -> {"url"}
"""

import base64
import hashlib
import json
import os
import sys

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError


def connect(endpoint):
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        retries={"mode": "standard", "total_max_attempts": 2},
        proxies={},
    )
    region = os.environ.get("AWS_DEFAULT_REGION", "us-east-1")
    return boto3.client("s3", endpoint_url=endpoint, region_name=region, config=config)


def make_bucket(client, call):
    client.create_bucket(Bucket=call["bucket"])
    return {}


def put(client, call):
    optional = {"content_type": "ContentType", "if_none_match": "IfNoneMatch"}
    more = {name: call[field] for field, name in optional.items() if field in call}
    body = base64.b64decode(call["body"], validate=True)
    answer = client.put_object(Bucket=call["bucket"], Key=call["key"], Body=body, **more)
    return {"etag": answer["ETag"]}


def get(client, call):
    more = {"Range": call["range"]} if "range" in call else {}
    answer = client.get_object(Bucket=call["bucket"], Key=call["key"], **more)
    return {
        "body": base64.b64encode(answer["Body"].read()).decode(),
        "etag": answer["ETag"],
        "content_type": answer.get("ContentType"),
        "status": answer["ResponseMetadata"]["HTTPStatusCode"],
    }


def head(client, call):
    answer = client.head_object(Bucket=call["bucket"], Key=call["key"])
    return {"size": answer["ContentLength"], "etag": answer["ETag"], "content_type": answer.get("ContentType")}


def list_objects(client, call):
    optional = {"prefix": "Prefix", "start_after": "StartAfter", "max_keys": "MaxKeys"}
    more = {name: call[field] for field, name in optional.items() if field in call}
    answer = client.list_objects_v2(Bucket=call["bucket"], **more)
    objects = [
        {"key": entry["Key"], "size": entry["Size"], "etag": entry["ETag"]} for entry in answer.get("Contents", [])
    ]
    return {"objects": objects, "truncated": answer["IsTruncated"]}


def list_all(client, call):
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=call["bucket"], Prefix=call.get("prefix", ""))
    return {"keys": [entry["Key"] for page in pages for entry in page.get("Contents", [])]}


def delete(client, call):
    client.delete_object(Bucket=call["bucket"], Key=call["key"])
    return {}


def delete_all(client, call):
    keys = [{"Key": key} for key in list_all(client, {"bucket": call["bucket"]})["keys"]]
    for start in range(0, len(keys), 1000):
        client.delete_objects(Bucket=call["bucket"], Delete={"Objects": keys[start : start + 1000], "Quiet": True})
    return {}


def upload(client, call):
    config = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
    client.upload_file(call["path"], call["bucket"], call["key"], Config=config)
    return {}


def digest(client, call):
    answer = client.get_object(Bucket=call["bucket"], Key=call["key"])
    body = answer["Body"].read()
    return {"size": len(body), "md5": hashlib.md5(body).hexdigest(), "etag": answer["ETag"]}


def presign(client, call):
    params = {"Bucket": call["bucket"], "Key": call["key"]}
    if "content_type" in call:
        params["ContentType"] = call["content_type"]
    url = client.generate_presigned_url(f"{call['method']}_object", params, ExpiresIn=call.get("expires", 3600))
    return {"url": url}


COMMANDS = {
    "make-bucket": make_bucket,
    "put": put,
    "get": get,
    "head": head,
    "list": list_objects,
    "list-all": list_all,
    "delete": delete,
    "delete-all": delete_all,
    "upload": upload,
    "digest": digest,
    "presign": presign,
}


def run(client, command, call):
    try:
        return COMMANDS[command](client, call)
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return {"error": error.response["Error"]["Code"], "status": status}


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in [*COMMANDS, "batch"]:
        sys.exit(f"usage: boto3_client.py ENDPOINT batch|{'|'.join(COMMANDS)}")
    _, endpoint, command = sys.argv
    client = connect(endpoint)
    call = json.load(sys.stdin)
    if command == "batch":
        result = [run(client, each["command"], each) for each in call]
    else:
        result = run(client, command, call)
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
