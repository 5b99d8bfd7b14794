import postgres from "postgres";
import { makeWorkflow, signUp, target } from "../actors.ts";
import { faultyRound } from "./faulty-round.ts";

const rounds = 100;

Deno.test("what arrives of a session is stored and counted once, whatever the network does", async () => {
  const user = await signUp();
  const workflowId = await makeWorkflow(user);
  const connect = (max: number) => postgres(target.databaseUrl, { max, onnotice: () => {} });
  const [api, owner] = [connect(4), connect(1)];
  try {
    for (let seed = 1; seed <= rounds; seed++) {
      await faultyRound({ api, owner, userId: user.userId, workflowId }, seed);
    }
  } finally {
    await Promise.all([api.end({ timeout: 0 }), owner.end({ timeout: 0 })]);
  }
});
