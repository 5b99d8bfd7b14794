import { joinTopic } from "./join-topic.ts";

/** What a watch does with what its channels say. */
interface Reactions {
  onEvent(event: string, payload: unknown): void;
  onJoined(): void;
  onLost(error: Error): void;
}

/** The channels of a watch. */
export class Topics {
  readonly #connection: unknown;
  readonly #reactions: Reactions;
  readonly #leave = new Map<string, () => Promise<void>>();
  readonly #joined = new Set<string>();
  /** Why not all of them are joined; null while it is not known. */
  error: Error | null = null;

  constructor(connection: unknown, reactions: Reactions) {
    this.#connection = connection;
    this.#reactions = reactions;
  }

  get areJoined(): boolean {
    return this.#leave.size > 0 && this.#joined.size === this.#leave.size;
  }

  /** Joins those of them that are not joined yet. */
  join(topics: readonly string[]): void {
    if (topics.length === 0 && this.#leave.size === 0) {
      this.error ??= new Error("This installation tells no changes; they are asked for.");
    }
    for (const topic of topics) {
      if (this.#leave.has(topic)) continue;
      const leave = joinTopic(this.#connection, topic, {
        onEvent: this.#reactions.onEvent,
        onJoined: () => {
          this.#joined.add(topic);
          this.#reactions.onJoined();
        },
        onLost: (error) => {
          this.#joined.delete(topic);
          this.error = error;
          this.#reactions.onLost(error);
        },
      });
      if (leave) this.#leave.set(topic, leave);
      else this.error ??= new Error("Changes are told to clients made from a supabase-js client.");
    }
  }

  async leave(): Promise<void> {
    const leaving = [...this.#leave.values()];
    this.#leave.clear();
    await Promise.all(leaving.map((leave) => leave()));
  }
}
