"""The language server as the clients of real editors ask it: each with the capabilities that it really sends.

usage: ZONAL=COMMAND pytest test_clients.py

The same server takes other ways for other clients: what a client does not announce, it must not be sent.
"""

import asyncio
import os
import shutil
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types as lsp
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

CLIENTS = [
    "neovim@v0.6.1",
    "neovim@v0.7.0",
    "neovim@v0.8.0",
    "neovim@v0.9.1",
    "neovim@v0.10.0",
    "neovim@v0.11.0",
    "emacs@v29.1",
    "visual-studio-code@v1.65.2",
    "nothing",
]
EXAMPLE = Path(__file__).parent / "../../examples/quickstart"
UNITS = {"utf-8": lambda text: len(text.encode()), "utf-16": lambda text: len(text.encode("utf-16-le")) // 2}
PATIENCE = 20


@pytest_lsp.fixture(params=CLIENTS, config=ClientServerConfig(server_command=[os.environ["ZONAL"], "lsp"]))
async def client(request, lsp_client: LanguageClient, tmp_path):
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    bare = request.param == "nothing"
    capabilities = lsp.ClientCapabilities() if bare else client_capabilities(request.param)
    folders = [lsp.WorkspaceFolder(uri=tmp_path.as_uri(), name="root")]
    root = tmp_path.as_uri()
    params = lsp.InitializeParams(capabilities=capabilities, root_uri=root, workspace_folders=folders)
    # What the server may ask of a client; pytest-lsp knows no answer of its own.
    refreshes = [lsp.WORKSPACE_INLAY_HINT_REFRESH, lsp.WORKSPACE_SEMANTIC_TOKENS_REFRESH]
    refreshes += [lsp.WORKSPACE_CODE_LENS_REFRESH, lsp.WORKSPACE_FOLDING_RANGE_REFRESH]
    for method in [lsp.CLIENT_REGISTER_CAPABILITY, *refreshes]:
        lsp_client.feature(method)(lambda *_: None)
    lsp_client.answer = await lsp_client.initialize_session(params)
    lsp_client.root, lsp_client.offered = tmp_path, capabilities
    yield
    await lsp_client.shutdown_session()


class Document:
    """An open document, and how its places are counted."""

    def __init__(self, client, name):
        self.client, self.path = client, client.root / name
        self.uri, self.text, self.version = self.path.as_uri(), self.path.read_text(), 0
        self.id = lsp.TextDocumentIdentifier(self.uri)
        self.units = UNITS[client.answer.capabilities.position_encoding or "utf-16"]
        item = lsp.TextDocumentItem(self.uri, "zonal", self.version, self.text)
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def place(self, offset):
        before = self.text[:offset]
        line = before.count("\n")
        return lsp.Position(line, self.units(before.rsplit("\n", 1)[-1]))

    def range(self, text):
        start = self.text.index(text)
        return lsp.Range(self.place(start), self.place(start + len(text)))

    def replace(self, wanted, by):
        """Changes the text, as a whole: how changes are counted, other tests ask."""
        assert wanted in self.text
        self.text, self.version = self.text.replace(wanted, by, 1), self.version + 1
        change = lsp.TextDocumentContentChangeWholeDocument(self.text)
        id = lsp.VersionedTextDocumentIdentifier(self.version, self.uri)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(id, [change]))

    def offset(self, place):
        lines = self.text.split("\n")
        line = lines[place.line]
        at = next(at for at in range(len(line) + 1) if self.units(line[:at]) >= place.character)
        return sum(len(it) + 1 for it in lines[: place.line]) + at

    def applied(self, edits):
        text = self.text
        for edit in sorted(edits, key=lambda it: (it.range.start.line, it.range.start.character), reverse=True):
            text = text[: self.offset(edit.range.start)] + edit.new_text + text[self.offset(edit.range.end) :]
        return text

    async def problems(self, fits):
        """The diagnostics that are published, once they are as wanted."""
        async with asyncio.timeout(PATIENCE):
            while not fits(found := self.client.diagnostics.get(self.uri)):
                await self.client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        return found


def edits_of(edit, uri):
    """The edits of one document, in whichever form they came."""
    if edit.document_changes:
        return [it for change in edit.document_changes if change.text_document.uri == uri for it in change.edits]
    return (edit.changes or {}).get(uri, [])


def documents_of(edit):
    changes = edit.document_changes or []
    return sorted(Path(uri).name for uri in {*(edit.changes or {}), *(it.text_document.uri for it in changes)})


def offered(client, path):
    """What the client announced at a path such as `text_document.hover`, or `None`."""
    node = client.offered
    for name in path.split("."):
        node = getattr(node, name, None)
    return node


def offers_versions(client):
    return bool(offered(client, "workspace.workspace_edit.document_changes"))


@pytest.mark.asyncio
async def test_the_encoding_is_one_that_the_client_can(client):
    encodings = offered(client, "general.position_encodings") or ["utf-16"]
    assert (client.answer.capabilities.position_encoding or "utf-16") in encodings


