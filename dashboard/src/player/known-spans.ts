import type { Span } from "../recording/chunk-index.ts";
import type { Recording } from "../recording/recording.ts";
import { bufferedSpans } from "./buffered-spans.ts";

const validMs = 250;

/** What of a tab is here and what is missing; not worth finding out for each frame that is drawn. */
export class KnownSpans {
  readonly #recording: Recording;
  #known = { tab: "", until: 0, gaps: [] as readonly Span[], buffered: [] as readonly Span[] };

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  /** More has become known. */
  renew(): void {
    this.#known.until = 0;
  }

  of(tab: string): { gaps: readonly Span[]; buffered: readonly Span[] } {
    const now = performance.now();
    if (tab !== this.#known.tab || now > this.#known.until) {
      const { index, loader, span } = this.#recording;
      const isHere = loader.has.bind(loader);
      this.#known = {
        ...{ tab, until: now + validMs, gaps: index.gaps(tab) },
        buffered: bufferedSpans(index.of(tab), isHere, span?.to ?? 0),
      };
    }
    return this.#known;
  }
}
