// What the tests in the extension host share.
const vscode = require("vscode");
const assert = require("node:assert");

/** Waits until `read` gives something true, and gives it. */
async function until(what, read, milliseconds = 20_000) {
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline; ) {
    const value = await read();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw Error(`waited in vain for ${what}`);
}

/** Opens a file of the workspace. */
async function openFile(name) {
  const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, name);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

/** The range of the first occurrence of a text. */
function range(document, text) {
  const start = document.getText().indexOf(text);
  assert.notStrictEqual(start, -1, text);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

async function replace(document, text, by) {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range(document, text), by);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Runs the tests one behind another and tells of each; fails if one of them did. */
async function runAll(tests) {
  const failed = [];
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      console.log(`ok ${name}`);
    } catch (error) {
      failed.push(name);
      console.log(`not ok ${name}: ${error.stack}`);
    }
  }
  console.log(`tests ${Object.keys(tests).length - failed.length} of ${Object.keys(tests).length} in VS Code ${vscode.version}`);
  if (failed.length > 0) throw Error(`failed: ${failed.join(", ")}`);
}

/** The errors and warnings of a document. */
const problems = (document) => vscode.languages.getDiagnostics(document.uri);

/** The text of the open report whose name begins so. */
const report = (name) =>
  vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === "zonal-report" && uri.path.startsWith(`/${name}`));

module.exports = { until, openFile, range, replace, runAll, problems, report };
