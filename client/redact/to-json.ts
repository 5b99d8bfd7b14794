const DEEPEST = 48;

/** How texts and numbers of a value are changed on the way. */
export interface Changes {
  text(text: string): string;
  /** Whether a number is a secret. */
  isSecret(number: number | bigint): boolean;
}

/**
 * The value as JSON can carry it. What JSON.stringify() throws at or leaves empty is told in words:
 * circles, bigints, errors, bytes, what is nested too deep and what cannot be read.
 *
 * @returns undefined for what JSON leaves out
 */
export function toJson(value: unknown, changes: Changes): unknown {
  return convert(value, "", [], changes);
}

function convert(value: unknown, key: string, within: object[], changes: Changes): unknown {
  switch (typeof value) {
    case "string":
      return changes.text(value);
    case "number":
      if (changes.isSecret(value)) return "[redacted]";
      return Number.isFinite(value) ? value : null;
    case "bigint":
      return changes.isSecret(value) ? "[redacted]" : String(value);
    case "boolean":
      return value;
    case "object":
      if (value === null) return null;
      break;
    default:
      return undefined;
  }
  if (within.includes(value)) return "[circular]";
  if (within.length >= DEEPEST) return "[nested too deep]";
  try {
    return convertObject(value, key, [...within, value], changes);
  } catch {
    return "[unreadable]";
  }
}

function convertObject(value: object, key: string, within: object[], changes: Changes): unknown {
  const part = (of: unknown, name: string) => convert(of, name, within, changes);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if ("toJSON" in value && typeof value.toJSON === "function") {
    return part(value.toJSON(key), key);
  }
  if (Array.isArray(value)) return Array.from(value, (item, at) => part(item, `${at}`) ?? null);
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    return part({ name, message, stack, ...(cause === undefined ? {} : { cause }) }, key);
  }
  if (value instanceof Map || value instanceof Set) return part([...value], key);
  const converted: [string, unknown][] = [];
  for (const [name, item] of Object.entries(value)) {
    const json = part(item, name);
    if (json !== undefined) converted.push([changes.text(name), json]);
  }
  // From entries: assigning a key named __proto__ would lose it.
  return Object.fromEntries(converted);
}
