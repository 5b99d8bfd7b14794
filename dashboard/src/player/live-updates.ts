import type { SupabaseClient } from "@supabase/supabase-js";

const [joinedMs, aloneMs, gatherMs] = [10_000, 2_000, 80];

/**
 * Tells when something new of a live session may be there: at once where Realtime says so, and now
 * and then in any case, since a message may be lost and a channel may not be joined.
 *
 * @returns Ends it.
 */
export function liveUpdates(
  supabase: SupabaseClient,
  executionId: string,
  onNews: () => Promise<void>,
): () => void {
  let [isJoined, isOver, isLooking, hasNews] = [false, false, false, false];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function lookIn(ms: number): void {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(() => void look(), ms);
  }

  async function look(): Promise<void> {
    [isLooking, hasNews] = [true, false];
    // Without an answer the next look is the next chance.
    await onNews().catch(() => {});
    isLooking = false;
    lookIn(hasNews ? gatherMs : isJoined ? joinedMs : aloneMs);
  }

  function hear(): void {
    hasNews = true;
    if (!isLooking) lookIn(gatherMs);
  }

  const channel = supabase.channel(`visual:${executionId}`, { config: { private: true } })
    .on("broadcast", { event: "visual_chunk" }, hear)
    .on("broadcast", { event: "visual_ended" }, hear)
    .subscribe((status) => isJoined = status === "SUBSCRIBED");
  lookIn(aloneMs);
  return () => {
    isOver = true;
    clearTimeout(timer);
    void supabase.removeChannel(channel);
  };
}
