// Makes a package of the extension, for one platform with its server or for all without one.
//
// usage: node scripts/package.mjs [--out FILE] [TARGET BINARY]
//   TARGET  a platform as vsce names it, such as linux-x64
//   BINARY  the `zonal` command, built for it
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { fileURLToPath } from "node:url";

const TARGETS = [
  "linux-x64", "linux-arm64", "alpine-x64", "alpine-arm64", "darwin-x64", "darwin-arm64", "win32-x64", "win32-arm64",
];

const { values, positionals } = parseArgs({ options: { out: { type: "string" } }, allowPositionals: true });
const [target, binary] = positionals;
if (target !== undefined && (!TARGETS.includes(target) || binary === undefined)) {
  console.error(`usage: package.mjs [--out FILE] [TARGET BINARY], where TARGET is one of ${TARGETS.join(", ")}`);
  process.exit(64);
}

const extension = join(dirname(fileURLToPath(import.meta.url)), "..");
const root = join(extension, "../..");
const server = join(extension, "server");
rmSync(server, { recursive: true, force: true });
if (target !== undefined) {
  const command = join(server, target.startsWith("win32-") ? "zonal.exe" : "zonal");
  mkdirSync(server);
  copyFileSync(binary, command);
  chmodSync(command, 0o755);
  writeFileSync(join(server, "target"), target + "\n");
}
for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(root, licence), join(extension, licence));

const out = resolve(values.out ?? join(extension, `zonal-${target ?? "universal"}.vsix`));
const vsce = join(extension, "node_modules/.bin/vsce");
// Links of the README are relative to this folder; vsce takes them for relative to the repository.
const repository = "https://github.com/zonal-dns/zonal";
const words = [
  "package", "--no-dependencies", ...(target === undefined ? [] : ["--target", target]), "--out", out,
  "--baseImagesUrl", `${repository}/raw/HEAD/editors/vscode`, "--baseContentUrl", `${repository}/blob/HEAD/editors/vscode`,
];
const { status } = spawnSync(vsce, words, { cwd: extension, stdio: "inherit", shell: process.platform === "win32" });
process.exit(status ?? 1);
