import type { Entry } from "./timeline.ts";

/** At most so many of the entries, in their order: what went wrong first, then what came first. */
export function chooseEntries(entries: readonly Entry[], most: number): Entry[] {
  const places = entries.map((_, place) => place);
  const chosen = places.sort((a, b) => rank(entries[a]!) - rank(entries[b]!) || a - b)
    .slice(0, most);
  return chosen.sort((a, b) => a - b).map((place) => entries[place]!);
}

function rank({ lane, outcome, level, kind, until }: Entry): number {
  if (outcome === "failed" || (level === "error" && lane === "logs")) return 0;
  const unusual = kind === "step" ? until === null || outcome !== "completed" : level === "warn";
  return unusual || (lane === "run" && kind !== "late_report") ? 1 : 2;
}
