import type postgres from "postgres";
import type { Settings } from "./session.ts";

/**
 * Reads what `alter role ... set` gave each role, `statement_timeout` above all. Postgres applies
 * these at login only; PostgREST, and so the stack, applies them to the roles it switches to.
 */
export async function readRoleSettings(sql: postgres.Sql): Promise<Map<string, Settings>> {
  const rows = await sql.unsafe<{ role: string; name: string; value: string }[]>(`
    select
      r.rolname as role,
      split_part(s.entry, '=', 1) as name,
      substr(s.entry, strpos(s.entry, '=') + 1) as value
    from pg_catalog.pg_db_role_setting as g
    join pg_catalog.pg_roles as r on r.oid = g.setrole
    cross join unnest(g.setconfig) as s(entry)
    join pg_catalog.pg_settings as p on p.name = split_part(s.entry, '=', 1)
    where g.setdatabase in (0, (select oid from pg_database where datname = current_database()))
      and (p.context = 'user' or has_parameter_privilege(session_user, p.name, 'set'))
      and pg_has_role(session_user, r.oid, 'member')
      and p.name <> 'search_path'
    order by g.setdatabase
  `);
  const settings = new Map<string, Settings>();
  for (const { role, name, value } of rows) {
    settings.set(role, { ...settings.get(role), [name]: value });
  }
  return settings;
}
