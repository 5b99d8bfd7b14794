import type { Check } from "../scenario.ts";
import type { Download } from "./download.ts";
import type { ExportStack } from "./export-stack.ts";
import { inCsv, inParquet, inTable } from "./same-rows.ts";
import { startWriting, type Writing } from "./start-writing.ts";

/** Whether a file has exactly the runs that were there when it was asked for, beside a writer. */
export async function holdsWhatWasThere(
  format: "csv" | "parquet",
  { admin, adminUrl, userId }: ExportStack,
  fetched: (path: string, onBegun: () => void) => Promise<Download>,
): Promise<Check> {
  const file = await Deno.makeTempFile({ suffix: `.${format}` });
  const expected = await inTable(admin);
  const [workflow] = await admin<{ id: string }[]>`
    insert into public.workflows (owner_id, name) values (${userId}, 'meanwhile')
    returning workflow_id as id`;
  const begun: Writing[] = [];
  const stopped = () => Promise.all(begun.map((writing) => writing.stop()));
  try {
    const { end, bytes } = await fetched(file, () => {
      begun.push(startWriting(adminUrl, workflow?.id ?? "", userId));
    });
    const [written = 0] = await stopped();
    const found = await (format === "csv" ? inWholeCsv(file, bytes, end) : inParquet(file));
    return {
      what: `${format} has all that was there once, and none of ${written} rows added meanwhile`,
      holds: found === expected && written > 0,
      found: found === expected ? found : `${found} instead of ${expected}`,
    };
  } finally {
    await stopped();
    await Deno.remove(file);
  }
}

/** Its last line is no row, and says how many there are. */
async function inWholeCsv(file: string, bytes: number, end: string): Promise<string> {
  const start = end.lastIndexOf("# {");
  const last = end.slice(start);
  await Deno.truncate(file, bytes - new TextEncoder().encode(last).length);
  const { rows, after }: { rows: number; after: string | null } = JSON.parse(last.slice(2));
  const found = await inCsv(file);
  const told = `"rows":"${rows}"`;
  return after === null && found.includes(told) ? found : `${found}, but its end says ${last}`;
}
