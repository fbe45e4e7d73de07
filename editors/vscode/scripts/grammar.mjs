// Copies the TextMate grammar into the extension. It stands once, in grammar/textmate.
import { copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const extension = join(dirname(fileURLToPath(import.meta.url)), "..");
const name = "zonal.tmLanguage.json";
copyFileSync(join(extension, "../../grammar/textmate", name), join(extension, "syntaxes", name));
