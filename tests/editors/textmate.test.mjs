// The TextMate grammar in Markdown, as the extension's second grammar puts it there.
//
// usage: EDITORS_NPM=DIR CODE_SERVER=DIR node --test textmate.test.mjs
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const require = createRequire(join(process.env.EDITORS_NPM, "package.json"));
const { Registry, INITIAL, parseRawGrammar } = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const MARKDOWN = "node_modules/code-server/lib/vscode/extensions/markdown-basics/syntaxes/markdown.tmLanguage.json";
const GRAMMARS = {
  "text.html.markdown": join(process.env.CODE_SERVER, MARKDOWN),
  "markdown.zonal.codeblock": join(root, "editors/vscode/syntaxes/markdown.tmLanguage.json"),
  "source.zonal": join(root, "grammar/textmate/zonal.tmLanguage.json"),
};
await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async (name) => GRAMMARS[name] && parseRawGrammar(readFileSync(GRAMMARS[name], "utf8"), GRAMMARS[name]),
  getInjections: (name) => (name === "text.html.markdown" ? ["markdown.zonal.codeblock"] : []),
});
const grammar = await registry.loadGrammar("text.html.markdown");

/** The scopes of the first token with a text. */
function scopes(text, wanted) {
  let state = INITIAL;
  for (const line of text.split("\n")) {
    const read = grammar.tokenizeLine(line, state);
    state = read.ruleStack;
    const found = read.tokens.find((token) => line.slice(token.startIndex, token.endIndex) === wanted);
    if (found) return found.scopes;
  }
  return [];
}

const page = (fence, info) => `# A page\n\n${fence}${info}\nzone example.com on public {\n  www  A  192.0.2.1\n}\n${fence}\n\nCNAME\n`;

test("a fenced block is Zonal within", () => {
  for (const [fence, info] of [["```", "zonal"], ["~~~~", "zonal"], ["```", "zonal,fragment"], ["```", "zonal title=x"]]) {
    assert.ok(scopes(page(fence, info), "zone").includes("keyword.control.declaration.zonal"), info);
    assert.ok(scopes(page(fence, info), "A").includes("storage.type.record.zonal"), info);
  }
});

test("other blocks and the text behind are not", () => {
  assert.ok(!scopes(page("```", "zonality"), "zone").some((scope) => scope.endsWith(".zonal")));
  assert.ok(!scopes(page("```", "zonal"), "CNAME").some((scope) => scope.endsWith(".zonal")));
});
