import type { ChunksAnswer } from "../recording/recording-source.ts";
import { format } from "../shell/format.ts";
import { notice } from "../shell/notice.ts";

/** Why there is nothing to watch in a session. */
export function withoutRecording({ visual_expired_at, live }: ChunksAnswer): HTMLElement {
  if (visual_expired_at) {
    return notice({
      title: "The recording is gone",
      text: `It was removed by retention on ${format.day(visual_expired_at)}. ` +
        "The run itself, its steps and its log are kept.",
    });
  }
  return live
    ? notice({
      title: "Nothing has arrived yet",
      text: "The run is going on. What it records appears here as soon as it arrives.",
    })
    : notice({
      title: "Nothing was recorded",
      text: "The run has ended, and no part of a recording has arrived.",
    });
}
