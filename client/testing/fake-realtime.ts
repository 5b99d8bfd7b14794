type Status = "SUBSCRIBED" | "CHANNEL_ERROR" | "TIMED_OUT" | "CLOSED";

/** The channels of a supabase-js client, which say what a test lets them say. */
export class FakeRealtime {
  readonly made: FakeChannel[] = [];
  readonly calls: string[] = [];
  readonly realtime = {
    setAuth: () => {
      this.calls.push("setAuth");
      return Promise.resolve();
    },
  };
  channel(topic: string, options: unknown): FakeChannel {
    this.calls.push(`channel ${topic}`);
    const channel = new FakeChannel(options);
    this.made.push(channel);
    return channel;
  }
  removeChannel(channel: FakeChannel): Promise<string> {
    this.calls.push("removeChannel");
    channel.say("CLOSED");
    return Promise.resolve("ok");
  }
}

/** One of them. */
class FakeChannel {
  readonly options: unknown;
  say: (status: Status, error?: Error) => void = () => {};
  tell: (message: { event: string; payload: unknown }) => void = () => {};
  system: (said: { status: string }) => void = () => {};
  constructor(options: unknown) {
    this.options = options;
  }
  on(type: string, _filter: unknown, callback: (said: never) => void): this {
    if (type === "system") this.system = callback as FakeChannel["system"];
    else this.tell = callback as FakeChannel["tell"];
    return this;
  }
  subscribe(callback: (status: Status, error?: Error) => void): this {
    this.say = callback;
    return this;
  }
}
