// From what a command printed to a page. Nothing here knows VS Code, so that it is tested without one.

/** How a command ended. */
export interface Outcome {
  /** The exit code, as `zonal --help` lists them; -1 if the command could not be run. */
  status: number;
  /** What it printed as its result. */
  result: string;
  /** What it printed beside it. */
  messages: string;
  /** Whether the result is Markdown. */
  isMarkdown: boolean;
}

const ENDINGS: Readonly<Record<number, string>> = {
  0: "Nothing to change.",
  3: "A safety rule blocks this, or it waits for a consent.",
  4: "The last push is incomplete or unconfirmed.",
};

/** The page of an outcome. */
export function asMarkdown(title: string, outcome: Outcome): string {
  const parts = outcome.isMarkdown && outcome.result !== "" ? [outcome.result.trim()] : [`# ${title}`];
  if (!outcome.isMarkdown && outcome.result !== "") parts.push(fenced(outcome.result));
  const ending = ENDINGS[outcome.status];
  if (outcome.result === "" && ending !== undefined) parts.push(ending);
  if (outcome.messages.trim() !== "") parts.push(fenced(outcome.messages));
  return parts.join("\n\n") + "\n";
}

/** A block of text whose fence is longer than any within, so that nothing of it is read as Markdown. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text.replace(/\s+$/, "")}\n${fence}`;
}
