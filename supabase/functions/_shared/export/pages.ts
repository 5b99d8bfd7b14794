import type { Problem, Result } from "../result.ts";
import type { Page } from "./read-page.ts";

/** How an export ended. */
export interface Ending {
  /** How many executions came. */
  readonly rows: number;
  readonly snapshot: string;
  /** Where to go on; null when everything has come. */
  readonly after: string | null;
  /** What went wrong, if something did. */
  readonly problem?: Problem;
}

/** The bytes of an export, and how it ended. */
export type Content = AsyncGenerator<Uint8Array<ArrayBuffer>, Ending>;

/** How pages are asked for. */
export interface Paging {
  /** The page that has been asked for already. */
  readonly first: Page;
  readonly next: (after: string) => Promise<Result<Page>>;
  /** When to stop at the latest, as `Date.now()` counts. */
  readonly until: number;
}

/** The lines of all pages. While one is sent the database makes the next. */
export async function* contentOf({ first, next, until }: Paging): Content {
  let page = first;
  for (let rows = 0;;) {
    const { after, snapshot } = page;
    const following = after !== null && Date.now() < until ? next(after) : null;
    yield* page.content;
    rows += page.rows;
    if (following === null) return { rows, snapshot, after };
    const found = await following;
    if (!found.ok) return { rows, snapshot, after, problem: found.problem };
    page = found.value;
  }
}
