/** A bar that shows how far something is: redrawn in a terminal, else a line for every tenth. */
export interface ProgressBar {
  show(done: number): void;
  end(): void;
}

/**
 * @param total null when it is not known
 * @param write puts text on the terminal
 */
export function progressBar(
  total: number | null,
  isTerminal: boolean,
  write: (text: string) => void,
): ProgressBar {
  let shown = -1;
  return {
    show(counted) {
      // What was estimated, or counted by lines of which some break, is no more than there is.
      const done = total === null ? counted : Math.min(counted, total);
      const share = total === null ? 0 : total === 0 ? 1 : done / total;
      const step = total === null ? done : Math.floor(share * (isTerminal ? 100 : 10));
      if (step === shown) return;
      shown = step;
      const filled = Math.round(share * 30);
      const bar = total === null ? "" : `[${"#".repeat(filled).padEnd(30, ".")}] `;
      const text = `${bar}${done}${total === null ? "" : ` of ${total}`} executions`;
      write(isTerminal ? `\r${text}` : `${text}\n`);
    },
    end() {
      if (isTerminal) write("\n");
    },
  };
}
