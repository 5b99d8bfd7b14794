import type { Recording } from "../recording/recording.ts";
import { keepLoaded } from "./keep-loaded.ts";
import { nextStep, type Step } from "./next-step.ts";
import { newPlaybackState } from "./playback-state.ts";
import { StageKeeper } from "./stage-keeper.ts";

// How far from its end a session that goes on is shown, so that there is always something to play.
const [behindLive, tooFarBehind] = [1_000, 4_000];

/** Plays a recording: the clock, and the moment that is on the stage. */
export class Playback {
  readonly state = newPlaybackState();
  readonly #recording: Recording;
  readonly #stages: StageKeeper;
  readonly #onChange: () => void;
  readonly #endLoading: () => void;
  #seeks = 0;
  #frame = 0;

  constructor(
    recording: Recording,
    root: HTMLElement,
    on: { change(): void; size(width: number, height: number): void },
  ) {
    this.#recording = recording;
    this.#onChange = on.change;
    const onTrouble = () => void (this.state.isDamaged = true);
    this.#stages = new StageKeeper(recording, root, { onSize: on.size, onTrouble });
    this.#endLoading = keepLoaded(this.state, this.#stages, {
      look: on.change,
      failure: (error) => this.#fail(error),
    });
  }

  /** Until when what follows is on the stage. */
  get loadedTo(): number {
    return this.#stages.window?.to ?? 0;
  }

  /** The address of the page on the stage; null when it is not known. */
  get address(): string | null {
    return this.#stages.window?.address(this.state.time) ?? null;
  }

  /** Whether more is to come. */
  get isLive(): boolean {
    return this.#recording.latest?.live ?? false;
  }

  get end(): number {
    return this.#recording.span?.to ?? 0;
  }

  async seek(at: number, tab = this.state.tab): Promise<void> {
    const { state } = this;
    const isWanted = ((seek) => () => seek === this.#seeks)(++this.#seeks);
    Object.assign(state, { time: at, tab, isWaiting: false });
    try {
      if (!this.#stages.holds(tab, at)) {
        this.#stages.window?.stage.pause();
        state.phase = "loading";
        this.#onChange();
        await this.#stages.open(tab, at, state.speed, isWanted);
      }
      if (!isWanted()) return;
      Object.assign(state, { phase: "ready", error: null });
      this.#stages.window?.stage.seek(state.time, state.isPlaying);
      this.#run();
    } catch (error) {
      if (isWanted()) this.#fail(error);
    }
  }

  play(): void {
    this.state.isPlaying = true;
    const isOver = this.state.time >= this.end && !this.isLive;
    void this.seek(isOver ? this.#recording.span?.from ?? 0 : this.state.time);
  }

  pause(): void {
    this.#stages.window?.stage.pause();
    Object.assign(this.state, { isPlaying: false, isWaiting: false, isFollowing: false });
    this.#run();
  }

  /** Goes to the end of a session that goes on, and stays there. */
  follow(): Promise<void> {
    Object.assign(this.state, { isPlaying: true, isFollowing: true });
    return this.seek(Math.max(this.end - behindLive, 0));
  }

  skipIdle(skips: boolean): void {
    this.state.skipsIdle = skips;
    this.#onChange();
  }

  setSpeed(speed: number): void {
    this.state.speed = speed;
    this.#stages.window?.stage.setSpeed(speed);
    this.#onChange();
  }

  close(): void {
    this.#seeks++;
    this.#endLoading();
    cancelAnimationFrame(this.#frame);
    this.#stages.close();
  }

  #fail(error: unknown): void {
    const stopped = { isPlaying: false, isWaiting: false };
    Object.assign(this.state, { phase: "failed", error, ...stopped });
    this.#onChange();
  }

  #run(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#tick());
    this.#onChange();
  }

  #tick(): void {
    const { state } = this;
    const stage = this.#stages.window?.stage;
    if (!state.isPlaying || state.phase !== "ready" || !stage) return;
    if (!state.isWaiting) state.time = Math.min(stage.time, this.end);
    const behind = this.end - state.time;
    if (state.isFollowing && behind > tooFarBehind) return void this.follow();
    this.#take(this.#step());
    this.#run();
  }

  #step(): Step {
    const { time, skipsIdle } = this.state;
    return nextStep({
      ...{ time, skipsIdle, end: this.end, loadedTo: this.loadedTo },
      live: this.isLive,
      nextChunkAt: this.#stages.nextChunkAt,
      nextEventAt: this.#stages.window?.nextEvent(time) ?? null,
    });
  }

  #take(step: Step): void {
    const { state } = this;
    const stage = this.#stages.window?.stage;
    const isWaiting = step.do === "wait";
    if (step.do === "skip") void this.seek(step.to);
    else if (step.do === "end") this.pause();
    else if (isWaiting && !state.isWaiting) stage?.pause();
    else if (!isWaiting && state.isWaiting) stage?.seek(state.time, true);
    state.isWaiting = isWaiting;
    const takeOver = this.#stages.takeOverAt;
    if (isWaiting && takeOver !== null) void this.seek(Math.max(state.time, takeOver));
  }
}
