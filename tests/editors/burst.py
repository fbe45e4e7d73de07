#!/usr/bin/env python3
"""Sends a thousand one-character edits at once, as a macro does, and asks what the server holds.

usage: ZONAL=COMMAND burst.py [EDITS [ROUNDS]]

What must be true: a request right behind the burst is answered from the text after it; published versions never go
back; the last published diagnostics are those of the last version.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

INFRA = 'provider files = zonefile {\n  directory  "out"\n}\n'
HEAD, TAIL = "zone example.com on files {\n  $", " A 192.0.2.1\n}\n"
COLUMN = 3
PATIENCE = 60


class Client:
    """One server, and everything that it has sent."""

    def __init__(self, command):
        self.process = subprocess.Popen([command, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.messages = []
        self.arrived = threading.Condition()
        threading.Thread(target=self.receive, daemon=True).start()

    def receive(self):
        while True:
            length = None
            while (line := self.process.stdout.readline().strip()):
                name, value = line.split(b":", 1)
                if name.lower() == b"content-length":
                    length = int(value)
            if length is None:
                return
            message = json.loads(self.process.stdout.read(length))
            with self.arrived:
                self.messages.append(message)
                self.arrived.notify_all()
            if "id" in message and "method" in message:
                self.send(framed(id=message["id"], result=None))

    def send(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def wait(self, what, wanted):
        """The first message that is wanted."""
        with self.arrived:
            found = lambda: next((it for it in self.messages if wanted(it)), None)
            if not self.arrived.wait_for(lambda: found() is not None, PATIENCE):
                raise SystemExit(f"FAILED: waited in vain for {what}")
            return found()

    def request(self, number, method, params, behind=b""):
        self.send(behind + framed(id=number, method=method, params=params))
        answer = self.wait(method, lambda it: it.get("id") == number and "method" not in it)
        if "error" in answer:
            raise SystemExit(f"FAILED: {method}: {answer['error']}")
        return answer["result"]


def framed(**message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


def applied(text, edits):
    """The text after edits of ASCII, whose columns are the same in every encoding."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    at = lambda place: starts[place["line"]] + place["character"]
    for edit in sorted(edits, key=lambda edit: at(edit["range"]["start"]), reverse=True):
        text = text[: at(edit["range"]["start"])] + edit["newText"] + text[at(edit["range"]["end"]) :]
    return text


def burst(command, edits, seed):
    """One round; what is wrong, in words."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "zonal.toml").write_text("")
        (Path(folder) / "infra.zonal").write_text(INFRA)
        root = Path(folder).resolve().as_uri()
        document = {"uri": root + "/zone.zonal"}
        client = Client(command)
        try:
            folders = [{"uri": root, "name": "root"}]
            capabilities = {"textDocument": {"publishDiagnostics": {"versionSupport": True}}}
            params = {"capabilities": capabilities, "processId": None, "rootUri": root, "workspaceFolders": folders}
            client.request(1, "initialize", params)
            opened = document | {"languageId": "zonal", "version": 0, "text": HEAD + "v" + TAIL}
            client.send(framed(method="initialized", params={}))
            client.send(framed(method="textDocument/didOpen", params={"textDocument": opened}))
            chance, name, changes = random.Random(seed), "v", b""
            for version in range(1, edits + 1):
                # Behind the first letter at a random place, so that two edits that change places are seen.
                at, letter = chance.randint(1, len(name)), chr(97 + version % 26)
                name = name[:at] + letter + name[at:]
                place = {"line": 1, "character": COLUMN + at}
                change = {"range": {"start": place, "end": place}, "text": letter}
                changed = {"textDocument": document | {"version": version}, "contentChanges": [change]}
                changes += framed(method="textDocument/didChange", params=changed)
            options = {"textDocument": document, "options": {"tabSize": 2, "insertSpaces": True}}
            found = client.request(2, "textDocument/formatting", options, behind=changes)
            wrong = []
            if applied(HEAD + name + TAIL, found or []) != HEAD + name + TAIL.replace(" A ", "  A  "):
                wrong.append("the request behind the burst was answered from another text")

            def shown(message):
                here = message.get("params", {}).get("uri") == document["uri"]
                return message.get("method") == "textDocument/publishDiagnostics" and here

            last = client.wait("the last diagnostics", lambda it: shown(it) and it["params"].get("version") == edits)
            told = [it["message"] for it in last["params"]["diagnostics"]]
            if not any(f"`{name}`" in message for message in told):
                wrong.append(f"the last diagnostics are of another text: {told}")
            # Whatever is still on its way arrives before this answer.
            client.request(3, "shutdown", None)
            versions = [it["params"].get("version") for it in client.messages if shown(it)]
            if versions != sorted(versions, key=lambda version: -1 if version is None else version):
                wrong.append(f"published versions go back: {versions}")
            return wrong, len(versions)
        finally:
            client.process.kill()
            client.process.wait()


def main():
    words = [int(word) for word in sys.argv[1:]]
    edits, rounds = words + [1000, 5][len(words) :]
    failed = False
    for seed in range(rounds):
        wrong, published = burst(os.environ["ZONAL"], edits, seed)
        failed |= bool(wrong)
        print(f"round {seed + 1}: {edits} edits, {published} publishes: {'; '.join(wrong) or 'ok'}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
