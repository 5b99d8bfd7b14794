import type { RuntrailAnswer } from "../../../client/mod.ts";

/** What the API says of a session and its chunks. */
export type ChunksAnswer = Omit<
  RuntrailAnswer<"visualChunks">,
  "success" | "message" | "sanitized" | "session_id"
>;

/** Which chunks are asked for: those for a moment, or those that arrived since. */
export interface ChunksQuery {
  from?: string;
  after?: number;
}

/** Where recordings are read from: the API, or what stands for it in a test. */
export interface RecordingSource {
  chunks(query: ChunksQuery): Promise<ChunksAnswer>;
  /** The gzip members of these sequences, one after the other. */
  bytes(tab: string, sequence: number, through: number): Promise<Uint8Array<ArrayBuffer>>;
}
