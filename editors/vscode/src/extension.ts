// Starts the language server and offers the commands around it. What the language is, the server knows.
import * as vscode from "vscode";
import { Server } from "./server";
import { Reports } from "./reports";
import { bugReport } from "./bug-report";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("Zonal", { log: true });
  server = new Server(context, output);
  const started = server;
  const reports = new Reports(() => started.locate(), output);
  const command = (name: string, run: (...words: unknown[]) => unknown) =>
    vscode.commands.registerCommand(`zonal.${name}`, run);

  context.subscriptions.push(
    output,
    server,
    reports,
    command("restartServer", () => started.restart()),
    command("showOutput", () => output.show()),
    command("showServerVersion", () => started.showVersion()),
    command("showPlan", (zone, root) => reports.show("plan", zone, root)),
    command("showDrift", (zone, root) => reports.show("drift", zone, root)),
    command("reportBug", () => bugReport(context, started)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => started.restart()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      const concerns = ["zonal.server", "zonal.trace"].some((name) => change.affectsConfiguration(name));
      if (concerns) void started.restart();
    }),
  );
  await vscode.commands.executeCommand("setContext", "zonal.active", true);
  await server.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
