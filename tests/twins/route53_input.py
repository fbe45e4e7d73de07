"""The bounds of single inputs, and the words in which the service states them."""

from . import route53_xml as xml
from .refusal import Refusal


def invalid(text):
    """Raises InvalidInput for members that do not go together."""
    raise Refusal(400, "InvalidInput", text)


def required(given, member, where):
    """A member must be there."""
    if member not in given:
        constraint(f"{where}.{member[0].lower()}{member[1:]}", "null", "Member must not be null")


def constraint(where, value, text):
    """Raises InvalidInput for one member out of its bounds."""
    raise Refusal(400, "InvalidInput", f"1 validation error detected: Value '{value}' at '{where}' failed to satisfy constraint: "
                                       f"{text}")


def enumeration(where, value, known):
    if value not in known:
        constraint(where, value, f"Member must satisfy enum value set: [{', '.join(known)}]")


def bound(where, value, low, high):
    if value is not None and value > high:
        constraint(where, value, f"Member must have value less than or equal to {high}")
    if value is not None and value < low:
        constraint(where, value, f"Member must have value greater than or equal to {low}")


def length(where, value, low, high):
    if value is not None and len(value) > high:
        constraint(where, value, f"Member must have length less than or equal to {high}")
    if value is not None and len(value) < low:
        constraint(where, value, f"Member must have length greater than or equal to {low}")


def parsed(body, root, shape):
    """A request's body; a malformed one is InvalidInput."""
    try:
        return xml.parse(body, root, shape)
    except xml.Invalid as error:
        raise Refusal(400, "InvalidInput", str(error)) from None


def max_items(query, most):
    """The size of a page: as asked, and at most `most`."""
    text = query.get("maxitems", "")
    if text and (not text.isdecimal() or int(text) < 1):
        constraint("maxItems", text, "Member must be a positive number")
    return min(int(text or most), most)
