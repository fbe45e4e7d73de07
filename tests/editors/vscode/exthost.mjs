// Runs a module's `run()` inside the extension host of real VS Code, with the whole `vscode` interface.
//
// usage: node exthost.mjs EXTENSION TESTS OUT
//   EXTENSION  an unpacked package
//   TESTS      a module in api/; one whose name begins with `untrusted` runs in a folder that nobody trusts
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { open } from "./editor.mjs";

const [extension, tests, out] = process.argv.slice(2).map((path) => resolve(path));
const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const folder = mkdtempSync(join(tmpdir(), "zonal-api-"));
cpSync(join(root, "examples/quickstart"), folder, { recursive: true });
const trust = !basename(tests).startsWith("untrusted");
// What a repository may bring along, and must not be obeyed.
mkdirSync(join(folder, ".vscode"));
writeFileSync(join(folder, ".vscode/settings.json"), JSON.stringify({ "zonal.server.path": join(folder, "evil") }));
writeFileSync(join(folder, "evil"), `#!/bin/sh\ntouch ${join(folder, "ran")}\n`, { mode: 0o755 });

const { page, goto, close } = await open({
  folder, out, trust,
  user: { "security.workspace.trust.startupPrompt": "never" },
  payload: (remote) => [
    ["extensionDevelopmentPath", remote(extension)],
    ["extensionTestsPath", remote(tests)],
    ["skipWelcome", "true"],
  ],
});
let code;
try {
  const exit = new Promise((done) => page.exposeFunction("codeAutomationExit", done));
  await page.exposeFunction("codeAutomationLog", (_, words) => {
    const text = [words].flat().map((word) => (typeof word === "string" ? word : JSON.stringify(word))).join(" ");
    writeFileSync(join(out, "console.log"), `${text}\n`, { flag: "a" });
    if (/^(ok|not ok|tests) /.test(text)) console.log(text);
  });
  await goto();
  const limit = new Promise((done) => setTimeout(done, 90_000, "none within 90 seconds"));
  code = await Promise.race([exit, limit]);
  await page.screenshot({ path: join(out, "end.png") });
} finally {
  await close();
  rmSync(folder, { recursive: true, force: true });
}
if (code !== 0) console.log(`FAILED: exit code ${code}`);
process.exit(code === 0 ? 0 : 1);
