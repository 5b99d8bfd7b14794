import { backoff } from "../retry.ts";

/** The part of a supabase-js client that joins channels. */
export interface Realtime {
  channel(topic: string, options: unknown): Channel;
  removeChannel(channel: Channel): Promise<unknown>;
  readonly realtime?: { setAuth?(): Promise<void> };
}

/** A channel of supabase-js. */
export interface Channel {
  on(type: "broadcast", filter: { event: string }, callback: (message: Message) => void): Channel;
  on(type: "system", filter: Record<never, never>, callback: (said: Said) => void): Channel;
  subscribe(callback: (status: string, error?: Error) => void): Channel;
}

interface Message {
  readonly event: string;
  readonly payload?: unknown;
}

interface Said {
  readonly status?: unknown;
}

/** Who listens to a topic. */
export interface TopicListener {
  onEvent(event: string, payload: unknown): void;
  /** From now on events are told; what happened before may have been missed. May come again. */
  onJoined(): void;
  /** Events are missed, until it is joined again, which is tried without an end. */
  onLost(error: Error): void;
}

const OPTIONS = { config: { private: true, broadcast: { replication_ready: true } } };

/** One channel for all who listen to a topic: supabase-js has one of a name, and ends it for all. */
export class SharedTopic {
  readonly #connection: Realtime;
  readonly #topic: string;
  readonly #listeners = new Set<TopicListener>();
  #channel: Channel | null = null;
  #isJoined = false;
  #leaving: Promise<unknown> = Promise.resolve();
  #failures = 0;

  constructor(connection: Realtime, topic: string) {
    this.#connection = connection;
    this.#topic = topic;
  }

  add(listener: TopicListener): void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) void this.#open();
    else if (this.#isJoined) queueMicrotask(() => listener.onJoined());
  }

  async remove(listener: TopicListener): Promise<void> {
    this.#listeners.delete(listener);
    if (this.#listeners.size === 0) this.#close();
    await this.#leaving;
  }

  async #open(): Promise<void> {
    await this.#leaving;
    await this.#renewToken();
    if (this.#listeners.size === 0 || this.#channel) return;
    try {
      const channel = this.#channel = this.#connection.channel(this.#topic, OPTIONS);
      channel
        .on("broadcast", { event: "*" }, ({ event, payload }) => {
          for (const listener of this.#listeners) listener.onEvent(event, payload);
        })
        // Said later than "joined" where the server begins to read the database's messages only now.
        .on("system", {}, ({ status }) => status === "ok" && this.#joined())
        .subscribe((status, error) => {
          if (channel === this.#channel) this.#become(status, error);
        });
    } catch (error) {
      this.#lost(error instanceof Error ? error : new Error(`${error}`));
    }
  }

  #become(status: string, error?: Error): void {
    if (status === "SUBSCRIBED") return this.#joined();
    this.#lost(error ?? new Error(`The channel ${this.#topic} is ${status}.`));
    // supabase-js joins again by itself, with the token it has; not once the server has closed it,
    // as it does when the token has expired.
    if (status !== "CLOSED") return void this.#renewToken();
    this.#close();
    setTimeout(() => void this.#open(), backoff(++this.#failures, {}));
  }

  #joined(): void {
    this.#isJoined = true;
    this.#failures = 0;
    for (const listener of this.#listeners) listener.onJoined();
  }

  #lost(error: Error): void {
    this.#isJoined = false;
    for (const listener of this.#listeners) listener.onLost(error);
  }

  #close(): void {
    const channel = this.#channel;
    this.#channel = null;
    this.#isJoined = false;
    if (channel) this.#leaving = this.#connection.removeChannel(channel).catch(() => {});
  }

  async #renewToken(): Promise<void> {
    try {
      await this.#connection.realtime?.setAuth?.();
    } catch {
      // It joins with the token it has, and is refused if that has expired.
    }
  }
}
