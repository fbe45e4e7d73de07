// Plans and drift reports: what `zonal plan` and `zonal drift` say, as a preview.
import { spawn } from "node:child_process";
import * as vscode from "vscode";
import type { Located } from "./locate";
import { environment } from "./server";
import { asMarkdown, type Outcome } from "./markdown";

/** The commands that report on live zones. */
export type Kind = "plan" | "drift";

const SCHEME = "zonal-report";
const TITLES = { plan: "Plan", drift: "Drift" } as const;

/** Runs reports and shows them. */
export class Reports implements vscode.Disposable, vscode.TextDocumentContentProvider {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registered = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly locate: () => Located,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? "";
  }

  /** Reports on a zone, or on all of the workspace if none is named. A code lens names both. */
  async show(kind: Kind, zone: unknown, root: unknown): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      void vscode.window
        .showWarningMessage(
          "Zonal: plans and drift reports read live zones with your credentials, so they need a trusted workspace",
          "Manage Trust",
        )
        .then((chosen) => chosen && vscode.commands.executeCommand("workbench.trust.manage"));
      return;
    }
    const folder = workspace(root);
    const located = this.locate();
    if (folder === undefined || !located.found) {
      const problem = located.found ? "open the folder of the workspace first" : located.problem;
      void vscode.window.showErrorMessage(`Zonal: ${problem}`);
      return;
    }
    const name = typeof zone === "string" && zone !== "" ? zone : undefined;
    const title = `${TITLES[kind]} of ${name ?? "all zones"}`;
    const outcome = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Zonal: ${kind} of ${name ?? "all zones"}`, cancellable: true },
      (_, cancelled) => this.run(located.command, kind, name, folder, cancelled),
    );
    if (outcome === undefined) return;
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${title}.md`, query: folder });
    this.texts.set(uri.toString(), asMarkdown(title, outcome));
    this.changed.fire(uri);
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  }

  dispose(): void {
    this.registered.dispose();
    this.changed.dispose();
  }

  /** Asks for Markdown, and for plain text where a command has none. `undefined` if it was cancelled. */
  private async run(
    command: string,
    kind: Kind,
    zone: string | undefined,
    folder: string,
    cancelled: vscode.CancellationToken,
  ): Promise<Outcome | undefined> {
    const wanted = [kind, "--color", "never", ...(zone === undefined ? [] : ["--zone", zone])];
    const first = await this.spawn(command, [...wanted, "--format", "markdown", folder], folder, cancelled);
    const isUsageError = first?.status === 64;
    if (first === undefined || !isUsageError) return first && { ...first, isMarkdown: true };
    const second = await this.spawn(command, [...wanted, folder], folder, cancelled);
    return second && { ...second, isMarkdown: false };
  }

  private spawn(
    command: string,
    words: string[],
    folder: string,
    cancelled: vscode.CancellationToken,
  ): Promise<Omit<Outcome, "isMarkdown"> | undefined> {
    this.output.info(`${command} ${words.join(" ")}`);
    return new Promise((resolve) => {
      const child = spawn(command, words, { cwd: folder, env: environment(), stdio: ["ignore", "pipe", "pipe"] });
      let [result, messages] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => (result += text));
      child.stderr.setEncoding("utf8").on("data", (text: string) => (messages += text));
      const cancelling = cancelled.onCancellationRequested(() => child.kill("SIGINT"));
      const end = (status: number, problem = "") => {
        cancelling.dispose();
        resolve(cancelled.isCancellationRequested ? undefined : { status, result, messages: messages + problem });
      };
      child.on("error", (error) => end(-1, error.message));
      child.on("close", (status) => end(status ?? -1));
    });
  }
}

/** The folder to run in: that of the code lens, of the open file, or the only one. */
function workspace(root: unknown): string | undefined {
  if (typeof root === "string" && root !== "") {
    const uri = vscode.Uri.parse(root);
    return uri.scheme === "file" ? uri.fsPath : undefined;
  }
  const open = vscode.window.activeTextEditor?.document.uri;
  const folder = open && vscode.workspace.getWorkspaceFolder(open);
  return (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath;
}
