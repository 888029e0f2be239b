"""Reads PromQL as far as it takes to say which metrics an expression uses, and which labels its result has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

TOKEN = re.compile(
    r"""\s*(?:(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<range>\[[^]]*\])|(?P<number>[0-9.]+(?:e[+-]?[0-9]+)?[smhdwy]*)"""
    r"""|(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?P<sign>==|!=|=~|!~|<=|>=|[-+*/%^(){},=<>]))""",
)
AGGREGATIONS = {"sum", "min", "max", "avg", "count", "group", "stddev", "stdvar", "topk", "bottomk", "quantile"}
OPERATORS = {"==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "^", "and", "or", "unless"}
# What counters and histograms must pass before anything else.
RATES = {"rate", "irate", "increase", "changes", "resets"}
TARGET_LABELS = frozenset({"job", "instance"})


@dataclass(frozen=True)
class Metric:
    """`kind`: counter, gauge, histogram, or record (of a rule)."""

    kind: str
    labels: frozenset[str]


@dataclass(frozen=True)
class Series:
    """What an expression gives. `counts`: counters of which nobody has taken the rate yet; `text`: of a string."""

    labels: frozenset[str]
    is_range: bool = False
    counts: frozenset[str] = frozenset()
    gauges: frozenset[str] = frozenset()
    text: str = ""


class WrongExpression(Exception):
    pass


def find(metrics: Mapping[str, Metric], name: str) -> Metric:
    """The metric with this name; a histogram is seen through its three kinds of series alone."""
    if name in metrics and metrics[name].kind != "histogram":
        return metrics[name]
    base, _, suffix = name.rpartition("_")
    if suffix in ("bucket", "sum", "count") and base in metrics and metrics[base].kind == "histogram":
        labels = metrics[base].labels | ({"le"} if suffix == "bucket" else set())
        return Metric("counter", labels)
    raise WrongExpression(f"there is no metric {name}")


class Expression:
    """One expression; `used` holds the names in it after `result()`."""

    def __init__(self, text: str, metrics: Mapping[str, Metric]) -> None:
        self.metrics = metrics
        self.used: set[str] = set()
        self.tokens: list[str] = []
        position = 0
        while text[position:].strip():
            match = TOKEN.match(text, position)
            if not match:
                raise WrongExpression(f"cannot be read from {text[position:]!r} on")
            self.tokens.append(match[0].strip())
            position = match.end()

    def result(self) -> Series:
        series = self.operation()
        if self.tokens:
            raise WrongExpression(f"something is left: {' '.join(self.tokens)}")
        if series.counts:
            raise WrongExpression(f"{', '.join(sorted(series.counts))} only ever grows: take its rate")
        if series.is_range:
            raise WrongExpression("is a range")
        return series

    def peek(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def take(self, expected: str | None = None) -> str:
        token = self.peek()
        if not token or expected not in (None, token):
            raise WrongExpression(f"{expected or 'more'} is expected where {token or 'the end'} is")
        return self.tokens.pop(0)

    def names(self) -> frozenset[str]:
        """`(a, b)`"""
        self.take("(")
        names = set()
        while self.peek() != ")":
            names.add(self.take())
            if self.peek() == ",":
                self.take()
        self.take(")")
        return frozenset(names)

    def operation(self) -> Series:
        """Operators of all ranks alike: for names and labels the rank makes no difference."""
        left = self.operand()
        while self.peek() in OPERATORS:
            operator = self.take()
            if self.peek() == "bool":
                self.take()
            if self.peek() in ("on", "ignoring"):
                self.take()
                require(self.names(), left.labels, "is matched by")
                if self.peek() in ("group_left", "group_right"):
                    self.take()
                    self.names()
            right = self.operand()
            labels = left.labels if operator in ("and", "unless") else left.labels | right.labels
            left = Series(labels, counts=left.counts | right.counts)
        return left

    def operand(self) -> Series:
        token = self.take()
        if token == "-":
            return self.operand()
        if token == "(":
            series = self.operation()
            self.take(")")
            return series
        if token[0] in "\"'":
            return Series(frozenset(), text=token[1:-1])
        if token[0] in "0123456789.":
            return Series(frozenset())
        if token in AGGREGATIONS and self.peek() in ("(", "by", "without"):
            return self.aggregation()
        if self.peek() == "(":
            return self.call(token)
        if token == "{":
            raise WrongExpression("a selector without a name")
        return self.selector(token)

    def arguments(self) -> list[Series]:
        self.take("(")
        found = []
        while self.peek() != ")":
            found.append(self.operation())
            if self.peek() == ",":
                self.take()
        self.take(")")
        return found

    def aggregation(self) -> Series:
        grouping = (self.take(), self.names()) if self.peek() in ("by", "without") else None
        series = self.arguments()[-1]
        if self.peek() in ("by", "without"):
            grouping = (self.take(), self.names())
        kind, labels = grouping or ("by", frozenset())
        require(labels, series.labels, "is grouped by")
        return Series(labels if kind == "by" else series.labels - labels, counts=series.counts)

    def call(self, function: str) -> Series:
        found = self.arguments()
        first = found[0] if found else Series(frozenset())
        if function in RATES:
            if first.gauges and function not in ("changes", "resets"):
                raise WrongExpression(f"{function} of a gauge: {', '.join(first.gauges)}")
            return Series(first.labels)
        if function in ("scalar", "vector", "time"):
            return Series(frozenset(), counts=first.counts)
        labels, counts = found[-1].labels, found[-1].counts
        if function == "histogram_quantile":
            require({"le"}, labels, "histogram_quantile needs")
            labels -= {"le"}
        if function == "label_replace":
            _, target, _, source, _ = (argument.text for argument in found)
            require({source}, first.labels, "a label is made of")
            labels, counts = first.labels | {target}, first.counts
        return Series(labels, counts=counts)

    def selector(self, name: str) -> Series:
        self.used.add(name)
        metric = find(self.metrics, name)
        labels = metric.labels | TARGET_LABELS if metric.kind != "record" else metric.labels
        if self.peek() == "{":
            self.take()
            while self.peek() != "}":
                label = self.take()
                require({label}, labels, f"{name} is selected by")
                if self.take() not in ("=", "!=", "=~", "!~"):
                    raise WrongExpression(f"{name}: no comparison after {label}")
                self.take()
                if self.peek() == ",":
                    self.take()
            self.take("}")
        is_range = self.peek().startswith("[")
        if is_range:
            self.take()
        named = frozenset({name})
        counts, gauges = (named if metric.kind == kind else frozenset[str]() for kind in ("counter", "gauge"))
        return Series(frozenset(labels), is_range, counts, gauges)


def require(labels: set[str] | frozenset[str], known: frozenset[str], what: str) -> None:
    for label in sorted(set(labels) - known):
        raise WrongExpression(f"{what} {label}, of {', '.join(sorted(known)) or 'no labels'}")
