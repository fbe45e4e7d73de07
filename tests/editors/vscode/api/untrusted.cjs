// The extension in a folder that nobody trusts: what reads no network works, what does is refused.
const assert = require("node:assert");
const { existsSync } = require("node:fs");
const vscode = require("vscode");
const { until, openFile, replace, runAll, problems, report } = require("./support.cjs");

exports.run = () =>
  runAll({
    async "the folder is not trusted"() {
      assert.strictEqual(vscode.workspace.isTrusted, false);
    },

    async "mistakes are told all the same"() {
      const document = await openFile("example.com.zonal");
      await replace(document, "shops.example.net.", "shops.example.net");
      await until("a problem", () => problems(document).length === 1);
    },

    async "a plan is refused"() {
      await openFile("example.com.zonal");
      for (const command of ["zonal.showPlan", "zonal.showDrift"]) {
        await vscode.commands.executeCommand(command, "example.com", vscode.workspace.workspaceFolders[0].uri.toString());
      }
      assert.ok(!report("Plan") && !report("Drift"));
    },

    async "the folder's settings start nothing"() {
      assert.strictEqual(vscode.workspace.getConfiguration("zonal.server").get("path"), "");
      const evil = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, "ran");
      assert.ok(!existsSync(evil.fsPath));
    },
  });
