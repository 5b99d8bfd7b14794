import { type Verdict, verdict } from "./verdict.ts";

const wanted = [[2, 0.35, 0.65], [8, 0.25, 0.5], [16, 0.22, 0.5]] as const;

/**
 * Judges create + finish by processor time, and tells beside it what the table alone takes.
 *
 * @param share The bare pair's processor time as a share of that of what has this name.
 */
export function judgePairs(
  share: (name: string, clients: number) => number | null | undefined,
): Verdict[] {
  return wanted.flatMap(([clients, least, once]) => [
    verdict(
      `create + finish by ${clients} clients, of the bare pair, by processor time`,
      { least },
      share("create + finish, spread", clients) ?? NaN,
    ),
    verdict(
      `the floor under it; ${once} was aimed at until this was measured`,
      null,
      share("create + finish, the floor", clients) ?? NaN,
    ),
  ]);
}
