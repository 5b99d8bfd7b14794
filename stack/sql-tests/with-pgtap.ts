import postgres from "postgres";

/**
 * Runs something while the extension pgTAP is present, as `supabase test db` does: it is made when
 * absent, and then removed afterwards. (Files that make it themselves are right to do so; it costs
 * each of them 70 ms.)
 */
export async function withPgtap<Result>(
  url: string,
  use: () => Promise<Result>,
): Promise<Result> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const present = await sql`select 1 from pg_extension where extname = 'pgtap'`;
    if (present.length > 0) return await use();
    await sql`create extension pgtap with schema extensions`;
    try {
      return await use();
    } finally {
      await sql`drop extension pgtap`;
    }
  } finally {
    await sql.end();
  }
}
