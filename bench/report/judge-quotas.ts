import type { Comparison } from "../compare.ts";
import { type Verdict, verdict } from "./verdict.ts";

/**
 * Judges creates with quotas by the same creates without, which others make at the same time: by
 * their throughput, which waiting lowers, and by processor time, whichever is worse.
 *
 * @param find what was measured under this name
 */
export function judgeQuotas(
  find: (name: string, clients: number) => Comparison | null,
): Verdict[] {
  const share = (name: string, clients: number) => {
    const found = find(name, clients);
    return Math.min(found?.share ?? NaN, found?.processorShare ?? NaN);
  };
  return [2, 8, 16].flatMap((clients) => [
    verdict(
      `create with quotas, many users, ${clients} clients, of the same without`,
      { least: 0.9 },
      share("create with quotas, spread", clients),
    ),
    verdict(
      `create with quotas, one user, ${clients} clients, of the same without`,
      { least: 0.5 },
      share("create with quotas, one user", clients),
    ),
  ]);
}
