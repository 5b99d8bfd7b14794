/** What `supabase db advisors` reports, as far as it is used here. */
export interface Finding {
  name: string;
  level: "ERROR" | "WARN" | "INFO";
  detail: string;
  metadata: { schema?: string } | null;
  /** Names the object, stable between runs. */
  cacheKey: string;
}

/** The findings that somebody must act upon. */
export interface Judgement {
  /** At level warn or above, in our schemas, and not accepted. */
  open: Finding[];
  accepted: Finding[];
  /** Keys of exceptions for which there is no finding any more. */
  unused: string[];
}

const schemas = ["public", "private"];

/** @param exceptions Reasons for accepted findings, by cache key. */
export function judgeFindings(
  findings: Finding[],
  exceptions: Record<string, string>,
): Judgement {
  const ours = findings.filter(({ level, metadata }) =>
    level !== "INFO" && schemas.includes(metadata?.schema ?? "")
  );
  const keys = new Set(ours.map(({ cacheKey }) => cacheKey));
  return {
    open: ours.filter(({ cacheKey }) => !Object.hasOwn(exceptions, cacheKey)),
    accepted: ours.filter(({ cacheKey }) => Object.hasOwn(exceptions, cacheKey)),
    unused: Object.keys(exceptions).filter((key) => !keys.has(key)),
  };
}
