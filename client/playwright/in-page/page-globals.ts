/**
 * What the scripts in the page use of a browser's globals. Written out because the library of DOM
 * types changes types that the rest of the program is checked with.
 */
export interface PageGlobals {
  readonly top: unknown;
  readonly self: unknown;
  readonly document: PageNode;
  readonly location: { readonly protocol: string };
  readonly performance: { readonly timeOrigin: number; now(): number };
  readonly sessionStorage: {
    getItem(key: string): string | null;
    setItem(key: string, value: string): void;
    removeItem(key: string): void;
  };
  readonly MutationObserver: new (callback: (records: PageMutation[]) => void) => {
    observe(target: PageNode, options: Record<string, unknown>): void;
    disconnect(): void;
    takeRecords(): PageMutation[];
  };
  /** Of pages made with Angular. */
  readonly Zone?: unknown;
  requestIdleCallback?(callback: () => void, options: { timeout: number }): void;
  addEventListener(
    type: string,
    listener: (event: { readonly persisted?: boolean }) => void,
    options?: { capture: boolean },
  ): void;
}

/** A document, as far as needed. */
export interface PageNode {
  readonly hidden?: boolean;
  createDocumentFragment(): { querySelector(selector: string): unknown };
}

/** An element, as far as needed. */
export interface PageElement {
  readonly type?: string;
  closest(selector: string): PageElement | null;
  getRootNode(): { readonly host?: PageElement };
}

/** A change of the document, as a MutationObserver is told of it. */
export interface PageMutation {
  readonly attributeName: string | null;
  readonly oldValue: string | null;
  readonly target: PageElement;
}
