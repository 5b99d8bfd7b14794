import type { Creation, Report } from "../track/report.ts";
import { files } from "./files.ts";

/** What a run's file says. */
export interface SpilledRun {
  readonly creation: Creation;
  /** Null when the run may not have been recorded. */
  readonly execution_id: string | null;
  /** What is not known to be delivered, in order. */
  readonly reports: readonly Report[];
}

interface Line {
  readonly creation?: Creation;
  readonly execution_id?: string;
  readonly delivered?: number;
  readonly n?: number;
}

/** Reads a run's file; null when it is none. A last line that breaks off is left out. */
export function readJournal(file: string): SpilledRun | null {
  const lines = files().fs.readFileSync(file, "utf8").split("\n").flatMap((text): Line[] => {
    try {
      return [JSON.parse(text)];
    } catch {
      return [];
    }
  });
  const creation = lines[0]?.creation;
  if (!creation) return null;
  const delivered = Math.max(0, ...lines.map((line) => line.delivered ?? 0));
  return {
    creation,
    execution_id: lines.find((line) => line.execution_id)?.execution_id ?? null,
    reports: lines.filter((line): line is Report => line.n !== undefined && line.n > delivered),
  };
}
