/** The JSON object that `text` holds, empty for no text; null when it holds something else. */
export function parseObject(text: string | undefined): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text || "{}");
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
