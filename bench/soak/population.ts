import type postgres from "postgres";

/** A workflow and one of those who run it. */
export interface Runner {
  userId: string;
  workflowId: string;
}

/** Who runs what. */
export interface Population {
  users: string[];
  /** Each user with workflows of their own and the public one. */
  runners: Runner[];
}

/** Makes users and workflows; some of the workflows end silent or disobedient runs at once. */
export async function populate(owner: postgres.Sql, users: number): Promise<Population> {
  const made: Population = { users: [], runners: [] };
  const [shared] = await owner<{ id: string }[]>`select tests.create_workflow(null) as id`;
  for (let i = 0; i < users; i++) {
    const [user] = await owner<{ id: string }[]>`select tests.create_user() as id`;
    const userId = user?.id ?? "";
    made.users.push(userId);
    const workflows = await owner<{ id: string }[]>`
      select tests.create_workflow(${userId}) as id from generate_series(1, 4)`;
    for (const { id } of [...workflows, ...(shared ? [shared] : [])]) {
      made.runners.push({ userId, workflowId: id });
    }
    await owner`
      insert into public.workflow_settings (workflow_id, cancel_grace_seconds)
      values (${workflows[0]?.id ?? ""}, 0)`;
  }
  return made;
}
