import type { SupabaseClient } from "@supabase/supabase-js";
import type { RuntrailClient } from "../../../client/mod.ts";
import { Recording } from "../recording/recording.ts";
import type { RecordingSource } from "../recording/recording-source.ts";
import { element } from "../shell/element.ts";
import { errorNotice } from "../shell/error-notice.ts";
import type { OpenPage } from "../shell/open-page.ts";
import { liveUpdates } from "./live-updates.ts";
import { RunLog } from "./run-log.ts";
import { SessionHead } from "./session-head.ts";
import { SessionPlayer } from "./session-player.ts";
import { withoutRecording } from "./without-recording.ts";

/** What a session page works with. */
export interface SessionPageOptions {
  runtrail: RuntrailClient;
  supabase: SupabaseClient;
  source: RecordingSource;
  /** Where to begin, in seconds from the start of the recording; null: where is best. */
  seconds: number | null;
}

/** Shows one session: its recording, live or from the start, with the steps and log of its run. */
export function sessionPage(options: SessionPageOptions): OpenPage {
  const head = new SessionHead();
  const body = element("div", { class: "session-body" });
  const root = element("section", { class: "session-page" }, head.root, body);
  const ending = new AbortController();
  const onEnd = (end: () => void) => ending.signal.addEventListener("abort", end);
  void open();

  async function open(): Promise<void> {
    body.replaceChildren(element("p", { class: "loading" }, "Loading the recording…"));
    const recording = new Recording(options.source);
    try {
      await recording.listMoment(0);
    } catch (error) {
      const retry = () => void open();
      return body.replaceChildren(errorNotice(error, "The session could not be opened", retry));
    }
    if (!ending.signal.aborted) await watch(recording);
  }

  async function watch(recording: Recording): Promise<void> {
    const log = new RunLog(options.runtrail, recording.latest?.execution_id ?? "");
    let player: SessionPlayer | null = null;

    async function show(): Promise<void> {
      const session = recording.latest;
      if (!session || ending.signal.aborted) return;
      head.show(session, log.detail);
      if (player) player.refresh();
      else if (session.visual_expired_at || !recording.span) {
        body.replaceChildren(withoutRecording(session));
      } else {
        player = new SessionPlayer(recording, log);
        onEnd(() => player?.close());
        body.replaceChildren(player.root);
        await player.begin(options.seconds);
      }
    }

    async function update(): Promise<void> {
      // The recording plays without its log.
      await Promise.all([recording.listNew(), log.read().catch(() => {})]);
      await show();
    }

    // The rest is read when the first frame is there.
    await show();
    await update().catch(() => {});
    if (!recording.latest?.live || ending.signal.aborted) return;
    const stop = liveUpdates(options.supabase, recording.latest.execution_id, async () => {
      await update();
      if (!recording.latest?.live) stop();
    });
    onEnd(stop);
  }

  return { root, close: () => ending.abort() };
}
