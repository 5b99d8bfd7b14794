import type { CleanEvent } from "../recording/clean/clean-event.ts";

/** The address of a recorded page, and when it was opened. */
export interface Address {
  readonly at: number;
  readonly href: string;
}

const meta = 4;

/** The addresses of the pages that events begin. */
export function addressesIn(events: readonly CleanEvent[]): Address[] {
  return events.filter(({ type }) => type === meta)
    .map(({ timestamp, data }) => ({ at: timestamp, href: String(data.href) }));
}
