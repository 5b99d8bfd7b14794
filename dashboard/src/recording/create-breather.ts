const longestMs = 8;

/**
 * Makes a function to await now and then in long work: when the work has taken half a frame, it
 * lets the page handle input and draw before it goes on.
 */
export function createBreather(): () => Promise<void> | void {
  let since = performance.now();
  return () => {
    if (performance.now() - since < longestMs) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      since = performance.now();
      resolve();
    };
    channel.port2.postMessage(null);
    return promise;
  };
}
