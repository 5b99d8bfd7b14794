import assert from "node:assert/strict";
import { type Actor, service } from "../actors.ts";
import { makeScene } from "./scene.ts";

/** Joins a private channel; tells whether it was let in, and counts what it hears. */
async function join({ client }: Actor, topic: string) {
  await client.realtime.setAuth();
  const heard: unknown[] = [];
  const status = await new Promise<string>((resolve) =>
    client.channel(topic, { config: { private: true } })
      .on("broadcast", { event: "*" }, (message) => heard.push(message))
      .subscribe(resolve)
  );
  return { status, heard };
}

// supabase-js keeps timers and a socket: closed at the end of the test.
const options = { sanitizeOps: false, sanitizeResources: false };

Deno.test(
  "outsiders join no channel of an owner's, nor hear or say anything there",
  options,
  async () => {
    const { owner, outsiders, execution_id, workflow_id } = await makeScene();
    const actors = [owner, service(), ...Object.values(outsiders)];
    try {
      const topics = [
        `execution:${execution_id}`,
        `visual:${execution_id}`,
        `executions:${owner.userId}`,
      ];
      const own = new Map<string, unknown[]>();
      for (const topic of topics) {
        const { status, heard } = await join(owner, topic);
        assert.equal(status, "SUBSCRIBED", topic);
        own.set(topic, heard);
      }
      const theirs: unknown[][] = [];
      for (const [who, actor] of Object.entries(outsiders)) {
        for (const topic of topics) {
          const { status, heard } = await join(actor, topic);
          assert.equal(status, "CHANNEL_ERROR", `${who}: ${topic}`);
          theirs.push(heard);
          // A public channel of that name is another one, where nothing is told.
          await actor.client.removeAllChannels();
          const open = await new Promise<string>((resolve) =>
            actor.client.channel(topic)
              .on("broadcast", { event: "*" }, (message) => heard.push(message))
              .subscribe(resolve)
          );
          assert.equal(open, "SUBSCRIBED", `${who}: ${topic}, public`);
          await actor.client.channel(topic).send({
            type: "broadcast",
            event: "forged",
            payload: {},
          });
        }
      }
      await owner.client.rpc("update_execution", { execution_id, progress: 50 }).throwOnError();
      await owner.client.rpc("update_execution", { execution_id, status: "failed" }).throwOnError();
      const another = { workflow_id };
      const { data } = await owner.client.rpc("create_execution", another).throwOnError();
      const all = own.get(`executions:${owner.userId}`) ?? [];
      for (let tries = 0; all.length < 3 && tries < 500; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.deepEqual(all.map(statusOf), ["running", "failed", "running"]);
      assert.equal((all[2] as Told).payload.execution_id, data.execution_id);
      const events = [...own.values()].flat().map((message) => (message as Told).event);
      assert.ok(!events.includes("forged"));
      assert.deepEqual(theirs.flat().filter((message) => (message as Told).event !== "forged"), []);
    } finally {
      await Promise.all(actors.map(({ client }) => client.removeAllChannels()));
    }
  },
);

interface Told {
  readonly event: string;
  readonly payload: { readonly status?: string; readonly execution_id?: string };
}

const statusOf = (message: unknown) => (message as Told).payload.status;
