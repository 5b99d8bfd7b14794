import assert from "node:assert/strict";
import { FakeRealtime } from "../testing/fake-realtime.ts";
import { joinTopic } from "./join-topic.ts";

function listener() {
  const heard: string[] = [];
  return {
    heard,
    onEvent: (event: string) => void heard.push(event),
    onJoined: () => void heard.push("joined"),
    onLost: ({ message }: Error) => void heard.push(`lost: ${message}`),
  };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 1));

Deno.test("a private channel is joined with the newest token, and says when it tells", async () => {
  const connection = new FakeRealtime();
  const one = listener();
  const leave = joinTopic(connection, "t", one);
  await soon();
  assert.deepEqual(connection.calls, ["setAuth", "channel t"]);
  const [channel] = connection.made;
  assert.deepEqual(channel?.options, {
    config: { private: true, broadcast: { replication_ready: true } },
  });
  channel?.say("SUBSCRIBED");
  channel?.system({ status: "ok" });
  channel?.tell({ event: "e", payload: {} });
  assert.deepEqual(one.heard, ["joined", "joined", "e"]);
  await leave?.();
  channel?.tell({ event: "too late", payload: {} });
  channel?.say("CHANNEL_ERROR");
  assert.deepEqual(one.heard, ["joined", "joined", "e"]);
  assert.equal(connection.calls.at(-1), "removeChannel");
});

Deno.test("one channel serves all who listen to a topic, and is left with the last", async () => {
  const connection = new FakeRealtime();
  const [one, two, three] = [listener(), listener(), listener()];
  const leaveOne = joinTopic(connection, "t", one);
  await soon();
  connection.made[0]?.say("SUBSCRIBED");
  const leaveTwo = joinTopic(connection, "t", two);
  await soon();
  await leaveOne?.();
  connection.made[0]?.tell({ event: "e", payload: {} });
  assert.deepEqual([one.heard, two.heard], [["joined"], ["joined", "e"]]);
  assert.ok(!connection.calls.includes("removeChannel"));
  const leaving = leaveTwo?.();
  const leaveThree = joinTopic(connection, "t", three);
  await leaving;
  await soon();
  assert.equal(connection.made.length, 2, "joined anew once it is left");
  connection.made[1]?.say("SUBSCRIBED");
  assert.deepEqual(three.heard, ["joined"]);
  await leaveThree?.();
});

Deno.test("a lost connection is left to supabase-js; a channel that was closed is joined anew", async () => {
  const connection = new FakeRealtime();
  const one = listener();
  const leave = joinTopic(connection, "t", one);
  await soon();
  const [channel] = connection.made;
  channel?.say("SUBSCRIBED");
  channel?.say("CHANNEL_ERROR", new Error("socket closed"));
  channel?.say("TIMED_OUT");
  channel?.say("SUBSCRIBED");
  assert.deepEqual(one.heard, [
    "joined",
    "lost: socket closed",
    "lost: The channel t is TIMED_OUT.",
    "joined",
  ]);
  assert.equal(connection.made.length, 1);
  // The server closes a channel when its token has expired.
  channel?.say("CLOSED");
  assert.equal(one.heard.at(-1), "lost: The channel t is CLOSED.");
  while (connection.made.length < 2) await soon();
  assert.deepEqual(connection.calls.slice(-2), ["setAuth", "channel t"]);
  connection.made[1]?.say("SUBSCRIBED");
  assert.equal(one.heard.at(-1), "joined");
  await leave?.();
});

Deno.test("what cannot join channels is not asked to, and what fails is told", async () => {
  assert.equal(joinTopic({ url: "http://localhost", key: "k" }, "t", listener()), null);
  const broken = {
    channel() {
      throw new Error("no WebSocket");
    },
    removeChannel: () => Promise.reject(new Error("neither")),
  };
  const one = listener();
  const leave = joinTopic(broken, "t", one);
  await soon();
  assert.deepEqual(one.heard, ["lost: no WebSocket"]);
  await leave?.();
});
