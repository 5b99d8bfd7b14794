import type { Comparison } from "../compare.ts";
import { type Verdict, verdict } from "./verdict.ts";

/**
 * Judges creates with quotas by the throughput of the same creates without.
 *
 * @param find what was measured under this name
 */
export function judgeQuotas(
  find: (name: string, clients: number) => Comparison | null,
): Verdict[] {
  return [2, 8, 16].flatMap((clients) => [
    verdict(
      `create with quotas, many users, ${clients} clients, of the same without`,
      { least: 0.9 },
      find("create with quotas, spread", clients)?.share ?? NaN,
    ),
    verdict(
      `create with quotas, one user, ${clients} clients, of the same without`,
      { least: 0.5 },
      find("create with quotas, one user", clients)?.share ?? NaN,
    ),
  ]);
}
