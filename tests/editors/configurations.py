#!/usr/bin/env python3
"""Every configuration can be read by what it is for, and starts the same server for the same files."""

import json
import plistlib
import sys
import tomllib
from pathlib import Path

EDITORS = Path(__file__).resolve().parent.parent.parent / "editors"


def toml(name):
    return tomllib.loads((EDITORS / name).read_text())


def plist(name):
    return plistlib.loads((EDITORS / name).read_bytes())


def helix():
    """Helix's languages.toml."""
    settings = toml("helix/languages.toml")
    [language] = settings["language"]
    servers = [settings["language-server"][name] for name in language["language-servers"]]
    assert language["file-types"] == ["zonal"] and language["comment-token"] == "#"
    return [[server["command"], *server["args"]] for server in servers]


def zed():
    """Zed's extension: its manifest, and its language."""
    manifest, language = toml("zed/extension.toml"), toml("zed/languages/zonal/config.toml")
    assert language["path_suffixes"] == ["zonal"] and language["grammar"] in manifest["grammars"]
    assert manifest["language_servers"]["zonal"]["languages"] == [language["name"]]
    assert manifest["version"] == toml("zed/Cargo.toml")["package"]["version"]
    return []


def sublime():
    """Sublime Text's grammar and comments."""
    grammar, comments = plist("sublime/Zonal.tmLanguage"), plist("sublime/Comments.tmPreferences")
    assert grammar["fileTypes"] == ["zonal"] and comments["scope"] == grammar["scopeName"]
    text = (EDITORS / "sublime/README.md").read_text()
    block = text.split("```json\n")[1].split("```")[0]
    return [it["command"] for it in json.loads(block)["clients"].values()]


def vscode():
    """The extension's manifest: the server's arguments."""
    settings = json.loads((EDITORS / "vscode/package.json").read_text())["contributes"]["configuration"]["properties"]
    return [["zonal", *settings["zonal.server.args"]["default"]]]


failed = False
for read in (helix, zed, sublime, vscode):
    commands = read()
    wrong = [command for command in commands if command != ["zonal", "lsp"]]
    failed |= bool(wrong)
    print(f"{'FAILED' if wrong else 'ok'}: {read.__doc__} {wrong or ''}".rstrip())
sys.exit(1 if failed else 0)
