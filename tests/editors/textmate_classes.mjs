// Prints, as JSON, the class of every character that the TextMate grammar gives one.
//
// usage: EDITORS_NPM=DIR node textmate_classes.mjs GRAMMAR FILE...
// The result is a list of [line, start, end, class] for each file, in UTF-16 units.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.EDITORS_NPM, "package.json"));
const { Registry, INITIAL, parseRawGrammar } = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");

// The longest prefix that fits decides.
const CLASSES = [
  ["comment", "comment"],
  ["constant.character.escape", "string"],
  ["punctuation.definition.string", "string"],
  ["punctuation.definition.interpolation", "variable"],
  ["string", "string"],
  ["keyword.operator", "operator"],
  ["keyword", "keyword"],
  ["storage.type", "type"],
  ["support.type", "type"],
  ["constant.numeric", "number"],
  ["constant.language", "enumMember"],
  ["variable.other.property", "property"],
  ["variable.other", "variable"],
  ["variable.parameter", "parameter"],
  ["support.function", "function"],
  ["entity.name.function.template", "macro"],
  ["entity.name.namespace", "namespace"],
];

function classOf(scopes) {
  for (const scope of [...scopes].reverse()) {
    const found = CLASSES.find(([prefix]) => scope === prefix || scope.startsWith(prefix + "."));
    if (found) return found[1];
  }
  return undefined;
}

const [path, ...files] = process.argv.slice(2);
await oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer);
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => parseRawGrammar(readFileSync(path, "utf8"), path),
});
const grammar = await registry.loadGrammar("source.zonal");
const result = {};
for (const file of files) {
  const tokens = [];
  let state = INITIAL;
  readFileSync(file, "utf8").split(/\r\n|\n|\r/).forEach((line, index) => {
    const read = grammar.tokenizeLine(line, state);
    state = read.ruleStack;
    for (const { startIndex, endIndex, scopes } of read.tokens) {
      const found = classOf(scopes);
      if (found !== undefined) tokens.push([index, startIndex, Math.min(endIndex, line.length), found]);
    }
  });
  result[file] = tokens;
}
console.log(JSON.stringify(result));
