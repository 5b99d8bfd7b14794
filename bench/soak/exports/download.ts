/** What to download, and where to. */
export interface Wanted {
  readonly url: string;
  readonly headers: Record<string, string>;
  /** Null: nowhere. */
  readonly path: string | null;
}

/** What came of it. */
export interface Download {
  /** Until its first byte came. */
  readonly firstMs: number;
  readonly seconds: number;
  readonly bytes: number;
  /** Its last bytes as text. */
  readonly end: string;
}

/**
 * Downloads by a thread of its own: this one is the gateway's, as clients are other programs.
 *
 * @param onBegun called when the first byte has come
 */
export async function download(wanted: Wanted, onBegun?: () => void): Promise<Download> {
  const worker = new Worker(new URL("./download-worker.ts", import.meta.url), { type: "module" });
  try {
    return await new Promise<Download>((resolve, reject) => {
      worker.onmessage = ({ data }: { data: Download | "begun" }) => {
        if (data === "begun") onBegun?.();
        else resolve(data);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
      worker.postMessage(wanted);
    });
  } finally {
    worker.terminate();
  }
}
