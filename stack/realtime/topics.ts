import type { Frame } from "./encode-frame.ts";

/** One joined channel, as the sender of a message sees it. */
export interface Subscriber {
  send(frame: Frame): void;
}

/**
 * Who listens to what. A private and a public channel of the same name are two topics: whoever may
 * join the public one must not hear what is said in private.
 */
export interface Topics {
  add(topic: string, isPrivate: boolean, subscriber: Subscriber): void;
  remove(topic: string, isPrivate: boolean, subscriber: Subscriber): void;
  /** Sends to all subscribers but `except`; the frame is made only when there is one. */
  publish(topic: string, isPrivate: boolean, frame: () => Frame, except: Subscriber | null): void;
}

/** An empty register of topics. */
export function createTopics(): Topics {
  const subscribers = new Map<string, Set<Subscriber>>();
  const key = (topic: string, isPrivate: boolean) => `${isPrivate ? "private" : "public"}:${topic}`;
  return {
    add(topic, isPrivate, subscriber) {
      const name = key(topic, isPrivate);
      subscribers.set(name, (subscribers.get(name) ?? new Set()).add(subscriber));
    },
    remove(topic, isPrivate, subscriber) {
      const name = key(topic, isPrivate);
      const all = subscribers.get(name);
      all?.delete(subscriber);
      if (all?.size === 0) subscribers.delete(name);
    },
    publish(topic, isPrivate, frame, except) {
      const all = subscribers.get(key(topic, isPrivate));
      if (!all || all.size === 0) return;
      const encoded = frame();
      for (const subscriber of all) if (subscriber !== except) subscriber.send(encoded);
    },
  };
}
