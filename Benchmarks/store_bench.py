"""Times 200 KB GET and PUT at 16 in flight beside boto3 and curl on one S3 server, in turn, and the presigning of URLs.

usage: store_bench.py OVERLAY_BENCH       the server's address and keys are in TEST_S3_… (scripts/test-s3)
       store_bench.py --boto3 get|put COUNT
"""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

from results import Table, note, rates, ratio, times

COUNT, IN_FLIGHT, BYTES, KEYS, ROUNDS = 1500, 16, 200_000, 64, 5
BUCKET = "mpr-media-out"
# Of what boto3 has put the store tells a checksum.
WORKS = {"PUT": ["put"], "GET": ["get"], "GET, put by boto3": ["get", "--foreign"]}


def client():
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=os.environ["TEST_S3_RCLONE"],
        region_name="us-east-1",
        aws_access_key_id=os.environ["TEST_S3_ACCESS_KEY"],
        aws_secret_access_key=os.environ["TEST_S3_SECRET_KEY"],
        # Otherwise as it comes, which is with a CRC32 of each body.
        config=Config(signature_version="s3v4", max_pool_connections=IN_FLIGHT),
    )


def measured(run):
    before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    run()
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"per_second": COUNT / seconds, "cpu_ms_each": cpu * 1000 / COUNT}


def boto3_bench(work):
    s3, body = client(), bytes(BYTES)

    def one(index):
        key = f"bench/{index % KEYS}"
        if work == "get":
            assert len(s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()) == BYTES
        else:
            s3.put_object(Bucket=BUCKET, Key=key, Body=body)

    def run():
        with ThreadPoolExecutor(IN_FLIGHT) as pool:
            list(pool.map(one, range(COUNT)))

    one(0)
    print(json.dumps(measured(run)))


def curl_bench(work, folder):
    """curl with URLs that were signed before: no signing, no checking of what came."""
    s3 = client()
    method = "get_object" if work == "get" else "put_object"
    urls = [s3.generate_presigned_url(method, {"Bucket": BUCKET, "Key": f"bench/{n}"}, 3600) for n in range(KEYS)]
    config, body = os.path.join(folder, "curl.conf"), os.path.join(folder, "body")
    with open(body, "wb") as file:
        file.write(bytes(BYTES))
    with open(config, "w") as file:
        for index in range(COUNT):
            file.write(f'url = "{urls[index % KEYS]}"\noutput = "/dev/null"\n')
            if work == "put":
                file.write(f'upload-file = "{body}"\n')
    arguments = ["curl", "-sS", "--no-progress-meter", "--fail", "-Z", "--parallel-max", str(IN_FLIGHT), "-H", "Expect:", "-K", config]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(arguments, check=True, stderr=subprocess.DEVNULL)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"per_second": COUNT / seconds, "cpu_ms_each": cpu * 1000 / COUNT}


def put_by_boto3():
    s3 = client()
    for number in range(KEYS):
        s3.put_object(Bucket=BUCKET, Key=f"bench/{number}", Body=bytes(BYTES))


def ours(program, *call, count=COUNT):
    environment = {
        **os.environ,
        "S3_BUCKET_OUT": BUCKET,
        "S3_ENDPOINT_URL": os.environ["TEST_S3_RCLONE"],
        "AWS_ACCESS_KEY_ID": os.environ["TEST_S3_ACCESS_KEY"],
        "AWS_SECRET_ACCESS_KEY": os.environ["TEST_S3_SECRET_KEY"],
    }
    arguments = [program, "store", *call, "--count", str(count), "--in-flight", str(IN_FLIGHT)]
    return json.loads(subprocess.run(arguments, env=environment, check=True, capture_output=True).stdout)


def boto3(work):
    return json.loads(subprocess.run([sys.executable, __file__, "--boto3", work], check=True, capture_output=True).stdout)


def main(program):
    columns = ["ours", "curl -Z", "boto3", "ours/curl", "ours/boto3"]
    rate_rows, cpu_rows = [], []
    with tempfile.TemporaryDirectory() as folder:
        for work, call in WORKS.items():
            results = {"ours": [], "curl": [], "boto3": []}
            for _ in range(ROUNDS):
                if "--foreign" in call:
                    put_by_boto3()
                results["ours"].append(ours(program, *call))
                results["curl"].append(curl_bench(call[0], folder))
                results["boto3"].append(boto3(call[0]))
            rate = {who: [run["per_second"] for run in runs] for who, runs in results.items()}
            cpu = {who: [run["cpu_ms_each"] for run in runs] for who, runs in results.items()}
            rate_rows.append((work, rate, rates, max))
            cpu_rows.append((work, cpu, times, min))
    for title, rows in [("S3, 200 KB, 16 in flight: requests a second", rate_rows), ("CPU ms each", cpu_rows)]:
        table = Table(title, columns)
        for name, samples, text, of in rows:
            ratios = [ratio(samples["ours"], samples[peer], of) for peer in ("curl", "boto3")]
            table.row(name, *(text(samples[who]) for who in ("ours", "curl", "boto3")), *ratios)
    presigned = max(ours(program, "presign", count=200_000)["per_second"] for _ in range(ROUNDS))
    note(f"Presigned URLs, one core: {presigned:,.0f} a second.")


if __name__ == "__main__":
    if sys.argv[1] == "--boto3":
        boto3_bench(sys.argv[2])
    else:
        main(sys.argv[1])
