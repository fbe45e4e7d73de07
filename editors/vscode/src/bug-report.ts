// A draft of a bug report: versions and settings, and no text of anybody's zones.
import * as vscode from "vscode";
import { ask, type Server } from "./server";

const ISSUES = "https://github.com/zonal-dns/zonal/issues/new";

/** Opens a draft to be read, completed and sent by hand. */
export async function bugReport(context: vscode.ExtensionContext, server: Server): Promise<void> {
  const located = server.locate();
  const version = located.found ? await ask(located.command) : located.problem;
  const own = (context.extension.packageJSON as { version: string }).version;
  const content = [
    "# What happened",
    "",
    "<!-- What you did, what you expected, and what came instead. -->",
    "",
    "# The smallest text that shows it",
    "",
    "```zonal",
    "```",
    "",
    "# Versions",
    "",
    `- zonal: ${version}${located.found ? ` (${located.origin})` : ""}`,
    `- running server: ${server.version ?? "none"}`,
    `- extension: ${own}`,
    `- VS Code: ${vscode.version}${vscode.env.remoteName === undefined ? "" : ` (${vscode.env.remoteName})`}`,
    `- system: ${process.platform} ${process.arch}`,
    "",
  ].join("\n");
  const draft = await vscode.workspace.openTextDocument({ language: "markdown", content });
  await vscode.window.showTextDocument(draft);
  const chosen = await vscode.window.showInformationMessage(
    "Zonal: complete the draft, then open a new issue and paste it",
    "Copy and Open Issue",
  );
  if (chosen !== undefined) {
    await vscode.env.clipboard.writeText(draft.getText());
    await vscode.env.openExternal(vscode.Uri.parse(ISSUES));
  }
}
