// The extension in a trusted folder.
const assert = require("node:assert");
const { existsSync } = require("node:fs");
const vscode = require("vscode");
const { until, openFile, range, replace, runAll, problems, report } = require("./support.cjs");

const run = (command, ...words) => vscode.commands.executeCommand(command, ...words);

exports.run = () =>
  runAll({
    async "a file is Zonal by its name, and starts the extension"() {
      const document = await openFile("example.com.zonal");
      assert.strictEqual(document.languageId, "zonal");
      await until("the extension", () => vscode.extensions.getExtension("zonal-dns.zonal")?.isActive);
    },

    async "every command that the manifest names exists"() {
      const { contributes } = vscode.extensions.getExtension("zonal-dns.zonal").packageJSON;
      const known = await vscode.commands.getCommands();
      for (const { command } of contributes.commands) assert.ok(known.includes(command), command);
    },

    async "a mistake is told and cleared"() {
      const document = await openFile("example.com.zonal");
      await until("no problems", () => problems(document).length === 0);
      await replace(document, "shops.example.net.", "shops.example.net");
      const [problem] = await until("a problem", () => problems(document).length > 0 && problems(document));
      assert.strictEqual(problem.source, "zonal");
      assert.strictEqual(problem.code.value, "trailing-dot-target");
      assert.deepStrictEqual(problem.range, range(document, "shops.example.net"));
      const actions = await run("vscode.executeCodeActionProvider", document.uri, problem.range);
      const fix = actions.find(({ title }) => title.includes("final dot"));
      assert.ok(await vscode.workspace.applyEdit(fix.edit));
      await until("no problems", () => problems(document).length === 0);
      range(document, "shops.example.net.");
    },

    async "words keep their underscores, wildcards and dots"() {
      const document = await openFile("example.com.zonal");
      for (const word of ["_dmarc", "shops.example.net.", "198.51.100.7", "2001:db8::10", "address-documentation", "web"]) {
        const at = range(document, word).start;
        assert.strictEqual(document.getText(document.getWordRangeAtPosition(at)), word);
      }
    },

    async "the server formats"() {
      const document = await openFile("example.com.zonal");
      await replace(document, "www   CNAME  @", "www CNAME @");
      const edits = await run("vscode.executeFormatDocumentProvider", document.uri, { tabSize: 8, insertSpaces: false });
      const edit = new vscode.WorkspaceEdit();
      edit.set(document.uri, edits);
      await vscode.workspace.applyEdit(edit);
      range(document, "www   CNAME  @");
    },

    async "the server hovers, completes and knows its symbols"() {
      const document = await openFile("example.com.zonal");
      const hovers = await run("vscode.executeHoverProvider", document.uri, range(document, "CNAME").start);
      assert.ok(hovers.some(({ contents }) => contents.some(({ value }) => value.includes("alias"))), "hover");
      const list = await run("vscode.executeCompletionItemProvider", document.uri, range(document, "CNAME").start);
      const labels = list.items.map(({ label }) => label.label ?? label);
      for (const type of ["CNAME", "DMARC"]) assert.ok(labels.includes(type), type);
      const symbols = await run("vscode.executeDocumentSymbolProvider", document.uri);
      assert.ok(symbols.some(({ name }) => name.includes("example.com")), "symbols");
    },

    async "the server colours"() {
      const document = await openFile("example.com.zonal");
      const legend = await run("vscode.provideDocumentSemanticTokensLegend", document.uri);
      const tokens = await run("vscode.provideDocumentSemanticTokens", document.uri);
      assert.ok(tokens.data.length > 100, "tokens");
      const { contributes } = vscode.extensions.getExtension("zonal-dns.zonal").packageJSON;
      const mapped = Object.keys(contributes.semanticTokenScopes[0].scopes);
      for (const type of legend.tokenTypes) assert.ok(mapped.includes(type), `the token type ${type} has no scope`);
    },

    async "a rename changes every file"() {
      const document = await openFile("example.com.zonal");
      const at = range(document, "cloud-a").start;
      const edit = await run("vscode.executeDocumentRenameProvider", document.uri, at, "east");
      const names = edit.entries().map(([uri]) => uri.path.split("/").at(-1)).sort();
      assert.deepStrictEqual(names, ["example.com.zonal", "infra.zonal"]);
    },

    async "a plan and a drift report open as pages"() {
      const root = vscode.workspace.workspaceFolders[0].uri.toString();
      await run("zonal.showPlan", "example.com", root);
      const plan = await until("the plan", () => report("Plan of example.com"));
      assert.match(plan.getText(), /shops\.example\.net\./);
      await run("zonal.showDrift", "example.com", root);
      const drift = await until("the drift report", () => report("Drift of example.com"));
      assert.match(drift.getText(), /missing/);
      await openFile("example.com.zonal");
      await run("zonal.showPlan");
      await until("the plan of all", () => report("Plan of all zones"));
    },

    async "the code lens runs the plan"() {
      const document = await openFile("example.com.zonal");
      const lenses = await run("vscode.executeCodeLensProvider", document.uri, 10);
      const lens = lenses.find(({ command }) => command?.command === "zonal.showPlan");
      assert.ok(lens, `no lens for a plan among ${lenses.length}`);
      assert.strictEqual(lens.command.arguments[0].replace(/\.$/, ""), "example.com");
      await run(lens.command.command, ...lens.command.arguments);
    },

    async "the server restarts, and goes on telling"() {
      const document = await openFile("example.com.zonal");
      await run("zonal.restartServer");
      await replace(document, "shops.example.net.", "shops.example.net");
      await until("a problem", () => problems(document).length === 1);
      await replace(document, "shops.example.net", "shops.example.net.");
      await until("no problems", () => problems(document).length === 0);
    },

    async "a folder cannot choose the server"() {
      const evil = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, "ran");
      assert.ok(!existsSync(evil.fsPath));
    },

    async "a bug report is a draft with the versions"() {
      run("zonal.reportBug");
      const draft = await until("the draft", () =>
        vscode.workspace.textDocuments.find(({ isUntitled, languageId }) => isUntitled && languageId === "markdown"));
      assert.match(draft.getText(), /- zonal: \d+\.\d+\.\d+ \(bundled\)/);
    },
  });
