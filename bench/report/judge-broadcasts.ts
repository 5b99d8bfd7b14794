import { type Verdict, verdict } from "./verdict.ts";

// What with and without messages and quotas were each to have of the bare pair: 0.5 of 0.65 by 2
// clients, 0.35 of 0.5 by 8 and 16.
const wanted = [[2, 0.77], [8, 0.7], [16, 0.7]] as const;

/**
 * Judges what it costs to tell changes, and to count quotas besides.
 *
 * @param share The processor time without as a share of that with, by so many clients.
 */
export function judgeBroadcasts(
  share: (name: string, clients: number) => number | null | undefined,
): Verdict[] {
  return ([
    ["with changes told", "create + finish, told, of untold"],
    ["with changes told and all quotas", "create + finish, told and with quotas"],
  ] as const).flatMap(([what, name]) =>
    wanted.map(([clients, least]) =>
      verdict(
        `create + finish by ${clients} clients ${what}, of the same without, by processor time`,
        { least },
        share(name, clients) ?? NaN,
      )
    )
  );
}