@pytest.mark.asyncio
async def test_a_mistake_stands_where_it_is(client):
    document = Document(client, "example.com.zonal")
    document.replace("  www   CNAME  @", '  note  TXT    "ü𝒙" bare\n  www   CNAME  @')
    [found] = await document.problems(lambda found: found and len(found) == 1)
    assert found.code == "bare-text" and found.source == "zonal"
    assert found.range == document.range("bare")
    if not offered(client, "text_document.publish_diagnostics.code_description_support"):
        assert found.code_description is None
    if not offered(client, "text_document.publish_diagnostics.related_information"):
        assert not found.related_information
    document.replace(" bare", "")
    await document.problems(lambda found: found is not None and not found)


@pytest.mark.asyncio
async def test_a_fix_is_whole(client):
    document = Document(client, "example.com.zonal")
    before = document.text
    document.replace("shops.example.net.", "shops.example.net")
    [found] = await document.problems(lambda found: found and len(found) == 1)
    context = lsp.CodeActionContext([found])
    params = lsp.CodeActionParams(document.id, found.range, context)
    actions = await client.text_document_code_action_async(params)
    fix = next(it for it in actions if "final dot" in it.title)
    assert document.applied(edits_of(fix.edit, document.uri)) == before
    assert offers_versions(client) or not fix.edit.document_changes


@pytest.mark.asyncio
async def test_the_server_formats(client):
    document = Document(client, "example.com.zonal")
    before = document.text
    document.replace("  www   CNAME  @", "www CNAME @")
    params = lsp.DocumentFormattingParams(document.id, lsp.FormattingOptions(8, False))
    edits = await client.text_document_formatting_async(params)
    assert document.applied(edits) == before


@pytest.mark.asyncio
async def test_the_server_hovers_in_a_form_that_the_client_shows(client):
    document = Document(client, "example.com.zonal")
    place = document.range("CNAME").start
    hover = await client.text_document_hover_async(lsp.HoverParams(document.id, place))
    assert "alias" in hover.contents.value
    forms = offered(client, "text_document.hover.content_format")
    assert forms is None or hover.contents.kind in forms


@pytest.mark.asyncio
async def test_the_server_completes_without_what_the_client_cannot(client):
    document = Document(client, "example.com.zonal")
    document.replace("  www   CNAME  @", "  www   CN")
    place = document.range("  www   CN").end
    answer = await client.text_document_completion_async(lsp.CompletionParams(document.id, place))
    items = answer.items if isinstance(answer, lsp.CompletionList) else answer
    assert "CNAME" in [item.label for item in items]
    if not offered(client, "text_document.completion.completion_item.snippet_support"):
        assert all(item.insert_text_format != lsp.InsertTextFormat.Snippet for item in items)


@pytest.mark.asyncio
async def test_symbols_have_the_form_that_the_client_knows(client):
    document = Document(client, "example.com.zonal")
    params = lsp.DocumentSymbolParams(document.id)
    symbols = await client.text_document_document_symbol_async(params)
    nested = offered(client, "text_document.document_symbol.hierarchical_document_symbol_support")
    kind = lsp.DocumentSymbol if nested else lsp.SymbolInformation
    assert symbols and all(isinstance(symbol, kind) for symbol in symbols)


@pytest.mark.asyncio
async def test_a_name_leads_to_its_declaration(client):
    document = Document(client, "example.com.zonal")
    place = document.range("public").start
    answer = await client.text_document_definition_async(lsp.DefinitionParams(document.id, place))
    first = answer[0] if isinstance(answer, list) else answer
    links = offered(client, "text_document.definition.link_support")
    if not links:
        assert isinstance(first, lsp.Location)
    assert (first.target_uri if isinstance(first, lsp.LocationLink) else first.uri).endswith("/infra.zonal")


@pytest.mark.asyncio
async def test_a_rename_changes_every_file(client):
    document = Document(client, "example.com.zonal")
    place = document.range("cloud-a").start
    edit = await client.text_document_rename_async(lsp.RenameParams(text_document=document.id, position=place, new_name="east"))
    assert documents_of(edit) == ["example.com.zonal", "infra.zonal"]
    assert offers_versions(client) or not edit.document_changes
    assert "on east  " in document.applied(edits_of(edit, document.uri))


@pytest.mark.asyncio
async def test_tokens_are_of_the_legend(client):
    provider = client.answer.capabilities.semantic_tokens_provider
    if provider is None:
        assert not offered(client, "text_document.semantic_tokens")
        return
    document = Document(client, "example.com.zonal")
    params = lsp.SemanticTokensParams(document.id)
    tokens = (await client.text_document_semantic_tokens_full_async(params)).data
    assert len(tokens) % 5 == 0 and len(tokens) > 100
    assert all(kind < len(provider.legend.token_types) for kind in tokens[3::5])
