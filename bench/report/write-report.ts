import { join } from "node:path";
import type { Findings } from "../result.ts";
import { charts } from "./charts.ts";
import { size } from "./format.ts";
import type { Conditions } from "./machine.ts";
import { markdown } from "./markdown.ts";

/**
 * Writes what was found as Markdown with charts, and as JSON.
 *
 * @returns The path of the Markdown.
 */
export async function writeReport(
  findings: Findings,
  conditions: Conditions,
  folder: string,
): Promise<string> {
  const sizes = [...new Set(findings.results.map(({ rows }) => rows))].sort((a, b) => a - b);
  const date = conditions.find(([label]) => label === "date")?.[1] ?? "";
  const name = `${date}-${sizes.map((rows) => size(rows).replace(" ", "")).join("-")}`;
  await Deno.mkdir(folder, { recursive: true });
  const write = async (suffix: string, text: string) => {
    await Deno.writeTextFile(join(folder, `${name}${suffix}`), text);
    return `${name}${suffix}`;
  };
  const drawn: string[] = [];
  for (const { name, svg } of charts(findings, sizes)) drawn.push(await write(`-${name}.svg`, svg));
  // Five digits are more than was measured.
  const short = (key: string, value: unknown) => {
    if (key === "latencies") return undefined;
    return typeof value === "number" ? Number(value.toPrecision(5)) : value;
  };
  await write(".json", `${JSON.stringify({ conditions, ...findings }, short, 1)}\n`);
  return join(folder, await write(".md", markdown(findings, conditions, drawn)));
}
