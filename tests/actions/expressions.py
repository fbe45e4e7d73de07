"""GitHub's expressions: `${{ … }}` and `if:`, as its documentation on expressions has them."""

import json
import re

TOKEN = re.compile(r"\s*(?:(?P<number>-?(?:0x[0-9a-fA-F]+|\d+(?:\.\d+)?))|(?P<string>'(?:[^']|'')*')"
                   r"|(?P<operator>&&|\|\||==|!=|<=|>=|[!<>()\[\].,*])|(?P<name>[A-Za-z_][\w-]*))")
EMBEDDED = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
STATUS = re.compile(r"\b(?:success|failure|always|cancelled)\s*\(")


class Bad(Exception):
    """An expression that GitHub would refuse."""


def text(value):
    """A value as text, as when it is put into a string."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value) if isinstance(value, (dict, list)) else str(value)


def truth(value):
    return value not in (None, False, 0, "")


def number(value):
    if isinstance(value, bool):
        return float(value)
    if value is None or value == "":
        return 0.0
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")


def equal(left, right):
    """Strings are compared without case; unlike kinds as numbers."""
    if isinstance(left, str) and isinstance(right, str):
        return left.lower() == right.lower()
    return left is right if isinstance(left, (dict, list)) else left == right or number(left) == number(right)


FUNCTIONS = {
    "contains": lambda where, what: (any(equal(one, what) for one in where) if isinstance(where, list)
                                     else text(what).lower() in text(where).lower()),
    "startsWith": lambda where, what: text(where).lower().startswith(text(what).lower()),
    "endsWith": lambda where, what: text(where).lower().endswith(text(what).lower()),
    "format": lambda form, *values: re.sub(r"\{(\d+)\}", lambda found: text(values[int(found[1])]), form),
    "join": lambda values, between=",": between.join(map(text, values)),
    "toJSON": lambda value: json.dumps(value, indent=2),
    "fromJSON": lambda value: json.loads(value),
}


class Parser:
    def __init__(self, source, context):
        self.source, self.context, self.tokens, at = source, context, [], 0
        while source[at:].strip():
            found = TOKEN.match(source, at)
            if not found:
                raise Bad(f"cannot be read: {source!r}")
            self.tokens.append((found.lastgroup, found[found.lastgroup]))
            at = found.end()

    def peek(self, *operators):
        return bool(self.tokens) and self.tokens[0][0] == "operator" and self.tokens[0][1] in operators

    def take(self, *operators):
        if self.peek(*operators):
            return self.tokens.pop(0)[1]
        return None

    def need(self, operator):
        if not self.take(operator):
            raise Bad(f"expected {operator} in {self.source!r}")

    def whole(self):
        value = self.either()
        if self.tokens:
            raise Bad(f"too much in {self.source!r}")
        return value

    def either(self):
        value = self.both()
        while self.take("||"):
            other = self.both()
            value = value if truth(value) else other
        return value

    def both(self):
        value = self.compared()
        while self.take("&&"):
            other = self.compared()
            value = other if truth(value) else value
        return value

    def compared(self):
        value = self.single()
        while operator := self.take("==", "!=", "<", ">", "<=", ">="):
            other = self.single()
            if operator in ("==", "!="):
                value = equal(value, other) == (operator == "==")
            else:
                left, right = number(value), number(other)
                value = {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[operator]
        return value

    def single(self):
        if self.take("!"):
            return not truth(self.single())
        if self.take("("):
            value = self.either()
            self.need(")")
        else:
            value = self.primary()
        while operator := self.take(".", "["):
            if operator == ".":
                key = self.tokens.pop(0)[1]
            else:
                key = text(self.either())
                self.need("]")
            value = member(value, key)
        return value

    def primary(self):
        if not self.tokens:
            raise Bad(f"ends too early: {self.source!r}")
        kind, token = self.tokens.pop(0)
        if kind == "number":
            return float(int(token, 0)) if "x" in token else float(token)
        if kind == "string":
            return token[1:-1].replace("''", "'")
        if kind != "name":
            raise Bad(f"unexpected {token} in {self.source!r}")
        if token in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[token]
        if self.take("("):
            values = []
            while not self.take(")"):
                values.append(self.either())
                self.take(",")
            functions = {**FUNCTIONS, **self.context.get("functions", {})}
            if token not in functions:
                raise Bad(f"no function {token} in {self.source!r}")
            return functions[token](*values)
        if token not in self.context or token == "functions":
            raise Bad(f"no context {token} in {self.source!r}")
        return self.context[token]


def member(value, key):
    """A property, whose name has no case; nothing of nothing."""
    if not isinstance(value, dict):
        return None
    return next((found for name, found in value.items() if name.lower() == key.lower()), None)


def evaluate(source, context):
    return Parser(source, context).whole()


def filled(source, context):
    """A text with its expressions' values in it."""
    return EMBEDDED.sub(lambda found: text(evaluate(found[1], context)), text(source))


def condition(source, context):
    """What `if:` says; without a function that asks for it, everything before must have succeeded."""
    if source is None:
        source = "success()"
    source = text(source).strip()
    if found := EMBEDDED.fullmatch(source):
        source = found[1]
    if not STATUS.search(source):
        source = f"success() && ({source})"
    return truth(evaluate(source, context))
