// What of the extension needs no VS Code: finding the command, making pages, and what the files of the package say.
//
// usage: node --test units.test.mjs   (a Node that strips types, 24 or newer)
import assert from "node:assert";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { locate } from "../../../editors/vscode/src/locate.ts";
import { asMarkdown, fenced } from "../../../editors/vscode/src/markdown.ts";

const EXTENSION = join(dirname(fileURLToPath(import.meta.url)), "../../../editors/vscode");
const read = (name) => JSON.parse(readFileSync(join(EXTENSION, name), "utf8"));

/** A machine with an extension that brings a server for `target`, and folders of the PATH that hold a command or not. */
function machine({ target, platform = "linux", architecture = "x64", setting = "", onPath = [] }) {
  const root = mkdtempSync(join(tmpdir(), "zonal-locate-"));
  const program = (path) => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, "");
    chmodSync(path, 0o755);
    return path;
  };
  const name = platform === "win32" ? "zonal.exe" : "zonal";
  const bundled = join(root, "extension/server", name);
  if (target !== undefined) {
    program(bundled);
    writeFileSync(join(dirname(bundled), "target"), `${target}\n`);
  }
  const folders = onPath.map((has, index) => {
    const folder = join(root, `path${index}`);
    mkdirSync(folder);
    if (has) program(join(folder, name));
    return folder;
  });
  const home = join(root, "home");
  program(join(home, "bin/zonal"));
  const extension = join(root, "extension");
  return { setting, extension, platform, architecture, path: folders.join(":"), home, bundled, folders, name };
}

test("the setting comes first, and is never passed over in silence", () => {
  const at = machine({ target: "linux-x64", onPath: [true], setting: "~/bin/zonal" });
  assert.deepStrictEqual(locate(at), { found: true, command: join(at.home, "bin/zonal"), origin: "setting" });
  const missing = locate({ ...at, setting: join(at.home, "nothing") });
  assert.strictEqual(missing.found, false);
  assert.match(missing.problem, /no program is there/);
  assert.match(locate({ ...at, setting: "bin/zonal" }).problem, /absolute path/);
});

test("the bundled server comes before the PATH", () => {
  const at = machine({ target: "linux-x64", onPath: [true] });
  assert.deepStrictEqual(locate(at), { found: true, command: at.bundled, origin: "bundled" });
});

test("a static server runs on every Linux", () => {
  assert.strictEqual(locate(machine({ target: "alpine-x64" })).origin, "bundled");
  assert.strictEqual(locate(machine({ target: "alpine-arm64" })).found, false);
});

test("a package for another platform gives way to the PATH, or says what it is", () => {
  const at = machine({ target: "darwin-arm64", onPath: [false, true] });
  assert.deepStrictEqual(locate(at), { found: true, command: join(at.folders[1], "zonal"), origin: "path" });
  const none = locate(machine({ target: "darwin-arm64" }));
  assert.strictEqual(none.wrongPlatform, true);
  assert.match(none.problem, /is for darwin-arm64, and this machine is linux-x64/);
});

test("a package without a server takes the PATH, or says what to do", () => {
  assert.strictEqual(locate(machine({ onPath: [false, true] })).origin, "path");
  const none = locate(machine({ onPath: [false] }));
  assert.strictEqual(none.wrongPlatform, false);
  assert.match(none.problem, /install zonal, or set zonal\.server\.path/);
});

test("on Windows the command has its ending", () => {
  const at = machine({ platform: "win32", target: "win32-x64" });
  assert.strictEqual(locate(at).command, at.bundled);
});

test("a page is what the command said, and nothing of it is read as Markdown that is none", () => {
  const outcome = { status: 0, result: "", messages: "", isMarkdown: false };
  assert.strictEqual(asMarkdown("Plan of x", { ...outcome, result: "a\n", isMarkdown: true }), "a\n");
  assert.strictEqual(asMarkdown("Plan of x", { ...outcome, result: "# a\n" }), "# Plan of x\n\n```text\n# a\n```\n");
  assert.strictEqual(asMarkdown("Plan of x", outcome), "# Plan of x\n\nNothing to change.\n");
  const failed = asMarkdown("Plan of x", { ...outcome, status: 1, messages: "error: `a`\n" });
  assert.strictEqual(failed, "# Plan of x\n\n```text\nerror: `a`\n```\n");
  assert.strictEqual(fenced("a ```` b"), "`````text\na ```` b\n`````");
});

test("every file that the manifest names is there, or made by the build", () => {
  const { contributes, icon } = read("package.json");
  const made = ["./syntaxes/zonal.tmLanguage.json"];
  const named = [
    icon,
    ...contributes.languages.flatMap((it) => [it.configuration, it.icon.light, it.icon.dark]),
    ...contributes.grammars.map((it) => it.path),
    ...contributes.snippets.map((it) => it.path),
    ...contributes.walkthroughs.flatMap((it) => it.steps.map(({ media }) => media.markdown ?? media.image)),
  ];
  for (const path of named) assert.ok(made.includes(path) || existsSync(join(EXTENSION, path)), path);
});

test("whatever chooses a program or its environment waits for trust, and is no setting of a folder", () => {
  const { capabilities, contributes } = read("package.json");
  const settings = contributes.configuration.properties;
  const restricted = Object.keys(settings).filter((name) => name.startsWith("zonal.server."));
  assert.deepStrictEqual([...capabilities.untrustedWorkspaces.restrictedConfigurations].sort(), restricted.sort());
  for (const name of restricted) assert.strictEqual(settings[name].scope, "machine", name);
});

test("the icon is a square of 128 pixels", () => {
  const png = readFileSync(join(EXTENSION, "media/icon.png"));
  assert.deepStrictEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [128, 128]);
});

test("the version is the compiler's", () => {
  const cargo = readFileSync(join(EXTENSION, "../../Cargo.toml"), "utf8");
  assert.strictEqual(read("package.json").version, /\[workspace\.package\]\nversion = "([^"]+)"/.exec(cargo)[1]);
});

test("a line of a documentation comment is followed by another, and a block is indented", () => {
  const { onEnterRules, indentationRules, wordPattern } = read("language-configuration.json");
  const [docs, comment, continued] = onEnterRules;
  assert.match("  ## Mail at Google", new RegExp(docs.beforeText));
  assert.doesNotMatch("  ## ", new RegExp(docs.beforeText));
  assert.match("# a comment", new RegExp(comment.beforeText));
  assert.match('  @  MX  10 a, ', new RegExp(continued.beforeText));
  assert.doesNotMatch("  192.0.2.1,", new RegExp(continued.beforeText));
  const increase = new RegExp(indentationRules.increaseIndentPattern);
  for (const line of ["zone a on b {", "let x = [ # the new ones", '"on" {']) assert.match(line, increase);
  for (const line of ["# a {", 'a TXT "x {', "a A 192.0.2.1"]) assert.doesNotMatch(line, increase);
  const words = (text) => text.match(new RegExp(wordPattern, "g"));
  assert.deepStrictEqual(words('*.dev TXT "${zone}", _dmarc x:'), ["*.dev", "TXT", "zone", "_dmarc", "x"]);
  assert.deepStrictEqual(words("::1 2001:db8::1"), ["::1", "2001:db8::1"]);
});
