import postgres from "postgres";

/** Somebody who inserts runs, one after the other. */
export interface Writing {
  /** Returns how many there were. */
  stop(): Promise<number>;
}

/** Inserts runs of a workflow, of now and of the past; each is committed at once. */
export function startWriting(adminUrl: URL, workflowId: string, userId: string): Writing {
  const sql = postgres(adminUrl.href, { max: 1, onnotice: () => {} });
  let going = true;
  const writing = (async () => {
    let count = 0;
    for (; going; count++) {
      await sql`
        insert into public.workflow_executions (workflow_id, user_id, created_at)
        values (${workflowId}, ${userId}, now() - random() * interval '180 days')`;
    }
    await sql.end();
    return count;
  })();
  return {
    stop() {
      going = false;
      return writing;
    },
  };
}
