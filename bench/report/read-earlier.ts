import type { Findings } from "../result.ts";
import type { Conditions } from "./machine.ts";

/** What earlier runs found, put together. What differed between them is said for each. */
export async function readEarlier(
  paths: readonly string[],
): Promise<{ findings: Findings; conditions: Conditions }> {
  const runs = await Promise.all(paths.map(async (path) => {
    const run: Findings & { conditions: Conditions } = JSON.parse(await Deno.readTextFile(path));
    return run;
  }));
  const labels = [...new Set(runs.flatMap(({ conditions }) => conditions.map(([label]) => label)))];
  return {
    findings: {
      results: runs.flatMap(({ results }) => results),
      figures: runs.flatMap(({ figures }) => figures),
      peers: runs.flatMap(({ peers }) => peers),
    },
    conditions: labels.map((label) => {
      const values = runs.flatMap(({ conditions }) =>
        conditions.filter(([each]) => each === label).map(([, value]) => value)
      );
      return [label, [...new Set(values)].join("; then ")];
    }),
  };
}
