"""What schemathesis cannot know of a query: that it is text, whatever type a value had when it was made up."""

from urllib.parse import unquote_plus, urlsplit

import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import RejectedPositiveData


FEWEST_ALLOWED = 300
"""Every call takes so many frames; each says how many more."""


@schemathesis.hook
def filter_failure(context, failure, case, response) -> bool:
    """Drops "accepted though it breaks the schema" where the query as it was sent breaks nothing.

    A list's value of another type (`tracks: 83943` for `tracks: ["83943"]`) is the same text, and an object without
    members is no text at all. schemathesis sees this of numbers and strings, not of lists.
    """
    if isinstance(failure, RejectedPositiveData):
        return not is_contradictory(case)
    if not isinstance(failure, AcceptedNegativeData):
        return True
    mutations = case.meta.phase.data.mutations
    if not mutations or any(mutation.parameter_location is not ParameterLocation.QUERY for mutation in mutations):
        return True
    return not query_is_valid(case.operation, urlsplit(response.request.url).query)


def is_contradictory(case) -> bool:
    """Whether a call has fields that cannot be together, which a schema of each field cannot say."""
    body = case.body.get("style") if isinstance(case.body, dict) else None
    query = {name: str(value).lower() for name, value in {**(case.query or {}), **(body or {})}.items()}
    redacts = query.get("effect") in ("blur", "pixelate") or query.get("preset") == "redact"
    reads_frame = redacts or query.get("insets") == "true"
    return (
        any(is_reversed(part) for name in ("heat_map", "frames") for part in query.get(name, "").split(","))
        or length(query.get("frames", "")) > FEWEST_ALLOWED
        or (redacts and query.get("insets") == "true")
        or (query.get("format") == "transparent" and reads_frame)
        or ("split" in query and (reads_frame or query.get("redirect") == "true"))
        or is_contradictory_of(case.operation.path.rpartition("/")[2], query)
    )


def is_contradictory_of(call: str, query: dict[str, str]) -> bool:
    """The same of what one call alone takes."""
    has_reference = not query.keys().isdisjoint({"compare_job", "compare_stage"})
    rule = {"iou_threshold", "same_iou", "confidence_tolerance", "min_confidence"}
    match call:
        case "comparison":
            return not has_reference
        case "ranking":
            is_of_both = query.get("by") == "difference"
            return not has_reference if is_of_both else has_reference or not query.keys().isdisjoint(rule)
        case "sheet":
            return ("frames" in query) == ("track" in query) or ("frames" in query and "limit" in query)
        case "clip":
            return query.get("format") == "transparent" and query.get("container") != "apng"
    return False


def length(frames: str) -> int:
    """How many frames are named, as far as each part is a number or a range."""
    ends = [[int(end) for end in part.split("-") if end.isdigit()] for part in frames.split(",")]
    return sum(max(part) - min(part) + 1 for part in ends if part)


def is_reversed(frames: str) -> bool:
    first, _, last = frames.partition("-")
    return first.isdigit() and last.isdigit() and int(first) > int(last)


def query_is_valid(operation, query: str) -> bool:
    sent: dict[str, list[str]] = {}
    for pair in filter(None, query.split("&")):
        name, _, value = pair.partition("=")
        sent.setdefault(unquote_plus(name), []).append(value)
    return all(
        any(parameter.get_validator().is_valid(reading) for reading in readings(sent[parameter.name]))
        if parameter.name in sent
        else not parameter.is_required
        for parameter in operation.query
    )


def readings(values: list[str]):
    """What a server may read of a parameter's values: their items, their text, or their number."""
    yield [unquote_plus(item) for value in values for item in value.split(",")]
    if len(values) == 1:
        text = unquote_plus(values[0])
        yield text
        try:
            yield float(text)
        except ValueError:
            pass
