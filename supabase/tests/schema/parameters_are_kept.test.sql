-- Public functions may gain optional parameters and never lose, rename, retype or require one.
begin;
create extension if not exists pgtap with schema extensions;
select plan(2);

prepare parameters as
  select p.proname || '.' || a.name || ' ' || a.type::regtype
  from pg_catalog.pg_proc as p
  cross join lateral unnest(p.proargnames, p.proargtypes::oid[]) as a (name, type)
  where p.pronamespace = 'public'::regnamespace;
prepare promised as
  select e.name || '.' || p.parameter
  from (
    values
      (
        'create_execution',
        'workflow_id uuid,inputs jsonb,mode text,visual_enabled boolean,'
        'visual_streaming_enabled boolean,visual_quality text,user_id uuid,idempotency_key text,'
        'metadata jsonb,tags text[],timeout_seconds integer,session_id text'
      ),
      (
        'update_execution',
        'execution_id uuid,status text,result jsonb,error text,logs jsonb,append_logs jsonb,'
        'execution_time_seconds numeric,visual_events_captured integer,'
        'visual_stream_duration numeric,progress numeric,session_id text,metadata jsonb,tags text[],'
        'hold boolean'
      ),
      ('create_executions', 'executions jsonb'),
      ('update_executions', 'executions jsonb'),
      (
        'execution_history',
        'workflow_id uuid,user_id uuid,status_filter text[],mode_filter text,'
        'visual_streaming_only boolean,visual_quality text,session_id text,'
        'created_after timestamp with time zone,created_before timestamp with time zone,'
        'min_seconds numeric,max_seconds numeric,search text,metadata jsonb,inputs jsonb,'
        'tags text[],sort text,page integer,page_size integer,cursor text,include_payloads boolean'
      ),
      (
        'execution_stats',
        'workflow_id uuid,user_id uuid,since timestamp with time zone,'
        'until timestamp with time zone'
      ),
      (
        'execution_overview',
        'user_id uuid,since timestamp with time zone,until timestamp with time zone'
      ),
      (
        'execution_trends',
        'workflow_id uuid,bucket text,since timestamp with time zone,'
        'until timestamp with time zone,timezone text,user_id uuid'
      ),
      ('active_executions', 'user_id uuid'),
      (
        'execution_states',
        'execution_ids uuid[],workflow_id uuid,since timestamp with time zone,user_id uuid,'
        'cursor text'
      ),
      ('execution_detail', 'execution_id uuid,events_after bigint'),
      ('execution_timeline', 'execution_id uuid'),
      (
        'executions_timeline',
        'workflow_id uuid,user_id uuid,status_filter text[],mode_filter text,search text,'
        'metadata jsonb,tags text[],since timestamp with time zone,until timestamp with time zone'
      ),
      ('last_good_execution', 'execution_id uuid'),
      ('compare_executions', 'a uuid,b uuid'),
      (
        'compare_workflows',
        'a uuid,b uuid,user_id uuid,since timestamp with time zone,until timestamp with time zone'
      ),
      (
        'compare_modes',
        'workflow_id uuid,user_id uuid,since timestamp with time zone,'
        'until timestamp with time zone'
      ),
      (
        'heartbeat_execution',
        'execution_id uuid,progress numeric,message text,visual_events_captured integer'
      ),
      ('cancel_execution', 'execution_id uuid,reason text'),
      (
        'delete_executions',
        'execution_ids uuid[],workflow_id uuid,user_id uuid,status_filter text[],mode_filter text,'
        'visual_streaming_only boolean,visual_quality text,session_id text,'
        'created_after timestamp with time zone,created_before timestamp with time zone,'
        'min_seconds numeric,max_seconds numeric,search text,metadata jsonb,inputs jsonb,'
        'tags text[],delete_all boolean,batch_size integer,cursor text'
      ),
      ('preview_retention', 'user_id uuid'),
      ('quota_status', 'user_id uuid'),
      ('set_quotas', 'limits jsonb,user_id uuid,workflow_id uuid,all_users boolean'),
      ('import_executions', 'executions jsonb'),
      (
        'export_executions',
        'workflow_id uuid,user_id uuid,status_filter text[],mode_filter text,'
        'visual_streaming_only boolean,visual_quality text,session_id text,'
        'created_after timestamp with time zone,created_before timestamp with time zone,'
        'min_seconds numeric,max_seconds numeric,search text,metadata jsonb,inputs jsonb,'
        'tags text[],sort text,format text,include text[],after text'
      ),
      (
        'visual_sessions',
        'user_id uuid,active_only boolean,workflow_id uuid,page integer,page_size integer,'
        'cursor text,sort text,min_replay_score integer,max_replay_score integer'
      ),
      (
        'record_visual_events',
        'session_id text,tab text,sequence integer,content text,digest text,events integer,'
        'bytes integer,first_event_at timestamp with time zone,'
        'last_event_at timestamp with time zone,snapshot_at timestamp with time zone,'
        'orphan_mutations integer,clock_jumps integer,event_offset bigint,is_final boolean,'
        'user_id uuid'
      ),
      (
        'visual_chunks',
        'session_id text,tab text,from timestamp with time zone,to timestamp with time zone,'
        'after integer,user_id uuid'
      ),
      (
        'visual_chunk',
        'session_id text,tab text,sequence integer,through integer,user_id uuid,if_none_match text'
      ),
      ('visual_stream', 'session_id text,after integer,user_id uuid')
  ) as e (name, parameters)
  cross join lateral string_to_table(e.parameters, ',') as p (parameter);
select set_has('parameters', 'promised', 'every promised parameter is there, by name and type');
select set_eq(
  $$
    select p.proname || '.' || p.proargnames[a.place]
    from pg_catalog.pg_proc as p
    cross join lateral generate_series(1, p.pronargs - p.pronargdefaults) as a (place)
    where p.pronamespace = 'public'::regnamespace
  $$,
  array[
    'create_execution.workflow_id', 'update_execution.execution_id', 'execution_stats.workflow_id',
    'heartbeat_execution.execution_id', 'cancel_execution.execution_id',
    'execution_detail.execution_id', 'import_executions.executions',
    'create_executions.executions', 'update_executions.executions',
    'record_visual_events.session_id', 'record_visual_events.tab', 'record_visual_events.sequence',
    'record_visual_events.content', 'record_visual_events.digest', 'record_visual_events.events',
    'record_visual_events.bytes', 'last_good_execution.execution_id', 'compare_executions.a',
    'compare_executions.b', 'visual_chunks.session_id', 'visual_chunk.session_id',
    'visual_chunk.tab', 'visual_chunk.sequence', 'visual_stream.session_id',
    'compare_workflows.a', 'compare_workflows.b', 'compare_modes.workflow_id',
    'execution_timeline.execution_id', 'set_quotas.limits'
  ],
  'only these are required'
);

select * from finish();
rollback;
