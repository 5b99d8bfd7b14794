/** Quotas for the HTTP tests. */
import { service, type User } from "./actors.ts";

/** Sets a user's quotas, of the account or of a workflow, as the service does. */
export async function setQuotas(
  { userId: user_id }: User,
  limits: Readonly<Record<string, number | null>>,
  workflow_id?: string,
): Promise<void> {
  await service().client.rpc("set_quotas", {
    user_id,
    limits,
    ...(workflow_id === undefined ? {} : { workflow_id }),
  }).throwOnError();
}
