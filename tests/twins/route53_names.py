"""Domain names as Route 53 writes, stores and orders them: a name is a tuple of labels (octets), leftmost first.

Everything but a-z, 0-9, hyphen and underscore comes back as a backslash and three octal digits, `*` as \\052; letters
are stored in lower case. A name is absolute with or without its last dot.
"""

PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-_")
WILDCARD = b"*"


class BadName(Exception):
    """The text of Route 53's complaint."""


def fatal(code, text, value):
    return f"FATAL problem: {code} ({text}) encountered with '{value}'"


def labels(text):
    """The labels of an absolute name; the root has none."""
    if not text:
        raise BadName(fatal("DomainNameEmpty", "Domain name is empty", text))
    if text == ".":
        return ()
    found, current, at = [], bytearray(), 0
    while at < len(text):
        char = text[at]
        if char == ".":
            found.append(bytes(current))
            current.clear()
        elif char == "\\":
            octet, width = escaped(text, at)
            current.append(octet)
            at += width
        elif not "!" <= char <= "~":
            raise BadName(fatal("UnsupportedCharacter", "Value contains unsupported characters", text))
        else:
            current.append(ord(char))
        at += 1
    if current or text[-1] != ".":
        found.append(bytes(current))
    return checked(tuple(found), text)


def escaped(text, at):
    """The octet that the escape at `at` stands for, and how many characters follow the backslash."""
    digits = text[at + 1:at + 4]
    if len(digits) == 3 and digits.isascii() and digits.isdigit():
        if any(digit in "89" for digit in digits) or int(digits, 8) > 255:
            raise BadName(fatal("InvalidEscape", "Value contains an invalid octal escape", text))
        return int(digits, 8), 3
    if not digits or digits[0].isdigit() or not "!" <= digits[0] <= "~":
        raise BadName(fatal("InvalidEscape", "Value contains an invalid octal escape", text))
    return ord(digits[0]), 1


def checked(found, text):
    if not all(found):
        raise BadName(fatal("DomainLabelEmpty", "Domain label is empty", text))
    if any(len(label) > 63 for label in found):
        long = next(label for label in found if len(label) > 63)
        raise BadName(fatal("DomainLabelTooLong", "Domain label is too long", long.decode("latin-1")))
    if sum(len(label) + 1 for label in found) + 1 > 255:
        raise BadName(fatal("DomainNameTooLong", "Domain name is too long", text))
    return tuple(label.lower() for label in found)


def text(name):
    """As stored and listed."""
    return "".join("".join(written(octet) for octet in label) + "." for label in name) or "."


def written(octet):
    return chr(octet) if octet in PLAIN else f"\\{octet:03o}"


def order(name):
    """Sorts as listings do: labels from the right, as ASCII, each with its dot."""
    return b"".join(label + b"." for label in reversed(name))


def within(name, zone):
    """Whether the name is the zone's apex or below it, label by label."""
    return len(name) >= len(zone) and name[len(name) - len(zone):] == zone
