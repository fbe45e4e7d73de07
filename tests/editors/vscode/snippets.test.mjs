// Every snippet, taken as it is offered, is a text that the compiler takes and the formatter leaves alone.
//
// usage: ZONAL=COMMAND node --test snippets.test.mjs
import assert from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const snippets = JSON.parse(readFileSync(join(here, "../../../editors/vscode/snippets/zonal.json"), "utf8"));
const PROVIDERS = 'provider aws = route53 {}\n\nprovider azure = zonefile {\n  directory  "out"\n}\n';
const GROUP = "\nprovider public = aws, azure\n";
const POLICY = "\npolicy examples default {\n  off  address-documentation\n}\n";

/** The text of a snippet whose places are left as they are. */
const taken = (body) =>
  body
    .join("\n")
    .replace(/\$\{\d+:((?:[^}\\]|\\.)*)\}/g, "$1")
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, "$1")
    .replace(/\n?\s*\$0/g, "")
    .trimEnd();

for (const [name, { body, prefix }] of Object.entries(snippets)) {
  test(`${prefix}: ${name}`, () => {
    const text = taken(body);
    assert.doesNotMatch(text, /\$\{?\d/, "a place is left over");
    const declares = /^(##.*\n)?(provider|policy|template|zone) /.test(text);
    const folder = mkdtempSync(join(tmpdir(), "zonal-snippet-"));
    const run = (...words) => spawnSync(process.env.ZONAL, words, { cwd: folder, encoding: "utf8" });
    try {
      const whole = declares ? `${text}\n` : `zone example.com on public {\n${text.replace(/^(?=.)/gm, "  ")}\n}\n`;
      writeFileSync(join(folder, "zonal.toml"), "");
      writeFileSync(join(folder, "snippet.zonal"), whole);
      if (!/^provider/.test(text)) {
        const policy = /^policy/.test(text) ? "" : POLICY;
        writeFileSync(join(folder, "infra.zonal"), PROVIDERS + GROUP + policy);
      }
      const checked = run("check", ".");
      assert.doesNotMatch(checked.stdout + checked.stderr, /^error/m);
      assert.strictEqual(checked.status, 0);
      const formatted = run("fmt", "--check", ".");
      assert.strictEqual(formatted.status, 0, formatted.stdout + formatted.stderr);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
