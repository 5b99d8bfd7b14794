import { z } from "zod";

const joinPayload = z.object({
  access_token: z.string().nullish(),
  config: z.object({
    private: z.boolean().default(false),
    broadcast: z.object({
      /** Whether the sender waits for a reply to its broadcasts. */
      ack: z.boolean().default(false),
      /** Whether the sender receives its own broadcasts. */
      self: z.boolean().default(false),
      /** Whether to say when broadcasts from the database will arrive. */
      replication_ready: z.boolean().default(false),
      replay: z.unknown().optional(),
    }).prefault({}),
    presence: z.object({ enabled: z.boolean().default(false) }).prefault({}),
    postgres_changes: z.array(z.unknown()).default([]),
  }).prefault({}),
});

/** What a client asks for when it joins a channel. */
export type JoinRequest = z.infer<typeof joinPayload>;

/**
 * Reads the payload of a `phx_join`, or says why it cannot be served.
 *
 * Of Realtime only broadcast is provided here. Who asks for row changes, presence or the replay of
 * old messages is told so, rather than be left waiting for events that never come.
 */
export function parseJoinRequest(
  payload: unknown,
): { ok: true; request: JoinRequest } | { ok: false; reason: string } {
  const { data, error } = joinPayload.safeParse(payload);
  if (error) return { ok: false, reason: `InvalidJoinPayload: ${z.prettifyError(error)}` };
  const { broadcast, presence, postgres_changes } = data.config;
  const missing = postgres_changes.length > 0
    ? "postgres_changes"
    : presence.enabled
    ? "presence"
    : broadcast.replay !== undefined
    ? "broadcast replay"
    : null;
  if (missing === null) return { ok: true, request: data };
  return { ok: false, reason: `NotProvided: the local stack has no ${missing}, only broadcast` };
}
