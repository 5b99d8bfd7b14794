declare const __API_URL__: string | null;
declare const __PUBLISHABLE_KEY__: string;

/** The project that this page was built for. */
export const project = {
  // A page without an address was built to be served by the API itself.
  url: __API_URL__ ?? location.origin,
  key: __PUBLISHABLE_KEY__,
  /** Whether it is a local stack: its accounts are for trying things out. */
  isLocal: /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(
    __API_URL__ ?? location.origin,
  ),
};
