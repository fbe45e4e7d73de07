"""The control endpoint `/_twin/`, for suites that are no Python; `server` says what it knows."""

from .exchange import json_response
from .refusal import Refusal


def control(twin, request):
    """The answer to a request below `/_twin/`."""
    try:
        return json_response(200, command(twin, request))
    except (ValueError, TypeError, LookupError, AttributeError, Refusal) as error:
        return json_response(400, {"error": str(error)})


def command(twin, request):
    asked = request.method, request.path.removeprefix("/_twin/")
    if asked == ("GET", "state"):
        with twin.lock:
            return twin.state()
    if asked == ("GET", "log"):
        return {"requests": list(twin.log), "defects": twin.log.defects}
    if asked == ("DELETE", "log"):
        twin.log.clear()
    elif asked == ("GET", "faults"):
        return twin.faults.as_list()
    elif asked == ("POST", "faults"):
        given = request.json()
        given = given if isinstance(given, list) else [given]
        return [twin.faults.add(**one).as_dict() for one in given]
    elif asked == ("DELETE", "faults"):
        twin.faults.clear()
    elif asked == ("GET", "settings"):
        return twin.configuration()
    elif asked == ("POST", "settings"):
        twin.configure(request.json())
        return twin.configuration()
    elif asked == ("POST", "edit"):
        twin.edit(request.json())
    elif asked == ("POST", "clock"):
        set_clock(twin.clock, request.json())
    elif asked == ("POST", "reset"):
        twin.reset()
    else:
        raise ValueError(f"no such command: {request.method} {request.path}")
    return {}


def set_clock(clock, given):
    if given.get("frozen"):
        clock.freeze()
    clock.offset = float(given.get("offset", clock.offset))
    clock.advance(float(given.get("advance", 0)))
