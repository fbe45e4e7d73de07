// A person edits a workspace in real VS Code: sees an error, reads it, takes the fix, formats, completes and renames.
//
// usage: node edit.mjs VSIX OUT
// Leaves screenshots in OUT, also of a failure.
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { open, until } from "./editor.mjs";

const [vsix, out] = process.argv.slice(2).map((path) => resolve(path));
const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
const work = mkdtempSync(join(tmpdir(), "zonal-edit-"));
const folder = join(work, "quickstart");
cpSync(join(root, "examples/quickstart"), folder, { recursive: true });

const started = Date.now();
const step = (text) => console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);
const file = (name) => readFileSync(join(folder, name), "utf8");

const { page, goto, close } = await open({ folder, out, vsix });
const shoot = (name) => page.screenshot({ path: join(out, `${name}.png`) });
const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
/** Puts the cursor at a line and column, counted from one. */
const goTo = async (line, column) => {
  await press("Control+g");
  await page.locator(".quick-input-widget input").fill(`:${line}:${column}`);
  await press("Enter");
  await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
};
/** Puts the cursor behind the first occurrence of a text. */
const goBehind = (name, text) => {
  const before = file(name).split(text)[0];
  const lines = before.split("\n");
  return goTo(lines.length, lines.at(-1).length + text.length + 1);
};
const saved = async (what, name, holds) => {
  await press("Control+s");
  await until(what, () => holds(file(name)));
};
const squiggles = (count) =>
  until(`${count} squiggles`, async () => (await page.locator(".squiggly-error").count()) === count);

let failed = true;
try {
  await goto();
  await page.getByRole("treeitem", { name: "example.com.zonal" }).dblclick();
  const line = (text) => page.locator(".view-line", { hasText: text }).first();
  await line("zone example.com on public").waitFor();
  step("a workspace is open");

  // Colours: a keyword and a record type look different from a name, at once and after the server has answered.
  const colour = (row, text) =>
    line(row).locator("span > span", { hasText: new RegExp(`^\\s*${text}\\s*$`) }).first()
      .evaluate((span) => getComputedStyle(span).color);
  const colours = [await colour("zone example.com on", "zone"), await colour("www", "CNAME"), await colour("www", "www")];
  if (new Set(colours).size !== 3) throw Error(`a keyword, a type and an owner look alike: ${colours}`);
  step("it has colours");

  const original = file("example.com.zonal");
  await goBehind("example.com.zonal", "shops.example.net.");
  await press("Backspace");
  await squiggles(1);
  step("a forgotten final dot has a squiggle");
  await press("Control+Shift+M");
  const problem = page.locator(".markers-panel .monaco-list-row", { hasText: "final dot" });
  await problem.waitFor();
  step(`and a line in Problems: ${(await problem.innerText()).replace(/\s+/g, " ")}`);
  await shoot("error");

  await page.locator(".view-line span", { hasText: "shops.example.net" }).last().hover();
  const hover = page.locator(".monaco-hover:not(.hidden)", { hasText: "final dot" }).first();
  await hover.waitFor();
  step("the hover says it too");
  await shoot("hover");
  await press("Escape");

  await page.locator(".view-line span", { hasText: "shops.example.net" }).last().click();
  await press("Control+.");
  const fix = page.locator(".action-widget .monaco-list-row", { hasText: "final dot" }).first();
  await fix.waitFor();
  await shoot("fix");
  await fix.click();
  await squiggles(0);
  await problem.waitFor({ state: "detached" });
  await press("Control+Shift+M");
  await saved("the text as it was", "example.com.zonal", (text) => text === original);
  step("the quick fix puts the dot back, and the error is gone");

  await goBehind("example.com.zonal", "  www   CNAME  @");
  await press("Enter");
  await page.keyboard.type("ftp A 203.0.113.9");
  await saved("a formatted text", "example.com.zonal", (text) => /^ {2}ftp   A      203\.0\.113\.9$/m.test(text));
  step("saving formats");

  await goBehind("example.com.zonal", "203.0.113.9");
  await press("Enter");
  await page.keyboard.type("cdn CNA");
  const suggestion = page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "CNAME" }).first();
  await press("Control+Space");
  await suggestion.waitFor();
  await shoot("completion");
  await suggestion.click();
  await page.keyboard.type(" @");
  await saved("a completed record", "example.com.zonal", (text) => /^ {2}cdn   CNAME  @$/m.test(text));
  step("a record type is completed");

  await goBehind("example.com.zonal", "on cloud-");
  await press("F2");
  const input = page.locator(".rename-box input, .rename-input").first();
  await input.waitFor();
  await input.fill("east");
  await press("Enter");
  await until("the new name on the screen", async () => (await line("on east").count()) > 0);
  await shoot("rename");
  await page.keyboard.press("Control+k");
  await page.keyboard.press("s");
  await until("the new name in both files", () =>
    file("infra.zonal").includes("provider east = zonefile") &&
    file("infra.zonal").includes("provider public = east, cloud-b") &&
    /on east +A/.test(file("example.com.zonal")));
  await squiggles(0);
  step("a provider is renamed in both files");

  failed = false;
} catch (error) {
  step(`FAILED: ${error.message}`);
  await shoot("failure");
} finally {
  await close();
  rmSync(work, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
