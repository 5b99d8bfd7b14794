import { median } from "../measure.ts";
import { copyOut } from "./exports/copy-out.ts";
import { type Download, download } from "./exports/download.ts";
import { type ExportStack, startExportStack } from "./exports/export-stack.ts";
import { holdsWhatWasThere } from "./exports/holds-what-was-there.ts";
import { peakMemory } from "./exports/peak-memory.ts";
import type { Check, Scenario } from "./scenario.ts";

const mostMiB = 64;
const mostMs = 200;
const leastRatio = 0.2;
// Shares of a time, which mean something only over a while.
const judgedSeconds = 60;
const nothing = { created_before: "2000-01-01" };

/** An export of all runs costs the functions hardly more memory than one of none, and holds all. */
export const exports: Scenario = {
  about: "all rows as CSV and Parquet: memory, speed beside copy, and that nothing else is in it",
  async run(_, { seconds, rows }, say) {
    const isLong = seconds >= judgedSeconds;
    await using stack = await startExportStack(rows, isLong, say);
    const { env: { API_URL = "" }, adminUrl } = stack;
    const fetched = (parameters: Record<string, string>) =>
      download({ ...requestOf(stack, parameters), path: null });
    // One after the other in the same process: first of nothing, then of all rows.
    const memory = async (format: string, work: () => Promise<void>): Promise<Memory> => ({
      empty: await peakMemory(API_URL, () => fetched({ ...nothing, format })),
      peak: await peakMemory(API_URL, work),
    });
    const checked = (format: "csv" | "parquet") =>
      holdsWhatWasThere(
        format,
        stack,
        (path, onBegun) => download({ ...requestOf(stack, { format }), path }, onBegun),
      );

    for (let warm = 0; warm < 3; warm++) await fetched({ ...nothing, format: "csv" });
    const [ratios, firsts]: [number[], number[]] = [[], []];
    const csv = await memory("csv", async () => {
      for (let pair = 0; pair < (isLong ? 3 : 1); pair++) {
        const copied = await copyOut(adminUrl);
        const exported = await fetched({ format: "csv" });
        say(`copy ${copied.toFixed(2)} s, CSV ${described(exported)}`);
        ratios.push(copied / exported.seconds);
        firsts.push(exported.firstMs);
      }
    });
    const parquet = await memory("parquet", async () => {
      say(`Parquet ${described(await fetched({ format: "parquet" }))}`);
    });

    const checks = [
      withinEmpty("CSV", csv),
      withinEmpty("Parquet", parquet),
      await checked("csv"),
      await checked("parquet"),
    ];
    const [first, ratio] = [Math.max(...firsts), median(ratios)];
    const found = `first byte after ${first.toFixed(0)} ms, ${ratio.toFixed(2)} of copy's speed`;
    if (!isLong) say(`${found}; judged from ${judgedSeconds} seconds on`);
    else {
      checks.push({
        what: `CSV begins within ${mostMs} ms and has at least ${leastRatio} of the speed of copy`,
        holds: first < mostMs && ratio >= leastRatio,
        found,
      });
    }
    return checks;
  },
};

function requestOf({ env, accessToken }: ExportStack, parameters: Record<string, string>) {
  const query = new URLSearchParams(parameters);
  return {
    url: `${env.API_URL}/functions/v1/workflows/executions/export?${query}`,
    headers: { apikey: env.PUBLISHABLE_KEY ?? "", authorization: `Bearer ${accessToken}` },
  };
}

function described({ seconds, bytes, firstMs }: Download): string {
  const mib = bytes / 1024 ** 2;
  return `${seconds.toFixed(2)} s, ${mib.toFixed(1)} MiB, first byte ${firstMs.toFixed(0)} ms`;
}

/** MiB; null where it is not known. */
interface Memory {
  empty: number | null;
  peak: number | null;
}

function withinEmpty(format: string, { empty, peak }: Memory): Check {
  const more = peak === null || empty === null ? null : peak - empty;
  return {
    what: `${format} of all rows takes the functions at most ${mostMiB} MiB more than of none`,
    holds: more === null || more <= mostMiB,
    found: more === null
      ? "known on Linux only"
      : `${peak?.toFixed(0)} MiB, of none ${empty?.toFixed(0)} MiB`,
  };
}
