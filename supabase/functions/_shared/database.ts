// Generated from the database by `deno task types`. Do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  "public": {
    Tables: {
      "execution_events": {
        Row: {
          "at": string;
          "data": Json | null;
          "entry_id": string | null;
          "execution_id": string;
          "kind": string;
          "level": string;
          "message": string | null;
          "owner_key": string;
          "seq": number;
          "step": string | null;
          "step_id": string | null;
        };
        ComputedFields: never;
        Insert: {
          "at"?: string;
          "data"?: Json | null;
          "entry_id"?: string | null;
          "execution_id": string;
          "kind"?: string;
          "level"?: string;
          "message"?: string | null;
          "owner_key": string;
          "seq"?: never;
          "step"?: string | null;
          "step_id"?: string | null;
        };
        Update: {
          "at"?: string;
          "data"?: Json | null;
          "entry_id"?: string | null;
          "execution_id"?: string;
          "kind"?: string;
          "level"?: string;
          "message"?: string | null;
          "owner_key"?: string;
          "seq"?: never;
          "step"?: string | null;
          "step_id"?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "execution_events_execution_id_fkey";
            columns: ["execution_id"];
            isOneToOne: false;
            referencedRelation: "workflow_executions";
            referencedColumns: ["execution_id"];
          },
        ];
      };
      "purges": {
        Row: {
          "at": string;
          "bytes": number;
          "executions": number;
          "newest_created_at": string;
          "oldest_created_at": string;
          "owner_key": string;
          "part": string;
          "reason": string;
          "workflow_id": string;
        };
        ComputedFields: never;
        Insert: {
          "at"?: string;
          "bytes": number;
          "executions": number;
          "newest_created_at": string;
          "oldest_created_at": string;
          "owner_key": string;
          "part": string;
          "reason": string;
          "workflow_id": string;
        };
        Update: {
          "at"?: string;
          "bytes"?: number;
          "executions"?: number;
          "newest_created_at"?: string;
          "oldest_created_at"?: string;
          "owner_key"?: string;
          "part"?: string;
          "reason"?: string;
          "workflow_id"?: string;
        };
        Relationships: [];
      };
      "retention_policies": {
        Row: {
          "cancelled_days": number | null;
          "completed_days": number | null;
          "failed_days": number | null;
          "keep_last_failures": number | null;
          "keep_last_successes": number | null;
          "owner_key": string;
          "payload_days": number | null;
          "policy_id": string;
          "updated_at": string;
          "user_id": string | null;
          "visual_days": number | null;
          "workflow_id": string | null;
        };
        ComputedFields: never;
        Insert: {
          "cancelled_days"?: number | null;
          "completed_days"?: number | null;
          "failed_days"?: number | null;
          "keep_last_failures"?: number | null;
          "keep_last_successes"?: number | null;
          "owner_key"?: never;
          "payload_days"?: number | null;
          "policy_id"?: string;
          "updated_at"?: string;
          "user_id"?: string | null;
          "visual_days"?: number | null;
          "workflow_id"?: string | null;
        };
        Update: {
          "cancelled_days"?: number | null;
          "completed_days"?: number | null;
          "failed_days"?: number | null;
          "keep_last_failures"?: number | null;
          "keep_last_successes"?: number | null;
          "owner_key"?: never;
          "payload_days"?: number | null;
          "policy_id"?: string;
          "updated_at"?: string;
          "user_id"?: string | null;
          "visual_days"?: number | null;
          "workflow_id"?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "retention_policies_workflow_id_fkey";
            columns: ["workflow_id"];
            isOneToOne: false;
            referencedRelation: "workflows";
            referencedColumns: ["workflow_id"];
          },
        ];
      };
      "visual_chunks": {
        Row: {
          "arrival": number;
          "bytes": number;
          "clock_jumps": number;
          "content": string;
          "created_at": string;
          "digest": string;
          "event_offset": number | null;
          "events": number;
          "execution_id": string;
          "first_event_at": string | null;
          "has_full_snapshot": boolean;
          "is_final": boolean;
          "last_event_at": string | null;
          "orphan_mutations": number;
          "owner_key": string;
          "sequence": number;
          "snapshot_at": string | null;
          "snapshot_reason": string | null;
          "stored_bytes": number;
          "tab": string;
        };
        ComputedFields: never;
        Insert: {
          "arrival": number;
          "bytes": number;
          "clock_jumps"?: number;
          "content": string;
          "created_at"?: string;
          "digest": string;
          "event_offset"?: number | null;
          "events": number;
          "execution_id": string;
          "first_event_at"?: string | null;
          "has_full_snapshot"?: never;
          "is_final"?: boolean;
          "last_event_at"?: string | null;
          "orphan_mutations"?: number;
          "owner_key": string;
          "sequence": number;
          "snapshot_at"?: string | null;
          "snapshot_reason"?: string | null;
          "stored_bytes"?: never;
          "tab": string;
        };
        Update: {
          "arrival"?: number;
          "bytes"?: number;
          "clock_jumps"?: number;
          "content"?: string;
          "created_at"?: string;
          "digest"?: string;
          "event_offset"?: number | null;
          "events"?: number;
          "execution_id"?: string;
          "first_event_at"?: string | null;
          "has_full_snapshot"?: never;
          "is_final"?: boolean;
          "last_event_at"?: string | null;
          "orphan_mutations"?: number;
          "owner_key"?: string;
          "sequence"?: number;
          "snapshot_at"?: string | null;
          "snapshot_reason"?: string | null;
          "stored_bytes"?: never;
          "tab"?: string;
        };
        Relationships: [
          {
            foreignKeyName: "visual_chunks_execution_id_fkey";
            columns: ["execution_id"];
            isOneToOne: false;
            referencedRelation: "visual_recordings";
            referencedColumns: ["execution_id"];
          },
        ];
      };
      "visual_recordings": {
        Row: {
          "blind_seconds": number;
          "blind_tabs": number;
          "bytes": number;
          "chunks": number;
          "clock_jumps": number;
          "created_at": string;
          "events": number;
          "execution_id": string;
          "first_event_at": string | null;
          "gap_seconds": number;
          "last_event_at": string | null;
          "lost_events": number;
          "missing_chunks": number;
          "open_tabs": number;
          "orphan_mutations": number;
          "owner_key": string;
          "replay_reasons": (string)[];
          "replay_score": number | null;
          "session_id": string;
          "status": string;
          "stored_bytes": number;
          "streamed_seconds": number;
          "tab_seconds": number;
          "tabs": number;
          "updated_at": string;
          "workflow_id": string;
        };
        ComputedFields: never;
        Insert: {
          "blind_seconds"?: number;
          "blind_tabs"?: number;
          "bytes"?: number;
          "chunks"?: number;
          "clock_jumps"?: number;
          "created_at"?: string;
          "events"?: number;
          "execution_id": string;
          "first_event_at"?: string | null;
          "gap_seconds"?: number;
          "last_event_at"?: string | null;
          "lost_events"?: number;
          "missing_chunks"?: number;
          "open_tabs"?: number;
          "orphan_mutations"?: number;
          "owner_key": string;
          "replay_reasons"?: (string)[];
          "replay_score"?: number | null;
          "session_id": string;
          "status": string;
          "stored_bytes"?: number;
          "streamed_seconds"?: number;
          "tab_seconds"?: number;
          "tabs"?: number;
          "updated_at"?: string;
          "workflow_id": string;
        };
        Update: {
          "blind_seconds"?: number;
          "blind_tabs"?: number;
          "bytes"?: number;
          "chunks"?: number;
          "clock_jumps"?: number;
          "created_at"?: string;
          "events"?: number;
          "execution_id"?: string;
          "first_event_at"?: string | null;
          "gap_seconds"?: number;
          "last_event_at"?: string | null;
          "lost_events"?: number;
          "missing_chunks"?: number;
          "open_tabs"?: number;
          "orphan_mutations"?: number;
          "owner_key"?: string;
          "replay_reasons"?: (string)[];
          "replay_score"?: number | null;
          "session_id"?: string;
          "status"?: string;
          "stored_bytes"?: number;
          "streamed_seconds"?: number;
          "tab_seconds"?: number;
          "tabs"?: number;
          "updated_at"?: string;
          "workflow_id"?: string;
        };
        Relationships: [
          {
            foreignKeyName: "visual_recordings_execution_id_fkey";
            columns: ["execution_id"];
            isOneToOne: true;
            referencedRelation: "workflow_executions";
            referencedColumns: ["execution_id"];
          },
        ];
      };
      "workflow_executions": {
        Row: {
          "cancel_reason": string | null;
          "cancel_requested_at": string | null;
          "completed_at": string | null;
          "created_at": string;
          "error": string | null;
          "error_code": string | null;
          "execution_id": string;
          "execution_time_seconds": number | null;
          "held": boolean;
          "idempotency_fingerprint": string | null;
          "idempotency_key": string | null;
          "inputs": NonNullable<Json>;
          "inserted_in": unknown;
          "last_heartbeat_at": string | null;
          "logs": Json | null;
          "metadata": NonNullable<Json>;
          "mode": string;
          "owner_key": string;
          "payloads_expired_at": string | null;
          "progress": number | null;
          "quota_shard": number | null;
          "result": Json | null;
          "session_id": string | null;
          "status": string;
          "tags": (string)[];
          "timeout_seconds": number | null;
          "updated_at": string;
          "user_id": string | null;
          "visual_enabled": boolean;
          "visual_events_captured": number | null;
          "visual_expired_at": string | null;
          "visual_quality": string | null;
          "visual_stream_duration": number | null;
          "visual_streaming_enabled": boolean;
          "workflow_id": string;
        };
        ComputedFields: never;
        Insert: {
          "cancel_reason"?: string | null;
          "cancel_requested_at"?: string | null;
          "completed_at"?: string | null;
          "created_at"?: string;
          "error"?: string | null;
          "error_code"?: string | null;
          "execution_id"?: string;
          "execution_time_seconds"?: number | null;
          "held"?: boolean;
          "idempotency_fingerprint"?: string | null;
          "idempotency_key"?: string | null;
          "inputs"?: NonNullable<Json>;
          "inserted_in"?: unknown;
          "last_heartbeat_at"?: string | null;
          "logs"?: Json | null;
          "metadata"?: NonNullable<Json>;
          "mode"?: string;
          "owner_key"?: never;
          "payloads_expired_at"?: string | null;
          "progress"?: number | null;
          "quota_shard"?: number | null;
          "result"?: Json | null;
          "session_id"?: string | null;
          "status"?: string;
          "tags"?: (string)[];
          "timeout_seconds"?: number | null;
          "updated_at"?: string;
          "user_id"?: string | null;
          "visual_enabled"?: boolean;
          "visual_events_captured"?: number | null;
          "visual_expired_at"?: string | null;
          "visual_quality"?: string | null;
          "visual_stream_duration"?: number | null;
          "visual_streaming_enabled"?: boolean;
          "workflow_id": string;
        };
        Update: {
          "cancel_reason"?: string | null;
          "cancel_requested_at"?: string | null;
          "completed_at"?: string | null;
          "created_at"?: string;
          "error"?: string | null;
          "error_code"?: string | null;
          "execution_id"?: string;
          "execution_time_seconds"?: number | null;
          "held"?: boolean;
          "idempotency_fingerprint"?: string | null;
          "idempotency_key"?: string | null;
          "inputs"?: NonNullable<Json>;
          "inserted_in"?: unknown;
          "last_heartbeat_at"?: string | null;
          "logs"?: Json | null;
          "metadata"?: NonNullable<Json>;
          "mode"?: string;
          "owner_key"?: never;
          "payloads_expired_at"?: string | null;
          "progress"?: number | null;
          "quota_shard"?: number | null;
          "result"?: Json | null;
          "session_id"?: string | null;
          "status"?: string;
          "tags"?: (string)[];
          "timeout_seconds"?: number | null;
          "updated_at"?: string;
          "user_id"?: string | null;
          "visual_enabled"?: boolean;
          "visual_events_captured"?: number | null;
          "visual_expired_at"?: string | null;
          "visual_quality"?: string | null;
          "visual_stream_duration"?: number | null;
          "visual_streaming_enabled"?: boolean;
          "workflow_id"?: string;
        };
        Relationships: [
          {
            foreignKeyName: "workflow_executions_workflow_id_fkey";
            columns: ["workflow_id"];
            isOneToOne: false;
            referencedRelation: "workflows";
            referencedColumns: ["workflow_id"];
          },
        ];
      };
      "workflow_settings": {
        Row: {
          "cancel_grace_seconds": number | null;
          "default_timeout_seconds": number | null;
          "ends_stuck_runs": boolean;
          "heartbeat_timeout_seconds": number | null;
          "workflow_id": string;
        };
        ComputedFields: never;
        Insert: {
          "cancel_grace_seconds"?: number | null;
          "default_timeout_seconds"?: number | null;
          "ends_stuck_runs"?: boolean;
          "heartbeat_timeout_seconds"?: number | null;
          "workflow_id": string;
        };
        Update: {
          "cancel_grace_seconds"?: number | null;
          "default_timeout_seconds"?: number | null;
          "ends_stuck_runs"?: boolean;
          "heartbeat_timeout_seconds"?: number | null;
          "workflow_id"?: string;
        };
        Relationships: [
          {
            foreignKeyName: "workflow_settings_workflow_id_fkey";
            columns: ["workflow_id"];
            isOneToOne: true;
            referencedRelation: "workflows";
            referencedColumns: ["workflow_id"];
          },
        ];
      };
      "workflows": {
        Row: {
          "archived_at": string | null;
          "created_at": string;
          "definition": NonNullable<Json>;
          "name": string;
          "owner_id": string | null;
          "updated_at": string;
          "workflow_id": string;
        };
        ComputedFields: never;
        Insert: {
          "archived_at"?: string | null;
          "created_at"?: string;
          "definition"?: NonNullable<Json>;
          "name": string;
          "owner_id"?: string | null;
          "updated_at"?: string;
          "workflow_id"?: string;
        };
        Update: {
          "archived_at"?: string | null;
          "created_at"?: string;
          "definition"?: NonNullable<Json>;
          "name"?: string;
          "owner_id"?: string | null;
          "updated_at"?: string;
          "workflow_id"?: string;
        };
        Relationships: [];
      };
    };
    Views: {
      [_ in never]: never;
    };
    Functions: {
      "active_executions": {
        Args: { "user_id"?: string; "workflow_id"?: string };
        Returns: Database["public"]["CompositeTypes"]["active_executions_list"];
        SetofOptions: {
          from: "*";
          to: "active_executions_list";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "cancel_execution": {
        Args: { "execution_id": string; "reason"?: string };
        Returns: Database["public"]["CompositeTypes"]["execution"];
        SetofOptions: {
          from: "*";
          to: "execution";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "compare_executions": {
        Args: { "a": string; "b": string };
        Returns: Database["public"]["CompositeTypes"]["execution_comparison"];
        SetofOptions: {
          from: "*";
          to: "execution_comparison";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "compare_modes": {
        Args: { "since"?: string; "until"?: string; "user_id"?: string; "workflow_id": string };
        Returns: Database["public"]["CompositeTypes"]["runs_comparison"];
        SetofOptions: {
          from: "*";
          to: "runs_comparison";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "compare_workflows": {
        Args: { "a": string; "b": string; "since"?: string; "until"?: string; "user_id"?: string };
        Returns: Database["public"]["CompositeTypes"]["runs_comparison"];
        SetofOptions: {
          from: "*";
          to: "runs_comparison";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "create_execution": {
        Args: {
          "idempotency_key"?: string;
          "inputs"?: Json;
          "metadata"?: Json;
          "mode"?: string;
          "session_id"?: string;
          "tags"?: (string)[];
          "timeout_seconds"?: number;
          "user_id"?: string;
          "visual_enabled"?: boolean;
          "visual_quality"?: string;
          "visual_streaming_enabled"?: boolean;
          "workflow_id": string;
        };
        Returns: Database["public"]["CompositeTypes"]["created_execution"];
        SetofOptions: {
          from: "*";
          to: "created_execution";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "create_executions": {
        Args: { "executions": Json };
        Returns: Database["public"]["CompositeTypes"]["created_executions"];
        SetofOptions: {
          from: "*";
          to: "created_executions";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "delete_executions": {
        Args: {
          "batch_size"?: number;
          "created_after"?: string;
          "created_before"?: string;
          "cursor"?: string;
          "delete_all"?: boolean;
          "execution_ids"?: (string)[];
          "inputs"?: Json;
          "max_seconds"?: number;
          "metadata"?: Json;
          "min_seconds"?: number;
          "mode_filter"?: string;
          "search"?: string;
          "session_id"?: string;
          "status_filter"?: (string)[];
          "tags"?: (string)[];
          "user_id"?: string;
          "visual_quality"?: string;
          "visual_streaming_only"?: boolean;
          "workflow_id"?: string;
        };
        Returns: Database["public"]["CompositeTypes"]["deleted_executions"];
        SetofOptions: {
          from: "*";
          to: "deleted_executions";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "execution_detail": {
        Args: { "events_after"?: number; "execution_id": string };
        Returns: Database["public"]["CompositeTypes"]["execution_with_events"];
        SetofOptions: {
          from: "*";
          to: "execution_with_events";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "execution_history": {
        Args: {
          "created_after"?: string;
          "created_before"?: string;
          "cursor"?: string;
          "include_payloads"?: boolean;
          "inputs"?: Json;
          "max_seconds"?: number;
          "metadata"?: Json;
          "min_seconds"?: number;
          "mode_filter"?: string;
          "page"?: number;
          "page_size"?: number;
          "search"?: string;
          "session_id"?: string;
          "sort"?: string;
          "status_filter"?: (string)[];
          "tags"?: (string)[];
          "user_id"?: string;
          "visual_quality"?: string;
          "visual_streaming_only"?: boolean;
          "workflow_id"?: string;
        };
        Returns: Database["public"]["CompositeTypes"]["execution_history_page"];
        SetofOptions: {
          from: "*";
          to: "execution_history_page";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "execution_overview": {
        Args: { "since"?: string; "until"?: string; "user_id"?: string };
        Returns: Database["public"]["CompositeTypes"]["executions_overview"];
        SetofOptions: {
          from: "*";
          to: "executions_overview";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "execution_states": {
        Args: {
          "cursor"?: string;
          "execution_ids"?: (string)[];
          "since"?: string;
          "user_id"?: string;
          "workflow_id"?: string;
        };
        Returns: Database["public"]["CompositeTypes"]["execution_states_page"];
        SetofOptions: {
          from: "*";
          to: "execution_states_page";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "execution_stats": {
        Args: { "since"?: string; "until"?: string; "user_id"?: string; "workflow_id": string };
        Returns: Database["public"]["CompositeTypes"]["execution_statistics"];
        SetofOptions: {
          from: "*";
          to: "execution_statistics";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "execution_timeline": {
        Args: { "execution_id": string };
        Returns: Database["public"]["CompositeTypes"]["timeline"];
        SetofOptions: {
          from: "*";
          to: "timeline";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "execution_trends": {
        Args: {
          "bucket"?: string;
          "since"?: string;
          "timezone"?: string;
          "until"?: string;
          "user_id"?: string;
          "workflow_id"?: string;
        };
        Returns: Database["public"]["CompositeTypes"]["execution_trend"];
        SetofOptions: {
          from: "*";
          to: "execution_trend";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "executions_timeline": {
        Args: {
          "metadata"?: Json;
          "mode_filter"?: string;
          "search"?: string;
          "since"?: string;
          "status_filter"?: (string)[];
          "tags"?: (string)[];
          "until"?: string;
          "user_id"?: string;
          "workflow_id"?: string;
        };
        Returns: Database["public"]["CompositeTypes"]["timeline_of_executions"];
        SetofOptions: {
          from: "*";
          to: "timeline_of_executions";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "export_executions": {
        Args: {
          "after"?: string;
          "created_after"?: string;
          "created_before"?: string;
          "format"?: string;
          "include"?: (string)[];
          "inputs"?: Json;
          "max_seconds"?: number;
          "metadata"?: Json;
          "min_seconds"?: number;
          "mode_filter"?: string;
          "search"?: string;
          "session_id"?: string;
          "sort"?: string;
          "status_filter"?: (string)[];
          "tags"?: (string)[];
          "user_id"?: string;
          "visual_quality"?: string;
          "visual_streaming_only"?: boolean;
          "workflow_id"?: string;
        };
        Returns: Database["public"]["CompositeTypes"]["exported_page"];
        SetofOptions: {
          from: "*";
          to: "exported_page";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "heartbeat_execution": {
        Args: {
          "execution_id": string;
          "message"?: string;
          "progress"?: number;
          "visual_events_captured"?: number;
        };
        Returns: Database["public"]["CompositeTypes"]["heartbeat"];
        SetofOptions: {
          from: "*";
          to: "heartbeat";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "import_executions": {
        Args: { "executions": Json };
        Returns: Database["public"]["CompositeTypes"]["imported_executions"];
        SetofOptions: {
          from: "*";
          to: "imported_executions";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "last_good_execution": {
        Args: { "execution_id": string };
        Returns: Database["public"]["CompositeTypes"]["last_good"];
        SetofOptions: {
          from: "*";
          to: "last_good";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "preview_retention": {
        Args: { "user_id"?: string };
        Returns: Database["public"]["CompositeTypes"]["retention_preview"];
        SetofOptions: {
          from: "*";
          to: "retention_preview";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "quota_status": {
        Args: { "user_id"?: string };
        Returns: Database["public"]["CompositeTypes"]["quota_status"];
        SetofOptions: {
          from: "*";
          to: "quota_status";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "record_visual_events": {
        Args: {
          "bytes": number;
          "clock_jumps"?: number;
          "content": string;
          "digest": string;
          "event_offset"?: number;
          "events": number;
          "first_event_at"?: string;
          "is_final"?: boolean;
          "last_event_at"?: string;
          "orphan_mutations"?: number;
          "sequence": number;
          "session_id": string;
          "snapshot_at"?: string;
          "tab": string;
          "user_id"?: string;
        };
        Returns: Database["public"]["CompositeTypes"]["visual_batch"];
        SetofOptions: {
          from: "*";
          to: "visual_batch";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "set_quotas": {
        Args: { "all_users"?: boolean; "limits": Json; "user_id"?: string; "workflow_id"?: string };
        Returns: Database["public"]["CompositeTypes"]["quota_settings"];
        SetofOptions: {
          from: "*";
          to: "quota_settings";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "update_execution": {
        Args: {
          "append_logs"?: Json;
          "error"?: string;
          "execution_id": string;
          "execution_time_seconds"?: number;
          "hold"?: boolean;
          "logs"?: Json;
          "metadata"?: Json;
          "progress"?: number;
          "result"?: Json;
          "session_id"?: string;
          "status"?: string;
          "tags"?: (string)[];
          "visual_events_captured"?: number;
          "visual_stream_duration"?: number;
        };
        Returns: Database["public"]["CompositeTypes"]["reported_execution"];
        SetofOptions: {
          from: "*";
          to: "reported_execution";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "update_executions": {
        Args: { "executions": Json };
        Returns: Database["public"]["CompositeTypes"]["updated_executions"];
        SetofOptions: {
          from: "*";
          to: "updated_executions";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "visual_chunk": {
        Args: {
          "if_none_match"?: string;
          "sequence": number;
          "session_id": string;
          "tab": string;
          "through"?: number;
          "user_id"?: string;
        };
        Returns: Database["public"]["CompositeTypes"]["visual_chunk_content"];
        SetofOptions: {
          from: "*";
          to: "visual_chunk_content";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "visual_chunks": {
        Args: {
          "after"?: number;
          "from"?: string;
          "session_id": string;
          "tab"?: string;
          "to"?: string;
          "user_id"?: string;
        };
        Returns: Database["public"]["CompositeTypes"]["visual_chunk_list"];
        SetofOptions: {
          from: "*";
          to: "visual_chunk_list";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "visual_sessions": {
        Args: {
          "active_only"?: boolean;
          "cursor"?: string;
          "max_replay_score"?: number;
          "min_replay_score"?: number;
          "page"?: number;
          "page_size"?: number;
          "sort"?: string;
          "user_id"?: string;
          "workflow_id"?: string;
        };
        Returns: Database["public"]["CompositeTypes"]["visual_sessions_page"];
        SetofOptions: {
          from: "*";
          to: "visual_sessions_page";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      "visual_stream": {
        Args: { "after"?: number; "session_id": string; "user_id"?: string };
        Returns: Database["public"]["CompositeTypes"]["visual_stream_round"];
        SetofOptions: {
          from: "*";
          to: "visual_stream_round";
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
    };
    Enums: {
      [_ in never]: never;
    };
    CompositeTypes: {
      "active_execution": {
        "execution_id": string | null;
        "workflow_id": string | null;
        "workflow_name": string | null;
        "status": string | null;
        "mode": string | null;
        "started_at": string | null;
        "elapsed_seconds": number | null;
        "session_id": string | null;
        "visual_streaming_enabled": boolean | null;
        "last_heartbeat_at": string | null;
        "cancel_requested_at": string | null;
        "cancel_reason": string | null;
        "progress": number | null;
        "expected_seconds": number | null;
        "replay_score": number | null;
      };
      "active_executions_list": {
        "active_executions": (Database["public"]["CompositeTypes"]["active_execution"])[] | null;
        "total_active": number | null;
      };
      "batch_error": {
        "code": string | null;
        "message": string | null;
        "hint": string | null;
      };
      "comparable_execution": {
        "execution_id": string | null;
        "created_at": string | null;
        "completed_at": string | null;
        "execution_time_seconds": number | null;
        "seconds_before": number | null;
        "same_inputs": boolean | null;
        "payloads_expired_at": string | null;
        "why": string | null;
      };
      "compared_execution": {
        "execution_id": string | null;
        "workflow_id": string | null;
        "workflow_name": string | null;
        "status": string | null;
        "mode": string | null;
        "created_at": string | null;
        "completed_at": string | null;
        "execution_time_seconds": number | null;
        "error": string | null;
        "error_code": string | null;
        "payloads_expired_at": string | null;
        "recording": Database["public"]["CompositeTypes"]["compared_recording"] | null;
      };
      "compared_recording": {
        "visual_enabled": boolean | null;
        "visual_quality": string | null;
        "session_id": string | null;
        "visual_events_captured": number | null;
        "visual_stream_duration": number | null;
        "visual_expired_at": string | null;
        "tabs": number | null;
        "stored_events": number | null;
        "stored_bytes": number | null;
        "lost_events": number | null;
        "missing_chunks": number | null;
        "replay_score": number | null;
      };
      "concurrency_point": {
        "at": string | null;
        "executions": number | null;
      };
      "created_execution": {
        "execution_id": string | null;
        "workflow_id": string | null;
        "status": string | null;
        "created_at": string | null;
        "session_id": string | null;
        "visual_stream_url": string | null;
        "viewer_url": string | null;
        "replayed": boolean | null;
      };
      "created_executions": {
        "results": (Database["public"]["CompositeTypes"]["created_item"])[] | null;
        "succeeded": number | null;
        "failed": number | null;
      };
      "created_item": {
        "index": number | null;
        "status": number | null;
        "execution": Database["public"]["CompositeTypes"]["created_execution"] | null;
        "error": Database["public"]["CompositeTypes"]["batch_error"] | null;
      };
      "deleted_executions": {
        "deleted_executions": number | null;
        "remaining_executions": number | null;
        "remaining_is_exact": boolean | null;
        "skipped_running": number | null;
        "skipped_held": number | null;
        "skipped_execution_ids": (string)[] | null;
        "done": boolean | null;
        "next_cursor": string | null;
      };
      "divergence": {
        "part": string | null;
        "sentence": string | null;
        "a_position": number | null;
        "b_position": number | null;
        "a_seconds": number | null;
        "b_seconds": number | null;
        "path": string | null;
      };
      "diverging_line": {
        "position": number | null;
        "a_line": string | null;
        "b_line": string | null;
        "a_seconds": number | null;
        "b_seconds": number | null;
      };
      "duration_comparison": {
        "verdict": string | null;
        "difference": number | null;
        "difference_low": number | null;
        "difference_high": number | null;
        "p_value": number | null;
        "probability_longer": number | null;
        "cliffs_delta": number | null;
        "effect": string | null;
      };
      "execution": {
        "execution_id": string | null;
        "workflow_id": string | null;
        "workflow_name": string | null;
        "user_id": string | null;
        "status": string | null;
        "mode": string | null;
        "visual_enabled": boolean | null;
        "visual_streaming_enabled": boolean | null;
        "visual_quality": string | null;
        "session_id": string | null;
        "error": string | null;
        "error_code": string | null;
        "execution_time_seconds": number | null;
        "visual_events_captured": number | null;
        "visual_stream_duration": number | null;
        "progress": number | null;
        "metadata": Json | null;
        "tags": (string)[] | null;
        "timeout_seconds": number | null;
        "last_heartbeat_at": string | null;
        "cancel_requested_at": string | null;
        "cancel_reason": string | null;
        "held": boolean | null;
        "payloads_expired_at": string | null;
        "visual_expired_at": string | null;
        "created_at": string | null;
        "completed_at": string | null;
        "updated_at": string | null;
        "inputs": Json | null;
        "result": Json | null;
        "logs": Json | null;
      };
      "execution_change": {
        "total_executions": number | null;
        "success_rate": number | null;
        "average_execution_time": number | null;
        "p50_execution_time": number | null;
        "p95_execution_time": number | null;
      };
      "execution_comparison": {
        "a": Database["public"]["CompositeTypes"]["compared_execution"] | null;
        "b": Database["public"]["CompositeTypes"]["compared_execution"] | null;
        "same_workflow": boolean | null;
        "same_mode": boolean | null;
        "same_status": boolean | null;
        "seconds_difference": number | null;
        "seconds_ratio": number | null;
        "first_divergence": Database["public"]["CompositeTypes"]["divergence"] | null;
        "inputs": Database["public"]["CompositeTypes"]["json_comparison"] | null;
        "result": Database["public"]["CompositeTypes"]["json_comparison"] | null;
        "steps": Database["public"]["CompositeTypes"]["step_comparison"] | null;
        "logs": Database["public"]["CompositeTypes"]["log_comparison"] | null;
        "notes": (string)[] | null;
        "truncated": boolean | null;
      };
      "execution_history_page": {
        "executions": Json | null;
        "total_executions": number | null;
        "total_is_exact": boolean | null;
        "page": number | null;
        "page_size": number | null;
        "has_next_page": boolean | null;
        "next_cursor": string | null;
        "previous_cursor": string | null;
        "scan_limited": boolean | null;
        "filters": Json | null;
      };
      "execution_state": {
        "execution_id": string | null;
        "workflow_id": string | null;
        "status": string | null;
        "progress": number | null;
        "created_at": string | null;
        "updated_at": string | null;
        "completed_at": string | null;
      };
      "execution_states_page": {
        "states": (Database["public"]["CompositeTypes"]["execution_state"])[] | null;
        "topics": (string)[] | null;
        "as_of": string | null;
        "next_cursor": string | null;
      };
      "execution_statistics": {
        "workflow_id": string | null;
        "workflow_name": string | null;
        "total_executions": number | null;
        "successful_executions": number | null;
        "failed_executions": number | null;
        "cancelled_executions": number | null;
        "running_executions": number | null;
        "success_rate": number | null;
        "average_execution_time": number | null;
        "min_execution_time": number | null;
        "max_execution_time": number | null;
        "p50_execution_time": number | null;
        "p95_execution_time": number | null;
        "p99_execution_time": number | null;
        "last_execution_at": string | null;
        "most_common_mode": string | null;
        "mode_usage": Json | null;
        "quality_usage": Json | null;
        "visual_streaming_usage_rate": number | null;
        "average_visual_events_captured": number | null;
        "average_visual_stream_duration": number | null;
        "since": string | null;
        "until": string | null;
        "computed_from": string | null;
        "computed_at": string | null;
      };
      "execution_summary": {
        "total_executions": number | null;
        "successful_executions": number | null;
        "failed_executions": number | null;
        "cancelled_executions": number | null;
        "running_executions": number | null;
        "success_rate": number | null;
        "average_execution_time": number | null;
        "min_execution_time": number | null;
        "max_execution_time": number | null;
        "p50_execution_time": number | null;
        "p95_execution_time": number | null;
        "p99_execution_time": number | null;
        "most_common_mode": string | null;
        "mode_usage": Json | null;
        "quality_usage": Json | null;
        "visual_streaming_usage_rate": number | null;
        "average_visual_events_captured": number | null;
        "average_visual_stream_duration": number | null;
      };
      "execution_trend": {
        "workflow_id": string | null;
        "workflow_name": string | null;
        "bucket": string | null;
        "timezone": string | null;
        "since": string | null;
        "until": string | null;
        "points": (Database["public"]["CompositeTypes"]["execution_trend_point"])[] | null;
        "total": Database["public"]["CompositeTypes"]["execution_summary"] | null;
        "previous": Database["public"]["CompositeTypes"]["execution_summary"] | null;
        "previous_since": string | null;
        "change": Database["public"]["CompositeTypes"]["execution_change"] | null;
        "computed_from": string | null;
        "missing_executions": number | null;
        "computed_at": string | null;
      };
      "execution_trend_point": {
        "starts_at": string | null;
        "total_executions": number | null;
        "successful_executions": number | null;
        "failed_executions": number | null;
        "cancelled_executions": number | null;
        "running_executions": number | null;
        "success_rate": number | null;
        "average_execution_time": number | null;
        "p50_execution_time": number | null;
        "p95_execution_time": number | null;
        "mode_usage": Json | null;
        "visual_streaming_usage_rate": number | null;
      };
      "execution_with_events": {
        "execution_id": string | null;
        "workflow_id": string | null;
        "workflow_name": string | null;
        "user_id": string | null;
        "status": string | null;
        "mode": string | null;
        "visual_enabled": boolean | null;
        "visual_streaming_enabled": boolean | null;
        "visual_quality": string | null;
        "session_id": string | null;
        "error": string | null;
        "error_code": string | null;
        "execution_time_seconds": number | null;
        "visual_events_captured": number | null;
        "visual_stream_duration": number | null;
        "progress": number | null;
        "metadata": Json | null;
        "tags": (string)[] | null;
        "timeout_seconds": number | null;
        "last_heartbeat_at": string | null;
        "cancel_requested_at": string | null;
        "cancel_reason": string | null;
        "held": boolean | null;
        "payloads_expired_at": string | null;
        "visual_expired_at": string | null;
        "created_at": string | null;
        "completed_at": string | null;
        "updated_at": string | null;
        "inputs": Json | null;
        "result": Json | null;
        "logs": Json | null;
        "events": Json | null;
        "next_events_after": number | null;
        "steps": Json | null;
        "replay_score": number | null;
      };
      "executions_overview": {
        "total_workflows": number | null;
        "total_executions": number | null;
        "successful_executions": number | null;
        "failed_executions": number | null;
        "cancelled_executions": number | null;
        "running_executions": number | null;
        "success_rate": number | null;
        "average_execution_time": number | null;
        "min_execution_time": number | null;
        "max_execution_time": number | null;
        "p50_execution_time": number | null;
        "p95_execution_time": number | null;
        "p99_execution_time": number | null;
        "last_execution_at": string | null;
        "most_common_mode": string | null;
        "mode_usage": Json | null;
        "quality_usage": Json | null;
        "visual_streaming_usage_rate": number | null;
        "average_visual_events_captured": number | null;
        "average_visual_stream_duration": number | null;
        "since": string | null;
        "until": string | null;
        "computed_from": string | null;
        "computed_at": string | null;
        "most_failing": (Database["public"]["CompositeTypes"]["ranked_workflow"])[] | null;
        "slowing_down": (Database["public"]["CompositeTypes"]["ranked_workflow"])[] | null;
        "most_run": (Database["public"]["CompositeTypes"]["ranked_workflow"])[] | null;
        "ranked_since": string | null;
        "ranked_until": string | null;
      };
      "exported_page": {
        "rows": number | null;
        "snapshot": string | null;
        "after": string | null;
        "content": string | null;
      };
      "heartbeat": {
        "execution_id": string | null;
        "status": string | null;
        "error_code": string | null;
        "recorded": boolean | null;
        "cancel_requested": boolean | null;
        "cancel_reason": string | null;
        "cancel_requested_at": string | null;
        "late": boolean | null;
        "last_heartbeat_at": string | null;
      };
      "imported_executions": {
        "results": (Database["public"]["CompositeTypes"]["imported_item"])[] | null;
        "imported": number | null;
        "unchanged": number | null;
        "refused": number | null;
      };
      "imported_item": {
        "index": number | null;
        "status": number | null;
        "execution_id": string | null;
        "error": Database["public"]["CompositeTypes"]["batch_error"] | null;
      };
      "json_change": {
        "path": string | null;
        "change": string | null;
        "a_type": string | null;
        "b_type": string | null;
        "a": Json | null;
        "b": Json | null;
      };
      "json_comparison": {
        "is_same": boolean | null;
        "same_shape": boolean | null;
        "changes": (Database["public"]["CompositeTypes"]["json_change"])[] | null;
        "truncated": boolean | null;
      };
      "last_good": {
        "execution_id": string | null;
        "workflow_id": string | null;
        "mode": string | null;
        "status": string | null;
        "last_good": Database["public"]["CompositeTypes"]["comparable_execution"] | null;
        "search_limited": boolean | null;
      };
      "line_difference": {
        "change": string | null;
        "position": number | null;
        "level": string | null;
        "line": string | null;
        "seconds": number | null;
        "times": number | null;
      };
      "log_comparison": {
        "is_same": boolean | null;
        "a_lines": number | null;
        "b_lines": number | null;
        "common_lines": number | null;
        "compared_by": string | null;
        "first_difference": Database["public"]["CompositeTypes"]["diverging_line"] | null;
        "differences": (Database["public"]["CompositeTypes"]["line_difference"])[] | null;
        "truncated": boolean | null;
      };
      "outcome_comparison": {
        "verdict": string | null;
        "difference": number | null;
        "difference_low": number | null;
        "difference_high": number | null;
      };
      "quota_settings": {
        "user_id": string | null;
        "workflow_id": string | null;
        "limits": Json | null;
      };
      "quota_status": {
        "limits": (Database["public"]["CompositeTypes"]["quota_usage"])[] | null;
        "computed_at": string | null;
      };
      "quota_usage": {
        "workflow_id": string | null;
        "workflow_name": string | null;
        "name": string | null;
        "limit": number | null;
        "used": number | null;
        "remaining": number | null;
        "resets_at": string | null;
      };
      "ranked_workflow": {
        "workflow_id": string | null;
        "workflow_name": string | null;
        "total_executions": number | null;
        "failed_executions": number | null;
        "success_rate": number | null;
        "average_execution_time": number | null;
        "previous_average_execution_time": number | null;
        "slowdown": number | null;
      };
      "reported_execution": {
        "execution_id": string | null;
        "workflow_id": string | null;
        "workflow_name": string | null;
        "user_id": string | null;
        "status": string | null;
        "mode": string | null;
        "visual_enabled": boolean | null;
        "visual_streaming_enabled": boolean | null;
        "visual_quality": string | null;
        "session_id": string | null;
        "error": string | null;
        "error_code": string | null;
        "execution_time_seconds": number | null;
        "visual_events_captured": number | null;
        "visual_stream_duration": number | null;
        "progress": number | null;
        "metadata": Json | null;
        "tags": (string)[] | null;
        "timeout_seconds": number | null;
        "last_heartbeat_at": string | null;
        "cancel_requested_at": string | null;
        "cancel_reason": string | null;
        "held": boolean | null;
        "payloads_expired_at": string | null;
        "visual_expired_at": string | null;
        "created_at": string | null;
        "completed_at": string | null;
        "updated_at": string | null;
        "inputs": Json | null;
        "result": Json | null;
        "logs": Json | null;
        "late": boolean | null;
      };
      "retention_preview": {
        "executions_deleted": number | null;
        "payloads_expired": number | null;
        "visuals_expired": number | null;
        "bytes": number | null;
        "is_exact": boolean | null;
        "parts": (Database["public"]["CompositeTypes"]["retention_preview_part"])[] | null;
        "computed_at": string | null;
      };
      "retention_preview_part": {
        "workflow_id": string | null;
        "workflow_name": string | null;
        "part": string | null;
        "executions": number | null;
        "bytes": number | null;
        "oldest_created_at": string | null;
        "newest_created_at": string | null;
      };
      "runs_comparison": {
        "a": Database["public"]["CompositeTypes"]["sampled_runs"] | null;
        "b": Database["public"]["CompositeTypes"]["sampled_runs"] | null;
        "outcome": Database["public"]["CompositeTypes"]["outcome_comparison"] | null;
        "duration": Database["public"]["CompositeTypes"]["duration_comparison"] | null;
        "verdict": string | null;
        "sample_limit": number | null;
        "since": string | null;
        "until": string | null;
        "computed_at": string | null;
      };
      "sampled_runs": {
        "workflow_id": string | null;
        "workflow_name": string | null;
        "mode": string | null;
        "sampled_executions": number | null;
        "successful_executions": number | null;
        "failed_executions": number | null;
        "cancelled_executions": number | null;
        "success_rate": number | null;
        "success_rate_low": number | null;
        "success_rate_high": number | null;
        "median_execution_time": number | null;
        "median_low": number | null;
        "median_high": number | null;
        "sampled_since": string | null;
        "sampled_until": string | null;
        "is_whole_window": boolean | null;
      };
      "step_comparison": {
        "is_same": boolean | null;
        "a_steps": number | null;
        "b_steps": number | null;
        "common_steps": number | null;
        "pairs": (Database["public"]["CompositeTypes"]["step_pair"])[] | null;
        "truncated": boolean | null;
      };
      "step_pair": {
        "name": string | null;
        "change": string | null;
        "a_position": number | null;
        "b_position": number | null;
        "a_outcome": string | null;
        "b_outcome": string | null;
        "a_seconds": number | null;
        "b_seconds": number | null;
        "seconds_difference": number | null;
        "a_started_after": number | null;
        "b_started_after": number | null;
        "a_error": string | null;
        "b_error": string | null;
      };
      "timeline": {
        "execution_id": string | null;
        "workflow_id": string | null;
        "workflow_name": string | null;
        "status": string | null;
        "mode": string | null;
        "starts_at": string | null;
        "ends_at": string | null;
        "lanes": (Database["public"]["CompositeTypes"]["timeline_lane"])[] | null;
        "entries": (Database["public"]["CompositeTypes"]["timeline_entry"])[] | null;
        "untimed_lines": number | null;
        "truncated": boolean | null;
      };
      "timeline_bar": {
        "execution_id": string | null;
        "workflow_id": string | null;
        "workflow_name": string | null;
        "status": string | null;
        "mode": string | null;
        "track": number | null;
        "starts_at": string | null;
        "ends_at": string | null;
        "seconds": number | null;
        "progress": number | null;
        "error_code": string | null;
      };
      "timeline_entry": {
        "lane": string | null;
        "track": number | null;
        "kind": string | null;
        "at": string | null;
        "until": string | null;
        "offset_seconds": number | null;
        "seconds": number | null;
        "label": string | null;
        "level": string | null;
        "outcome": string | null;
        "position": number | null;
        "tab": string | null;
      };
      "timeline_lane": {
        "lane": string | null;
        "tracks": number | null;
        "entries": number | null;
      };
      "timeline_of_executions": {
        "since": string | null;
        "until": string | null;
        "bars": (Database["public"]["CompositeTypes"]["timeline_bar"])[] | null;
        "tracks": number | null;
        "concurrency": (Database["public"]["CompositeTypes"]["concurrency_point"])[] | null;
        "most_at_once": number | null;
        "most_at": string | null;
        "truncated": boolean | null;
      };
      "updated_execution": {
        "execution_id": string | null;
        "workflow_id": string | null;
        "workflow_name": string | null;
        "user_id": string | null;
        "status": string | null;
        "mode": string | null;
        "visual_enabled": boolean | null;
        "visual_streaming_enabled": boolean | null;
        "visual_quality": string | null;
        "session_id": string | null;
        "error": string | null;
        "error_code": string | null;
        "execution_time_seconds": number | null;
        "visual_events_captured": number | null;
        "visual_stream_duration": number | null;
        "progress": number | null;
        "metadata": Json | null;
        "tags": (string)[] | null;
        "timeout_seconds": number | null;
        "last_heartbeat_at": string | null;
        "cancel_requested_at": string | null;
        "cancel_reason": string | null;
        "held": boolean | null;
        "payloads_expired_at": string | null;
        "visual_expired_at": string | null;
        "created_at": string | null;
        "completed_at": string | null;
        "updated_at": string | null;
        "late": boolean | null;
      };
      "updated_executions": {
        "results": (Database["public"]["CompositeTypes"]["updated_item"])[] | null;
        "succeeded": number | null;
        "failed": number | null;
      };
      "updated_item": {
        "index": number | null;
        "status": number | null;
        "execution": Database["public"]["CompositeTypes"]["updated_execution"] | null;
        "error": Database["public"]["CompositeTypes"]["batch_error"] | null;
      };
      "visual_batch": {
        "session_id": string | null;
        "execution_id": string | null;
        "tab": string | null;
        "sequence": number | null;
        "stored": boolean | null;
        "total_events": number | null;
        "total_bytes": number | null;
        "snapshot_wanted": boolean | null;
        "snapshot_reason": string | null;
        "replay_score": number | null;
      };
      "visual_chunk_content": {
        "session_id": string | null;
        "execution_id": string | null;
        "etag": string | null;
        "chunks": number | null;
        "complete": boolean | null;
        "content": string | null;
      };
      "visual_chunk_entry": {
        "tab": string | null;
        "sequence": number | null;
        "arrival": number | null;
        "first_event_at": string | null;
        "last_event_at": string | null;
        "events": number | null;
        "bytes": number | null;
        "stored_bytes": number | null;
        "has_full_snapshot": boolean | null;
        "snapshot_at": string | null;
      };
      "visual_chunk_list": {
        "session_id": string | null;
        "execution_id": string | null;
        "workflow_id": string | null;
        "execution_status": string | null;
        "live": boolean | null;
        "replay_score": number | null;
        "replay_reasons": (string)[] | null;
        "first_event_at": string | null;
        "last_event_at": string | null;
        "started_at": string | null;
        "completed_at": string | null;
        "visual_expired_at": string | null;
        "last_arrival": number | null;
        "tabs": (Database["public"]["CompositeTypes"]["visual_tab_entry"])[] | null;
        "chunks": (Database["public"]["CompositeTypes"]["visual_chunk_entry"])[] | null;
        "truncated": boolean | null;
      };
      "visual_session": {
        "session_id": string | null;
        "streaming_active": boolean | null;
        "events_processed": number | null;
        "bytes_stored": number | null;
        "created_at": string | null;
        "last_event_time": string | null;
        "workflow_id": string | null;
        "workflow_name": string | null;
        "execution_id": string | null;
        "quality": string | null;
        "stream_url": string | null;
        "viewer_url": string | null;
        "execution_status": string | null;
        "execution_progress": number | null;
        "user_id": string | null;
        "visual_expired_at": string | null;
        "replay_score": number | null;
        "replay_reasons": (string)[] | null;
      };
      "visual_sessions_page": {
        "sessions": (Database["public"]["CompositeTypes"]["visual_session"])[] | null;
        "total_sessions": number | null;
        "total_is_exact": boolean | null;
        "active_sessions": number | null;
        "total_events_processed": number | null;
        "total_executions_with_streaming": number | null;
        "active_executions": number | null;
        "completed_executions_today": number | null;
        "page": number | null;
        "page_size": number | null;
        "has_next_page": boolean | null;
        "next_cursor": string | null;
        "previous_cursor": string | null;
      };
      "visual_stream_chunk": {
        "tab": string | null;
        "sequence": number | null;
        "arrival": number | null;
        "bytes": number | null;
        "content": string | null;
      };
      "visual_stream_round": {
        "session_id": string | null;
        "execution_id": string | null;
        "ended": boolean | null;
        "more": boolean | null;
        "chunks": (Database["public"]["CompositeTypes"]["visual_stream_chunk"])[] | null;
      };
      "visual_tab_entry": {
        "tab": string | null;
        "chunks": number | null;
        "events": number | null;
        "bytes": number | null;
        "stored_bytes": number | null;
        "missing_sequences": Json | null;
        "first_event_at": string | null;
        "last_event_at": string | null;
      };
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, "__InternalSupabase">;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  } ? keyof (
      & DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
      & DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"]
    )
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals } ? (
    & DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    & DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"]
  )[TableName] extends {
    Row: infer R;
  } ? R
  : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R;
    } ? R
    : never
  : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  } ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends
    {
      Insert: infer I;
    } ? I
  : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I;
    } ? I
    : never
  : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  } ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends
    {
      Update: infer U;
    } ? U
  : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U;
    } ? U
    : never
  : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  } ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
    ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  } ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][
    CompositeTypeName
  ]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
    ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never;

export const Constants = {
  "public": {
    Enums: {},
  },
} as const;
