// The life of the language server: found, started, watched, restarted.
import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { LanguageClient, State } from "vscode-languageclient/node";
import { locate, type Located } from "./locate";

/** The documents that the server is asked about. */
const DOCUMENTS = [
  { language: "zonal", scheme: "file" },
  { language: "zonal", scheme: "untitled" },
];

/** The language server and what the editor shows of it. */
export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private readonly status = vscode.languages.createLanguageStatusItem("zonal.server", DOCUMENTS);
  /** Restarts run one behind another, so that never two servers are started. */
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.status.name = "Zonal";
    this.status.text = "Zonal";
  }

  /** The command that serves, plans and reports drift. */
  locate(): Located {
    return locate({
      setting: settings().get<string>("path", "").trim(),
      extension: this.context.extensionPath,
      platform: process.platform,
      architecture: process.arch,
      path: process.env["PATH"] ?? "",
      home: homedir(),
    });
  }

  /** Starts the server, in place of the one that runs. */
  restart(): Promise<void> {
    this.turn = this.turn.then(async () => {
      await this.end();
      await this.start();
    });
    return this.turn;
  }

  /** Stops the server. */
  stop(): Promise<void> {
    this.turn = this.turn.then(() => this.end());
    return this.turn;
  }

  /** The version that the running server tells. */
  get version(): string | undefined {
    return this.client?.initializeResult?.serverInfo?.version;
  }

  /** Says which server runs, and where it comes from. */
  async showVersion(): Promise<void> {
    const located = this.locate();
    if (!located.found) return this.complain(located);
    const version = this.version ?? (await ask(located.command));
    void vscode.window.showInformationMessage(
      `Zonal ${version} (${describe[located.origin]}: ${located.command}), extension ${this.own}`,
    );
  }

  dispose(): void {
    this.status.dispose();
  }

  private get own(): string {
    return String((this.context.extension.packageJSON as { version: string }).version);
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.output.warn(`the server did not stop as it should: ${String(error)}`);
    }
  }

  private async start(): Promise<void> {
    const located = this.locate();
    if (!located.found) return this.complain(located);
    this.output.info(`starting ${located.command} (${describe[located.origin]})`);
    this.show("busy", "starting");
    const run = {
      command: located.command,
      args: settings().get<string[]>("args", ["lsp"]),
      options: { env: environment() },
    };
    const client = new LanguageClient("zonal", "Zonal", run, {
      documentSelector: DOCUMENTS,
      outputChannel: this.output,
      // The lenses of plans and drift reports are sent to who can run them.
      initializationOptions: { commands: vscode.workspace.isTrusted },
      ...(traces() && { traceOutputChannel: tracing(this.output) }),
    });
    client.onDidChangeState(({ newState }) => {
      if (client !== this.client) return;
      if (newState === State.Running) this.show("fine", this.version ?? "running");
      else if (newState === State.Starting) this.show("busy", "starting");
      else this.show("error", "stopped");
    });
    this.client = client;
    try {
      await client.start();
      this.show("fine", this.version ?? "running");
      if (located.origin !== "bundled") this.compareVersions();
    } catch (error) {
      this.output.error(String(error));
      this.show("error", "did not start");
      await this.offer(`Zonal: the language server did not start: ${reason(error)}`, ["Show Output", "Open Settings"]);
    }
  }

  private async complain(located: Located & { found: false }): Promise<void> {
    this.output.error(located.problem);
    this.show("error", "not found");
    await this.offer(`Zonal: ${located.problem}`, ["Open Settings"]);
  }

  /** Shows an error without waiting until somebody has answered it. */
  private async offer(text: string, actions: string[]): Promise<void> {
    void vscode.window.showErrorMessage(text, ...actions).then((chosen) => {
      if (chosen === "Show Output") this.output.show();
      if (chosen === "Open Settings") openSettings();
    });
  }

  /** A server of another version may lack what this extension shows, or know more; it is said once for each pair. */
  private compareVersions(): void {
    const [server, own] = [this.version, this.own];
    if (server === undefined || server === own) return;
    const pair = `${server} ${own}`;
    if (this.context.globalState.get("zonal.told") === pair) return;
    void this.context.globalState.update("zonal.told", pair);
    void vscode.window
      .showWarningMessage(
        `Zonal: the server is of version ${server} and the extension of ${own}: some features may be missing`,
        "Open Settings",
      )
      .then((chosen) => chosen && openSettings());
  }

  private show(state: "fine" | "busy" | "error", detail: string): void {
    this.status.busy = state === "busy";
    this.status.detail = detail;
    this.status.severity =
      state === "error" ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    this.status.command =
      state === "error"
        ? { title: "Show Output", command: "zonal.showOutput" }
        : { title: "Restart", command: "zonal.restartServer" };
  }
}

const describe = {
  setting: "from the settings",
  bundled: "brought by the extension",
  path: "from the PATH",
} as const;

/** The environment of the server and of the commands that read live zones. */
export function environment(): NodeJS.ProcessEnv {
  return { ...process.env, ...settings().get<Record<string, string>>("extraEnv", {}) };
}

/** The version that a command tells, or why it tells none. */
export async function ask(command: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, ["--version"], { env: environment(), timeout: 10_000 });
    return stdout.trim().replace(/^zonal /, "");
  } catch (error) {
    return `of an unknown version: ${reason(error)}`;
  }
}

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration("zonal.server");
}

/** Whether the traffic with the server is to be shown; how much of it, the client reads itself. */
function traces(): boolean {
  return vscode.workspace.getConfiguration("zonal.trace").get<string>("server", "off") !== "off";
}

/** The output, as one that shows traces whatever its level: who sets the setting wants to see them. */
function tracing(output: vscode.LogOutputChannel): vscode.LogOutputChannel {
  return Object.create(output, {
    logLevel: { value: vscode.LogLevel.Trace },
    trace: { value: (message: string) => output.info(message) },
  }) as vscode.LogOutputChannel;
}

function openSettings(): void {
  void vscode.commands.executeCommand("workbench.action.openSettings", "zonal.server");
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
