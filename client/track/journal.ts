import type { Report } from "./report.ts";

/** Where the reports of a run stand until they are delivered, whatever becomes of the program. */
export interface Journal {
  /** Keeps a report; once this returns it outlives the program. */
  append(report: Report): void;
  /** Notes that the run has been recorded, and as what. */
  created(execution_id: string): void;
  /** Notes that everything up to this report is delivered. */
  delivered(n: number): void;
  /** Ends it: removed when everything is delivered, else left for the next start. */
  close(isDelivered: boolean): void;
}
