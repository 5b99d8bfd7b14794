/** What can be done by a key. */
export interface KeyActions {
  toggle(): void;
  /** Seconds from here. */
  move(seconds: number): void;
  /** To the step before or after. */
  step(direction: 1 | -1): void;
  toStart(): void;
  toEnd(): void;
  /** To the next slower or faster speed. */
  speed(direction: 1 | -1): void;
  toggleIdle(): void;
}

/**
 * The action of a key; null for one that has none, or belongs to what has the focus.
 *
 * @param focus The tag of that element, "" for none.
 */
export function keyAction(
  event: Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">,
  focus: string,
  on: KeyActions,
): (() => void) | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const { key, shiftKey } = event;
  if (focus === "INPUT" || focus === "SELECT" || focus === "TEXTAREA") return null;
  // Presses the button, or follows the link, that has the focus.
  if (key === " " && (focus === "BUTTON" || focus === "A")) return null;
  const actions: Record<string, () => void> = {
    " ": on.toggle,
    k: on.toggle,
    j: () => on.move(-10),
    l: () => on.move(10),
    arrowleft: () => shiftKey ? on.step(-1) : on.move(-5),
    arrowright: () => shiftKey ? on.step(1) : on.move(5),
    home: on.toStart,
    end: on.toEnd,
    "<": () => on.speed(-1),
    ">": () => on.speed(1),
    i: on.toggleIdle,
  };
  return actions[key.toLowerCase()] ?? null;
}
