/** A run that clients know of. */
export interface KnownRun {
  id: string;
  userId: string;
}

/** What all clients know together, and what they were told was committed. */
export class Runs {
  readonly running: KnownRun[] = [];
  readonly finished: KnownRun[] = [];
  /** Committed creates. */
  readonly created = new Set<string>();
  /** Committed ends: the final status of a run. */
  readonly ended = new Map<string, string>();
  /** Runs whose removal was asked for, whatever came of it. */
  readonly removing = new Set<string>();
}

/** One of a list, or undefined where it is empty. */
export function pick<T>(list: readonly T[]): T | undefined {
  return list[Math.floor(Math.random() * list.length)];
}

/** One of a list that the caller then has for itself. */
export function take<T>(list: T[]): T | undefined {
  const place = Math.floor(Math.random() * list.length);
  const [taken] = list.splice(place, 1);
  return taken;
}
