import type { Figure, Findings, Result } from "../result.ts";
import { aboutTargets, explanation } from "./about.ts";
import { digits, size, table } from "./format.ts";
import type { Conditions } from "./machine.ts";
import { peersTable } from "./peers-table.ts";
import { judge } from "./targets.ts";

/** The results as a page of Markdown. */
export function markdown(findings: Findings, conditions: Conditions, charts: string[]): string {
  const sizes = [...new Set(findings.results.map((result) => result.rows))].sort((a, b) => a - b);
  const groups = [...new Set(findings.results.map((result) => result.group))];
  return [
    `# Measured at ${sizes.map(size).join(", ")} rows`,
    conditions.map(([label, value]) => `- ${label}: ${value}`).join("\n"),
    explanation,
    ...charts.map((chart) => `![${chart.replace(".svg", "")}](${chart})`),
    `## Targets\n\n${aboutTargets}`,
    targetsTable(findings, sizes),
    ...groups.map((group) =>
      `## ${group[0]?.toUpperCase()}${group.slice(1)}\n\n${
        groupTable(findings.results.filter((result) => result.group === group), sizes)
      }`
    ),
    peersTable(findings, sizes),
    "## Other figures",
    table(
      ["", ...sizes.map(size)],
      [...new Set(findings.figures.map(label))].map((each) => [
        each,
        ...sizes.map((rows) =>
          digits(findings.figures.find((one) => label(one) === each && one.rows === rows)?.value)
        ),
      ]),
    ),
  ].filter(Boolean).join("\n\n") + "\n";
}

function targetsTable(findings: Findings, sizes: readonly number[]): string {
  const columns = sizes.map((rows) => judge(findings, rows));
  return table(
    ["", "wanted", ...sizes.map(size)],
    (columns[0] ?? []).map(({ text, wanted }, place) => [
      // The last size says what is wanted of the largest histories.
      ...[text, columns.at(-1)?.[place]?.wanted ?? wanted],
      ...columns.map((column) => {
        const verdict = column[place];
        return verdict?.met === false ? `**${verdict.measured}**` : verdict?.measured ?? "–";
      }),
    ]),
  );
}

const label = ({ name, unit }: Figure) => `${name}, ${unit}`;

function groupTable(results: readonly Result[], sizes: readonly number[]): string {
  const lines = new Map<string, Result[]>();
  for (const result of results) {
    const { name, who, way, clients } = result;
    const label = [name, who, way, clients > 1 ? `${clients} clients` : ""].filter(Boolean)
      .join(", ");
    lines.set(label, [...lines.get(label) ?? [], result]);
  }
  const throughput = results.some((result) => result.clients > 1);
  const last = sizes.at(-1);
  return table(
    [
      "",
      ...sizes.map(size),
      "× bare",
      ...(throughput ? ["per second", "of bare", "by processor"] : []),
    ],
    [...lines].map(([label, found]) => {
      const at = (rows?: number) => found.find((result) => result.rows === rows)?.comparison;
      const largest = at(last);
      return [
        label,
        ...sizes.map((rows) => {
          const comparison = at(rows);
          return comparison
            ? `${digits(comparison.p50)} (${
              comparison.samples < 20 ? "–" : digits(comparison.p95)
            })`
            : "–";
        }),
        digits(largest?.times),
        ...(throughput
          ? [largest?.perSecond, largest?.share, largest?.processorShare].map(digits)
          : []),
      ];
    }),
  );
}
