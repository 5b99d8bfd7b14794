import type { RuntrailClient } from "../../../client/mod.ts";
import type { RecordingSource } from "./recording-source.ts";

/** A session's recording, read through the API. */
export function apiSource(runtrail: RuntrailClient, session_id: string): RecordingSource {
  return {
    chunks: (query) => runtrail.visualChunks({ session_id, ...query }),
    async bytes(tab, sequence, through) {
      return (await runtrail.visualChunk({ session_id, tab, sequence, through })).bytes;
    },
  };
}
