import type postgres from "postgres";
import type { Routine } from "./routine.ts";

/** The functions of the exposed schemas under `schema.name`, overloads side by side. */
export type Routines = Map<string, Routine[]>;

/** Reads them from the catalog, whoever may execute them: privileges are checked by the call. */
export async function readRoutines(sql: postgres.Sql, schemas: string[]): Promise<Routines> {
  const rows = await sql.unsafe<{ routine: string }[]>(QUERY, [schemas.join(",")]);
  const routines: Routines = new Map();
  for (const row of rows) {
    const routine: Routine = JSON.parse(row.routine);
    const key = `${routine.schema}.${routine.name}`;
    routines.set(key, [...(routines.get(key) ?? []), routine]);
  }
  return routines;
}

// Table functions and those with OUT parameters return rows even if of one column.
const QUERY = `
  select json_build_object(
    'schema', n.nspname,
    'name', p.proname,
    'volatile', p.provolatile = 'v',
    'returnsSet', p.proretset,
    'returns', case
      when b.oid = 'void'::regtype then 'void'
      when b.typtype = 'c' or coalesce(p.proargmodes::text[] && '{b,o,t}', false) then 'composite'
      else 'scalar'
    end,
    'mediaType', case when t.typtype = 'd' and t.typname ~ '/' then t.typname end,
    'settings', (
      select coalesce(json_object_agg(split_part(s.entry, '=', 1),
        substr(s.entry, strpos(s.entry, '=') + 1)), '{}')
      from unnest(p.proconfig) as s(entry)
      where split_part(s.entry, '=', 1) in ('statement_timeout', 'plan_filter.statement_cost_limit')
    ),
    'parameters', coalesce(a.parameters, '[]')
  )::text as routine
  from pg_catalog.pg_proc as p
  join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
  join pg_catalog.pg_type as t on t.oid = p.prorettype
  join pg_catalog.pg_type as b on b.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
  cross join lateral (
    select json_agg(json_build_object(
      'name', i.name,
      'type', format_type(i.type, null),
      'required', i.position <= p.pronargs - p.pronargdefaults,
      'variadic', i.mode = 'v'
    ) order by i.position) as parameters
    from (
      select
        coalesce(p.proargnames[u.ordinality], '') as name,
        coalesce(p.proargmodes[u.ordinality]::text, 'i') as mode,
        u.type,
        row_number() over (order by u.ordinality) as position
      from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]))
        with ordinality as u(type, ordinality)
      where coalesce(p.proargmodes[u.ordinality]::text, 'i') in ('i', 'b', 'v')
    ) as i
  ) as a
  where n.nspname = any (string_to_array($1, ','))
    and p.prokind = 'f'
    and t.oid not in ('trigger'::regtype, 'event_trigger'::regtype)
  order by n.nspname, p.proname, p.oid
`;
