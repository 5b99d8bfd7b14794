import type { Recording } from "../recording/recording.ts";
import type { Span } from "../recording/chunk-index.ts";
import { element } from "../shell/element.ts";
import { errorNotice } from "../shell/error-notice.ts";
import { keyAction } from "./keys.ts";
import { KnownSpans } from "./known-spans.ts";
import { layMarks, type Mark } from "./marks.ts";
import { Playback } from "./playback.ts";
import { playerKeys } from "./player-keys.ts";
import type { RunLog } from "./run-log.ts";
import { SeekBar } from "./seek-bar.ts";
import { stageNote } from "./stage-note.ts";
import { StageView } from "./stage-view.ts";
import { TabStrip } from "./tab-strip.ts";
import { TimelineList } from "./timeline-list.ts";
import { Transport } from "./transport.ts";

const nowhere: Span = { from: 0, to: 0 };

/** The player of one recording: stage, controls, steps and log, all showing the same moment. */
export class SessionPlayer {
  readonly root: HTMLElement;
  readonly playback: Playback;
  readonly #recording: Recording;
  readonly #log: RunLog;
  readonly #stage = new StageView();
  readonly #seekBar = new SeekBar((at) => this.#go(at));
  readonly #tabs = new TabStrip((tab) => void this.playback.seek(this.playback.state.time, tab));
  readonly #list = new TimelineList((at) => this.#go(at));
  readonly #transport: Transport;
  readonly #damage = element(
    "p",
    { class: "damage", role: "status", hidden: true },
    "Some of the recording could not be read and is left out.",
  );
  readonly #ending = new AbortController();
  #marks: readonly Mark[] = [];
  readonly #spans: KnownSpans;

  constructor(recording: Recording, log: RunLog) {
    this.#recording = recording;
    this.#log = log;
    this.#spans = new KnownSpans(recording);
    this.playback = new Playback(recording, this.#stage.canvas, {
      change: () => this.show(),
      size: (width, height) => this.#stage.resize(width, height),
    });
    const keys = playerKeys(this.playback, () => recording.span ?? nowhere, () => this.#marks);
    this.#transport = new Transport({
      toggle: keys.toggle,
      skipIdle: keys.toggleIdle,
      speed: (speed) => this.playback.setSpeed(speed),
      follow: () => void this.playback.follow(),
      fillWidth: (fills) => this.#stage.fillWidth(fills),
    });
    const controls = element(
      "div",
      { class: "controls" },
      this.#seekBar.root,
      this.#transport.root,
      this.#damage,
    );
    this.root = element(
      "div",
      { class: "player" },
      element("div", { class: "screen" }, this.#tabs.root, this.#stage.root, controls),
      this.#list.root,
    );
    addEventListener("keydown", (event) => {
      const act = keyAction(event, document.activeElement?.tagName ?? "", keys);
      if (!act) return;
      event.preventDefault();
      act();
    }, { signal: this.#ending.signal });
  }

  /** Goes to a time, or to where is best: the end of what is live, the start of what is not. */
  async begin(seconds: number | null): Promise<void> {
    const { index, span } = this.#recording;
    const { from, to } = span ?? nowhere;
    const { playback } = this;
    playback.state.tab = index.tabs[0] ?? "";
    this.refresh();
    if (playback.isLive && seconds === null) await playback.follow();
    else await playback.seek(Math.min(from + (seconds ?? 0) * 1000, to));
  }

  /** What is known has changed: more of the recording, of the log, or the run has ended. */
  refresh(): void {
    const { span } = this.#recording;
    if (!span) return;
    const apart = 7 / Math.max(this.#seekBar.root.clientWidth, 200);
    this.#marks = layMarks(this.#log.entries, span, apart);
    this.#list.show(this.#log.entries, span.from);
    this.#spans.renew();
    this.show();
  }

  show(): void {
    const { span, index } = this.#recording;
    const { state, isLive } = this.playback;
    if (!span) return;
    const { gaps, buffered } = this.#spans.of(state.tab);
    const said = this.#log.entries.findLast(({ at }) => at !== null && at <= state.time);
    this.#seekBar.show({
      ...{
        span,
        time: state.time,
        marks: this.#marks,
        gaps,
        buffered,
        caption: said?.text ?? null,
      },
    });
    this.#transport.show(state, span.from, span.to, isLive);
    this.#tabs.show(index.tabs, state.tab, this.playback.address);
    this.#damage.hidden = !state.isDamaged;
    this.#list.mark(state.time);
    if (state.phase === "failed") return this.#fail(state.error);
    this.#stage.note(stageNote(state, {
      ...{ start: span.from, gaps, live: isLive, tab: index.span(state.tab) },
    }));
  }

  close(): void {
    this.#ending.abort();
    this.#stage.close();
    this.playback.close();
  }

  #go(at: number): void {
    this.playback.state.isFollowing = false;
    void this.playback.seek(at);
  }

  #fail(error: unknown): void {
    const retry = () => void this.playback.seek(this.playback.state.time);
    this.#stage.fail(error, () => errorNotice(error, "This part could not be loaded", retry));
  }
}
