// What a person is told when the server is not there, is for another platform, or is of another version.
//
// usage: node servers.mjs FOREIGN UNIVERSAL OUT
//   FOREIGN    a package with a server for another platform
//   UNIVERSAL  a package without a server
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { open } from "./editor.mjs";

const [foreign, universal, out] = process.argv.slice(2).map((path) => resolve(path));
const here = dirname(fileURLToPath(import.meta.url));
const work = mkdtempSync(join(tmpdir(), "zonal-servers-"));
const folder = join(work, "workspace");
cpSync(join(here, "../../../examples/quickstart"), folder, { recursive: true });
const other = join(work, "bin");
mkdirSync(other);
symlinkSync(join(here, "other-version"), join(other, "zonal"));

const CASES = [
  { name: "foreign", vsix: foreign, path: "", says: /this package of the extension is for darwin-arm64, and this machine is linux-x64/ },
  { name: "missing", vsix: universal, path: "", says: /there is no zonal command on the PATH.*install zonal, or set zonal\.server\.path/s },
  { name: "version", vsix: universal, path: other, says: /the server is of version 9\.9\.9 and the extension of \d+\.\d+\.\d+/ },
];

let failed = false;
for (const { name, vsix, path, says } of CASES) {
  const { page, goto, close } = await open({ folder, out: join(out, name), vsix, path });
  try {
    await goto();
    await page.getByRole("treeitem", { name: "example.com.zonal" }).dblclick();
    await page.locator(".notification-toast", { hasText: says }).waitFor();
    console.log(`ok ${name}: it is said`);
  } catch (error) {
    failed = true;
    console.log(`not ok ${name}: ${error.message}`);
  } finally {
    await page.screenshot({ path: join(out, name, "end.png") });
    await close();
  }
}
rmSync(work, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
