// Draws media/icon.png from media/icon.svg: 128 pixels, clear corners. Needs chromium.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const media = join(dirname(fileURLToPath(import.meta.url)), "../media");
const { status } = spawnSync(process.env.CHROMIUM ?? "chromium", [
  "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--default-background-color=00000000",
  "--window-size=128,128", `--screenshot=${join(media, "icon.png")}`, `file://${join(media, "icon.svg")}`,
], { stdio: "inherit" });
process.exit(status ?? 1);
