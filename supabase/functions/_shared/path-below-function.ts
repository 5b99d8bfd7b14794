/**
 * The path below the function's own name, as decoded segments. Hosted, an address starts with the
 * function's name; locally `/functions/v1` may stand before it.
 *
 * @example pathBelowFunction("https://x/functions/v1/workflows/executions") // ["executions"]
 */
export function pathBelowFunction(url: string): string[] {
  const segments = new URL(url).pathname.split("/").filter((segment) => segment !== "");
  if (segments[0] === "functions" && segments[1] === "v1") segments.splice(0, 2);
  return segments.slice(1).map(decode);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
