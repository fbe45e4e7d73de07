#!/usr/bin/env python3
"""The grammars of editors against the compiler: fresh, complete, and of one mind.

usage: TREE_SITTER=COMMAND ZONAL=COMMAND NODE=COMMAND EDITORS_NPM=DIR grammars.py

- Every committed file is what its generator makes.
- tree-sitter's own tests pass, and its queries are sound.
- tree-sitter reads every text that the compiler's parser accepts: the examples, the fixtures, the texts that its grammar in
  EBNF is tested with.
- For every character of every text, tree-sitter, TextMate and the language server's semantic tokens give the same class.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import burst

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GRAMMAR = ROOT / "grammar/tree-sitter"
TREE_SITTER = os.environ["TREE_SITTER"]

# Captures of the queries, and what semantic tokens call them.
CAPTURES = {
    "comment": "comment",
    "string": "string",
    "string.escape": "string",
    "punctuation.special": "variable",
    "keyword": "keyword",
    "operator": "operator",
    "type": "type",
    "type.builtin": "type",
    "number": "number",
    "boolean": "enumMember",
    "constant.builtin": "enumMember",
    "variable": "variable",
    "variable.parameter": "parameter",
    "function.builtin": "function",
    "function.macro": "macro",
    "property": "property",
    "module": "namespace",
}
CAPTURE = re.compile(r"capture: \d+ - ([\w.]+), start: \((\d+), (\d+)\), end: \((\d+), (\d+)\)")
failures = []


def check(what, problems):
    problems = list(problems)
    print(f"{'FAILED' if problems else 'ok'}: {what}")
    for problem in problems[:12]:
        print(f"  {problem}")
    if len(problems) > 12:
        print(f"  and {len(problems) - 12} more")
    failures.extend(problems)


def run(*words, cwd=ROOT):
    return subprocess.run([str(word) for word in words], cwd=cwd, capture_output=True, text=True)


def tree_sitter(*words):
    return run(TREE_SITTER, *words, cwd=GRAMMAR)


def complaint(done):
    return [] if done.returncode == 0 else [done.stdout + done.stderr]


def texts(folder):
    """Every text that the parser accepts, in a folder: whole ones as they are, and pieces of zones in one."""
    accepted = (ROOT / "compiler/tests/ebnf/accepted.txt").read_text().split("\n---\n")
    for number, piece in enumerate(accepted):
        (folder / f"accepted-{number:03}.zonal").write_text(f"zone example.com on p {{\n{piece}\n}}\n")
    page = (ROOT / "grammar/README.md").read_text()
    for number, (info, text) in enumerate(re.findall(r"^```(zonal[\w,]*)\n(.*?)^```$", page, re.M | re.S)):
        whole = text if info == "zonal" else f"zone example.com on files {{\n{text}}}\n"
        (folder / f"reference-{number}.zonal").write_text(whole)
    for source in [*(ROOT / "examples").rglob("*.zonal"), *(ROOT / "tests/fixtures/lint").glob("*.zonal")]:
        name = "-".join(source.relative_to(ROOT).parts)
        (folder / name).write_bytes(source.read_bytes())
    return sorted(folder.glob("*.zonal"))


def fresh():
    check("words and templates make the committed files", complaint(run(sys.executable, "grammar/build.py", "--check")))
    with tempfile.TemporaryDirectory() as folder:
        check("tree-sitter makes a parser", complaint(tree_sitter("generate", "--output", folder)))
        made = sorted(Path(folder).rglob("*.*"))
        stale = [it.name for it in made if it.read_bytes() != (GRAMMAR / "src" / it.relative_to(folder)).read_bytes()]
        check("and it is the committed one", [f"stale: {name}: run tree-sitter generate" for name in stale])


def own_tests():
    check("tree-sitter's tests pass", complaint(tree_sitter("test")))
    example = ROOT / "examples/quickstart/example.com.zonal"
    for query in [*GRAMMAR.glob("queries/*.scm"), *(ROOT / "editors/zed/languages/zonal").glob("*.scm")]:
        check(f"{query.relative_to(ROOT)} is sound", complaint(tree_sitter("query", query, example)))


def parses(paths, folder):
    listing = folder / "paths"
    listing.write_text("\n".join(map(str, paths)))
    done = tree_sitter("parse", "--quiet", "--paths", listing)
    check(f"tree-sitter reads {len(paths)} texts", [line for line in done.stdout.splitlines() if ".zonal" in line])


def painted(paths, tokens):
    """For each file the class of each character, by line."""
    result = {}
    for path in paths:
        lines = [[None] * len(line) for line in split(path)]
        for line, start, end, name in tokens[str(path)]:
            lines[line][start:end] = [name] * (end - start)
        result[path] = lines
    return result


def split(path):
    return re.split(r"\r\n|\n|\r", path.read_bytes().decode())


def by_tree_sitter(paths):
    tokens = {}
    for path in paths:
        lines = split(path)
        found = tree_sitter("query", "queries/highlights.scm", path).stdout
        tokens[str(path)] = []
        for name, *place in CAPTURE.findall(found):
            line, start, last, end = map(int, place)
            if name in CAPTURES and line == last:
                # Bytes of the line's text, as characters.
                start, end = (len(lines[line].encode()[:at].decode()) for at in (start, end))
                tokens[str(path)].append((line, start, end, CAPTURES[name]))
    return painted(paths, tokens)


def units(text):
    """For each UTF-16 unit of a line, and its end, the character that it belongs to."""
    places = [at for at, char in enumerate(text) for _ in range(len(char.encode("utf-16-le")) // 2)]
    return [*places, len(text)]


def in_characters(path, tokens):
    lines = [units(line) for line in split(path)]
    return [(line, lines[line][start], lines[line][end], name) for line, start, end, name in tokens]


def by_textmate(paths):
    grammar = ROOT / "grammar/textmate/zonal.tmLanguage.json"
    done = run(os.environ["NODE"], HERE / "textmate_classes.mjs", grammar, *paths)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    tokens = json.loads(done.stdout)
    return painted(paths, {str(path): in_characters(path, tokens[str(path)]) for path in paths})


def by_server(paths):
    """What the language server says, asked about each text in a folder of its own."""
    tokens = {}
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            uri = (Path(folder).resolve() / path.name).as_uri()
            client = burst.Client(os.environ["ZONAL"])
            try:
                features = {"requests": {"full": True}, "tokenTypes": [], "tokenModifiers": [], "formats": ["relative"]}
                capabilities = {"textDocument": {"semanticTokens": features}}
                root = Path(folder).resolve().as_uri()
                params = {"capabilities": capabilities, "processId": None, "rootUri": root}
                answer = client.request(1, "initialize", params)
                legend = answer["capabilities"]["semanticTokensProvider"]["legend"]["tokenTypes"]
                document = {"uri": uri, "languageId": "zonal", "version": 0, "text": path.read_bytes().decode()}
                client.send(burst.framed(method="initialized", params={}))
                client.send(burst.framed(method="textDocument/didOpen", params={"textDocument": document}))
                data = client.request(2, "textDocument/semanticTokens/full", {"textDocument": {"uri": uri}})["data"]
            finally:
                client.process.kill()
                client.process.wait()
        line, start, found = 0, 0, []
        for lines, columns, length, kind, _ in zip(*[iter(data)] * 5):
            line, start = line + lines, columns + (0 if lines else start)
            found.append((line, start, start + length, legend[kind]))
        tokens[str(path)] = in_characters(path, found)
    return painted(paths, tokens)


def differences(paths, first, second, alike):
    for path in paths:
        for number, (line, left, right) in enumerate(zip(split(path), first[path], second[path])):
            at = 0
            while at < len(line):
                end = at + 1
                while end < len(line) and (left[end], right[end]) == (left[at], right[at]):
                    end += 1
                if left[at] != right[at] and not line[at:end].isspace() and not alike(left[at], right[at], line[at:end]):
                    yield f"{path.name}:{number + 1}: `{line[at:end]}` of `{line.strip()}`: {left[at]}, {right[at]}"
                at = end


# What a text's form tells; all else the server knows better, or has no class for.
FORMAL = {"comment", "string", "keyword", "type", "number"}


def told_by_meaning(server, grammar, text):
    # Digits of a key may stand without quotes, and are text to the server.
    bare = (server, grammar) == ("string", None) and '"' not in text
    # A zone's name may stand in quotes, and is a name to the server.
    is_zone = (server, grammar) == ("namespace", "string")
    return bare or is_zone or not {server, grammar} & FORMAL


def main():
    fresh()
    own_tests()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        paths = texts(folder)
        parses(paths, folder)
        paths = [path for path in paths if not path.name.startswith("accepted-")]
        trees, textmate = by_tree_sitter(paths), by_textmate(paths)
        # The colon of a label belongs to it for tree-sitter alone.
        colon = lambda left, right, text: text == ":" and left in ("parameter", "property")
        check("tree-sitter and TextMate agree on them", differences(paths, trees, textmate, colon))
        check("and the language server with them", differences(paths, by_server(paths), textmate, told_by_meaning))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
