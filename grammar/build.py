#!/usr/bin/env python3
"""Makes the grammars of editors from their templates and the compiler's words (words.json).

usage: build.py [--check]

With --check it writes nothing, and fails if a committed file is stale. tree-sitter's parser is made by its own tool
from grammar.js, which reads words.json itself.
"""

import json
import plistlib
import re
import sys
from pathlib import Path

GRAMMAR = Path(__file__).resolve().parent
EDITORS = GRAMMAR.parent / "editors"
WORDS = json.loads((GRAMMAR / "words.json").read_text())
# A type by its number, as RFC 3597 has it.
NUMBERED = "TYPE[0-9]+"
TYPED = WORDS["field-words"] | WORDS["terms"]
GENERATED = "made by grammar/build.py from {}: change that, and run it"


def alternatives(words):
    """A regular expression of any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


# What the template may name in `{{ }}`, beside the lists of words.
PIECES = {
    "units": "".join(WORDS["units"]),
    # Where a word may begin, as what stands before it; and where one ends.
    "edge": r"^|[\s{}()\[\],]",
    "ahead": r"$|[\s{}()\[\],]",
    "start": r"(?:^|\G|(?<=[{}]))\s*",
    "word": r"[^\s{}()\[\],#;]+",
}


def placed(text):
    """The text with the words in their places."""

    def fill(match):
        name = match[1]
        if name in PIECES:
            return PIECES[name]
        return alternatives(WORDS[name]) + ("|" + NUMBERED if name == "types" else "")

    return re.sub(r"\{\{([a-z-]+)\}\}", fill, text)


def filled(node):
    if isinstance(node, str):
        return placed(node)
    if isinstance(node, dict):
        return {key: filled(value) for key, value in node.items()}
    if isinstance(node, list):
        return [filled(value) for entry in node for value in expanded(entry)]
    return node


def expanded(entry):
    return typed_records() if entry == "{{typed-records}}" else [entry]


def typed_records():
    """A rule for each type whose records have words of their own, with these words."""
    for name, words in sorted(TYPED.items()):
        scope = "variable.other.property.zonal" if name in WORDS["terms"] else "constant.language.mnemonic.zonal"
        yield {
            "begin": f"(?<={{{{edge}}}})({re.escape(name)})(?=\\s)",
            "end": "(?=$|})",
            "beginCaptures": {"1": {"name": "storage.type.record.zonal"}},
            "patterns": [
                {"include": "#ttl"},
                {"name": scope, "match": f"(?<={{{{edge}}}})(?:{alternatives(words)})(?={{{{ahead}}}})"},
                {"include": "#values"},
            ],
        }


def textmate():
    template = json.loads((GRAMMAR / "textmate/zonal.template.json").read_text())
    note = {"information_for_contributors": [GENERATED.format("grammar/textmate/zonal.template.json")]}
    return note | filled(template)


def highlights():
    text = (GRAMMAR / "tree-sitter/highlights.template.scm").read_text()
    rules = []
    for name, words in sorted(TYPED.items()):
        capture = "@property" if name in WORDS["terms"] else "@constant.builtin"
        quoted = " ".join(f'"{word}"' for word in words)
        rules.append(f'''((record
  type: (record_type "{name}")
  (values [(word) {capture} (list (word) {capture}) (tuple (word) {capture})]))
  (#any-of? {capture} {quoted}))''')
    note = "; " + GENERATED.format("grammar/tree-sitter/highlights.template.scm") + "\n\n"
    return note + placed(text.replace("{{typed-records}}", "\n\n".join(rules)))


def vim():
    """Vim's very magic regular expressions take words as they are; the first alternative that fits wins."""
    note = GENERATED.format("grammar/vim/zonal.template.vim")
    return f'" {note}\n' + placed((GRAMMAR / "vim/zonal.template.vim").read_text()).replace("\\-", "-")


def emacs():
    """Emacs writes alternation and the quotes of a Lisp string with backslashes."""
    text = (GRAMMAR / "emacs/zonal-mode.template.el").read_text()
    lists = re.sub(r"\{\{([a-z-]+)\}\}", lambda name: name[0] if name[1] in PIECES else lisp(name[1]), text)
    first, rest = placed(lists).split("\n", 1)
    return f"{first}\n;; {GENERATED.format('grammar/emacs/zonal-mode.template.el')}\n{rest}"


def lisp(name):
    return placed(f"{{{{{name}}}}}").replace("\\-", "-").replace("|", "\\\\|")


def kakoune():
    note = GENERATED.format("grammar/kakoune/zonal.template.kak")
    return f"# {note}\n" + placed((GRAMMAR / "kakoune/zonal.template.kak").read_text()).replace("\\-", "-")


def main():
    grammar = textmate()
    files = {
        GRAMMAR / "textmate/zonal.tmLanguage.json": json.dumps(grammar, indent=2, ensure_ascii=False).encode() + b"\n",
        GRAMMAR / "tree-sitter/queries/highlights.scm": highlights().encode(),
        EDITORS / "neovim/syntax/zonal.vim": vim().encode(),
        EDITORS / "emacs/zonal-mode.el": emacs().encode(),
        EDITORS / "kakoune/zonal.kak": kakoune().encode(),
        EDITORS / "zed/languages/zonal/highlights.scm": highlights().encode(),
        EDITORS / "sublime/Zonal.tmLanguage": plistlib.dumps(grammar, sort_keys=False),
    }
    stale = [path for path, text in files.items() if not path.exists() or path.read_bytes() != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            print(f"{path.relative_to(GRAMMAR.parent)} is stale: run grammar/build.py")
        sys.exit(1 if stale else 0)
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[path])


if __name__ == "__main__":
    main()
