/**
 * The secrets that named inputs hold: their texts and numbers, however deep. Those of fewer than 4
 * characters are left out, since they would be found everywhere: they are hidden in the inputs only.
 */
export function secretsOfInputs(
  inputs: Readonly<Record<string, unknown>>,
  names: readonly string[],
): string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const collect = (value: unknown) => {
    if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") {
      if (String(value).length >= 4) found.push(String(value));
    } else if (typeof value === "object" && value !== null && !seen.has(value)) {
      seen.add(value);
      Object.values(value).forEach(collect);
    }
  };
  for (const name of names) collect(inputs[name]);
  return found;
}
