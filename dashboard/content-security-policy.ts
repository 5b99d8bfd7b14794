/**
 * What the page, and with it the frame that a recording is replayed in, may load and run: its own
 * files, and the API. Of a recording nothing is shown but what is in it.
 *
 * @param apiOrigin Where the API is; null when it is what serves the page.
 */
export function contentSecurityPolicy(apiOrigin: string | null): string {
  const api = apiOrigin === null ? "'self'" : `${apiOrigin} ${apiOrigin.replace(/^http/, "ws")}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    // Recorded pages bring their styles as elements and attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src data: blob:",
    "font-src data:",
    `connect-src ${api}`,
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
