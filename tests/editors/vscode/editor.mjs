// Real VS Code on a free loopback port, in a profile of its own, and Chromium that looks at it.
//
// The environment names what is installed: CODE_SERVER and EDITORS_NPM (folders), CHROMIUM (a command).
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { chromium } = createRequire(join(process.env.EDITORS_NPM, "package.json"))("playwright-core");
const CODE_SERVER = process.env.CODE_SERVER;

// Nothing that asks the network, opens by itself or moves.
const QUIET = {
  "workbench.startupEditor": "none",
  "workbench.editor.enablePreview": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.reduceMotion": "on",
  "editor.cursorBlinking": "solid",
  "telemetry.telemetryLevel": "off",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "update.mode": "none",
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "workbench.tips.enabled": false,
};
const NO_GALLERY = JSON.stringify({ serviceUrl: "", itemUrl: "", resourceUrlTemplate: "" });

/**
 * Starts VS Code.
 *
 * @param folder the folder that it opens
 * @param out the folder for logs and screenshots
 * @param trust whether the folder is trusted; if not, VS Code asks as it asks anybody
 * @param machine settings of scope `machine`, which have a file of their own
 * @param vsix a package to install; without one the extension runs from its folder, by `payload`
 * @param payload what only a developer's VS Code takes: extensions and tests to load
 * @param path folders in front of PATH
 */
export async function open({ folder, out, trust = true, user = {}, machine = {}, vsix, payload, path = "" }) {
  mkdirSync(out, { recursive: true });
  const home = mkdtempSync(join(tmpdir(), "zonal-vscode-"));
  const [data, extensions] = [join(home, "data"), join(home, "extensions")];
  for (const [name, settings] of [["User", { ...QUIET, ...user }], ["Machine", machine]]) {
    mkdirSync(join(data, name), { recursive: true });
    writeFileSync(join(data, name, "settings.json"), JSON.stringify(settings));
  }
  mkdirSync(extensions);
  const env = {
    ...process.env,
    HOME: home,
    PATH: [join(CODE_SERVER, "bin"), path, process.env.PATH].filter(Boolean).join(":"),
    EXTENSIONS_GALLERY: NO_GALLERY,
    // Else VS Code asks a login shell for the PATH.
    VSCODE_CLI: "1",
  };
  const command = join(CODE_SERVER, "node_modules/.bin/code-server");
  const common = ["--user-data-dir", data, "--extensions-dir", extensions];
  if (vsix !== undefined) {
    const installed = spawnSync(command, [...common, "--install-extension", vsix], { env, encoding: "utf8" });
    if (installed.status !== 0) throw Error(`the package cannot be installed: ${installed.stdout}${installed.stderr}`);
  }
  const port = await freePort();
  const log = openSync(join(out, "code-server.log"), "w");
  const words = ["--bind-addr", `127.0.0.1:${port}`, "--auth", "none", "--disable-telemetry", "--disable-update-check"];
  if (trust) words.push("--disable-workspace-trust");
  words.push("--disable-getting-started-override", folder);
  const server = spawn(command, [...common, ...words], { env, stdio: ["ignore", log, log], detached: true });
  let browser;
  const close = async () => {
    await browser?.close();
    const ended = new Promise((resolve) => server.on("exit", resolve));
    if (server.exitCode === null) {
      process.kill(-server.pid, "SIGTERM");
      await ended;
    }
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await answers(`http://127.0.0.1:${port}/healthz`, server);
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
      ],
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(30_000);
    const query = payload === undefined ? "" : `&payload=${encodeURIComponent(JSON.stringify(payload(remote(port))))}`;
    if (payload !== undefined) await page.addInitScript(allowTests);
    return { page, close, goto: () => page.goto(`http://127.0.0.1:${port}/?folder=${folder}${query}`) };
  } catch (error) {
    await close();
    throw error;
  }
}

const remote = (port) => (path) => `vscode-remote://127.0.0.1:${port}${path}`;

/** A built VS Code loads tests only if this option is set before its script reads it; code-server has no flag for it. */
function allowTests() {
  new MutationObserver((_, observer) => {
    const element = document.getElementById("vscode-workbench-web-configuration");
    if (!element) return;
    observer.disconnect();
    const settings = JSON.parse(element.dataset.settings);
    settings.developmentOptions = { ...settings.developmentOptions, enableSmokeTestDriver: true };
    element.dataset.settings = JSON.stringify(settings);
  }).observe(document, { childList: true, subtree: true });
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function answers(url, server) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    if (server.exitCode !== null) throw Error("code-server ended: see code-server.log");
    const ok = await fetch(url).then((answer) => answer.ok, () => false);
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw Error("code-server does not answer: see code-server.log");
}

/** Waits until `read` gives something true, and gives it. */
export async function until(what, read, milliseconds = 30_000) {
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline; ) {
    const value = await read();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw Error(`waited in vain for ${what}`);
}
