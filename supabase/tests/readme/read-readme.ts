import assert from "node:assert/strict";

const lines = (await Deno.readTextFile(new URL("../../../README.md", import.meta.url))).split("\n");

/** The whole README. */
export const readme = lines.join("\n");

/** What stands below a heading (as it is written, with its hashes), without headings of its rank. */
export function section(heading: string): string {
  const start = lines.indexOf(heading);
  assert.notEqual(start, -1, `README.md has no heading "${heading}".`);
  const rank = heading.indexOf(" ");
  let inCode = false;
  const length = lines.slice(start + 1).findIndex((line) => {
    if (line.startsWith("```")) inCode = !inCode;
    const hashes = /^(#+) /.exec(line)?.[1] ?? "";
    return !inCode && hashes.length > 0 && hashes.length <= rank;
  });
  const text = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length).join("\n");
  assert.notEqual(text.trim(), "", `The section "${heading}" of README.md is empty.`);
  return text;
}

/** The code blocks of a language in a text, at least one. */
export function codeBlocks(text: string, language: string): string[] {
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, of]) => of === language).map(([, , code = ""]) => code);
  assert.ok(blocks.length > 0, `There is no block of ${language} in: ${text.slice(0, 80)}`);
  return blocks;
}

/** The rows of a table whose header has these cells. */
export function tableRows(text: string, header: readonly string[]): string[][] {
  const cells = (line: string) => line.split("|").slice(1, -1).map((cell) => cell.trim());
  const all = text.split("\n");
  const start = all.findIndex((line) => cells(line).join() === header.join());
  assert.notEqual(start, -1, `README.md has no table with the header ${header.join(", ")}.`);
  const rows = [];
  for (const line of all.slice(start + 2)) {
    if (!line.startsWith("|")) break;
    rows.push(cells(line));
  }
  assert.ok(rows.length > 0, `The table with the header ${header.join(", ")} is empty.`);
  return rows;
}
