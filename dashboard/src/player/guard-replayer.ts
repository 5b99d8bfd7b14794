import type { Replayer } from "rrweb";

const steps = ["applyIncremental", "rebuildFullSnapshot"] as const;

/**
 * An event that rrweb cannot apply would end its clock, and the replay with it. With this, what is
 * wrong with one event is told, and the next is applied. rrweb has no place for it, so the methods
 * that apply an event are replaced on the object.
 */
export function guardReplayer(replayer: Replayer, onTrouble: () => void): void {
  const open = replayer as unknown as Record<typeof steps[number], (...args: unknown[]) => void>;
  for (const step of steps) {
    const apply = open[step].bind(replayer);
    open[step] = (...args) => {
      try {
        apply(...args);
      } catch {
        onTrouble();
      }
    };
  }
}
