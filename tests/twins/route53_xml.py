"""XML as Route 53 and STS speak it: requests read strictly against a shape, answers written in order."""

import xml.etree.ElementTree as tree
from xml.sax.saxutils import escape

ROUTE53 = "https://route53.amazonaws.com/doc/2013-04-01/"
STS = "https://sts.amazonaws.com/doc/2011-06-15/"


class Invalid(Exception):
    """A document that does not have the shape asked for."""


def parse(body, root, shape):
    """The document `root` as dictionaries, lists, and scalars.

    A shape is `str`, `int`, `bool`, a dictionary of shapes, or a list [item's element, item's shape].
    """
    try:
        document = tree.fromstring(body)
    except tree.ParseError as error:
        raise Invalid(f"Invalid XML ; {error}") from None
    if document.tag != f"{{{ROUTE53}}}{root}":
        raise Invalid(f"Invalid XML ; cvc-elt.1: Cannot find the declaration of element '{document.tag}'.")
    return read(document, shape)


def read(node, shape):
    if isinstance(shape, dict):
        return read_members(node, shape)
    if isinstance(shape, list):
        return [read(child, shape[1]) for child in children(node, {shape[0]})]
    if len(node):
        raise Invalid(f"Invalid XML ; cvc-type.3.1.2: Element '{local(node)}' is a simple type, so it must have no element "
                      "information item [children].")
    text = node.text or ""
    if shape is str:
        return text
    if shape is bool and text.strip() in ("true", "false", "1", "0"):
        return text.strip() in ("true", "1")
    if shape is int and text.strip().removeprefix("-").isdecimal():
        return int(text)
    kind = "boolean" if shape is bool else "integer"
    raise Invalid(f"Invalid XML ; cvc-datatype-valid.1.2.1: '{text}' is not a valid value for '{kind}'.")


def read_members(node, shape):
    found = {}
    for child in children(node, shape):
        name = local(child)
        if name in found:
            raise Invalid(f"Invalid XML ; cvc-complex-type.2.4.d: Invalid content was found starting with element '{name}'. No "
                          "child element is expected at this point.")
        found[name] = read(child, shape[name])
    return found


def children(node, known):
    for child in node:
        if not child.tag.startswith(f"{{{ROUTE53}}}") or local(child) not in known:
            expected = ", ".join(f'"{ROUTE53}":{name}' for name in known)
            raise Invalid(f"Invalid XML ; cvc-complex-type.2.4.a: Invalid content was found starting with element "
                          f"'{local(child)}'. One of '{{{expected}}}' is expected.")
    return node


def local(node):
    return node.tag.rpartition("}")[2]


def write(name, value):
    """An element: of a dictionary, the members that are not None; of a list of pairs, each in turn."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return f"<{name}>{'true' if value else 'false'}</{name}>"
    if isinstance(value, dict):
        return f"<{name}>{''.join(write(*pair) for pair in value.items())}</{name}>"
    if isinstance(value, list):
        return f"<{name}>{''.join(write(*pair) for pair in value)}</{name}>"
    return f"<{name}>{escape(str(value))}</{name}>"


def document(name, value, namespace=ROUTE53):
    """A whole answer."""
    text = write(name, value)
    return f'<?xml version="1.0"?>\n<{name} xmlns="{namespace}">{text[len(name) + 2:]}'.encode()


def error(code, message, request_id, namespace=ROUTE53):
    kind = "Sender" if code not in ("InternalFailure", "ServiceUnavailable", "InternalError") else "Receiver"
    return document("ErrorResponse", {"Error": {"Type": kind, "Code": code, "Message": message}, "RequestId": request_id},
                    namespace)
