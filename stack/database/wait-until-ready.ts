import postgres from "postgres";

const patienceMs = 60_000;

/**
 * Waits until the server of this data directory answers a query. False when its process ends first
 * or a minute has passed; recovery after a crash may take long, so only the process' end is taken
 * as failure before that. The directory is compared because another server may own the port.
 */
export async function waitUntilReady(
  url: string,
  dir: string,
  ended: Promise<unknown>,
): Promise<boolean> {
  let alive = true;
  ended.then(() => alive = false);
  for (const since = Date.now(); alive && Date.now() - since < patienceMs;) {
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
    try {
      const [row] = await sql`select current_setting('data_directory') as dir`;
      return alive && row?.dir === dir;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  return false;
}
