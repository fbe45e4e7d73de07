// Finds the `zonal` command: the setting, then the binary that the extension brings, then the PATH.
// Nothing here knows VS Code, so that it is tested without one.
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** Where a command comes from. */
export type Origin = "setting" | "bundled" | "path";

/** The command, or why there is none and what to do. */
export type Located =
  | { found: true; command: string; origin: Origin }
  | { found: false; problem: string; wrongPlatform: boolean };

/** What finding depends on. */
export interface Machine {
  /** The value of `zonal.server.path`. */
  setting: string;
  /** The folder of the extension. */
  extension: string;
  platform: NodeJS.Platform;
  architecture: string;
  /** The value of the variable PATH. */
  path: string;
  home: string;
}

/** Finds the command. */
export function locate(machine: Machine): Located {
  if (machine.setting !== "") return fromSetting(machine);
  const name = machine.platform === "win32" ? "zonal.exe" : "zonal";
  const bundled = join(machine.extension, "server", name);
  const target = bundledTarget(machine);
  if (target !== undefined && runsHere(target, machine) && isExecutable(bundled)) {
    return { found: true, command: bundled, origin: "bundled" };
  }
  for (const folder of machine.path.split(delimiter)) {
    const command = join(folder, name);
    if (folder !== "" && isExecutable(command)) return { found: true, command, origin: "path" };
  }
  const here = `${machine.platform}-${machine.architecture}`;
  if (target !== undefined && !runsHere(target, machine)) {
    return {
      found: false,
      wrongPlatform: true,
      problem: `this package of the extension is for ${target}, and this machine is ${here}: install the package for ${here}, or install the zonal command and put it on the PATH`,
    };
  }
  return {
    found: false,
    wrongPlatform: false,
    problem: `there is no zonal command on the PATH, and the extension brings none for ${here}: install zonal, or set zonal.server.path`,
  };
}

function fromSetting(machine: Machine): Located {
  const command = machine.setting.replace(/^~(?=\/|\\|$)/, () => machine.home);
  if (!isAbsolute(command)) {
    return {
      found: false,
      wrongPlatform: false,
      problem: `zonal.server.path is ${machine.setting}: write an absolute path, or one that begins with ~/`,
    };
  }
  if (!isExecutable(command)) {
    return {
      found: false,
      wrongPlatform: false,
      problem: `zonal.server.path is ${machine.setting}, and no program is there: correct the setting, or clear it to use the server that the extension brings`,
    };
  }
  return { found: true, command, origin: "setting" };
}

/** The platform that the package was made for, if it brings a server. */
function bundledTarget(machine: Machine): string | undefined {
  try {
    return readFileSync(join(machine.extension, "server", "target"), "utf8").trim();
  } catch {
    return undefined;
  }
}

/** Whether a server for `target` runs on the machine. The one for Alpine is static and runs on every Linux. */
function runsHere(target: string, machine: Machine): boolean {
  const here = `${machine.platform}-${machine.architecture}`;
  return target.replace(/^alpine-/, "linux-") === here;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
