// Runs in every document, after rrweb and before the page's own scripts. Sends what rrweb sees to the
// runner in batches, through the function that record.ts has put on the window.
(() => {
  const storageKey = "recording: not yet sent";
  const batchMs = 150;
  if (self !== top || location.protocol === "about:") return;
  let storage;
  try {
    storage = sessionStorage;
  } catch {
    // A sandboxed document has none: what it cannot send is lost.
  }

  // A document that is being left cannot be sure that a batch arrives, measured: most of the last ones
  // do not. What is not acknowledged goes on to the next document of the same origin, which sends it
  // again; the runner knows batches by their number.
  const pending = new Map(JSON.parse(storage?.getItem(storageKey) ?? "[]"));
  storage?.removeItem(storageKey);
  let collected = [];
  let batches = 0;
  let timer;
  let stopRecording;

  function closeBatch() {
    clearTimeout(timer);
    timer = undefined;
    if (collected.length === 0) return;
    pending.set(`${performance.timeOrigin}/${++batches}`, collected);
    collected = [];
  }

  async function send() {
    closeBatch();
    await Promise.all([...pending].map(async ([number, events]) => {
      await self.deliverRecording(number, events);
      pending.delete(number);
    }));
  }

  function start() {
    stopRecording = rrweb.record({
      emit(event) {
        collected.push(event);
        timer ??= setTimeout(() => void send(), batchMs);
      },
      maskInputOptions: { password: true },
    });
    void send();
  }

  addEventListener("pagehide", () => {
    closeBatch();
    if (pending.size > 0) storage?.setItem(storageKey, JSON.stringify([...pending]));
  });
  // rrweb's first event is a copy of the document, so there has to be one.
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();

  self.stopRecording = async () => {
    stopRecording?.();
    await send();
  };
})();
