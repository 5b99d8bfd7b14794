import type { BenchStack } from "../bench-stack.ts";

/** Measures while changes are told on channels, or while they are not; they are afterwards. */
export async function tellingChanges<Result>(
  { admin }: BenchStack,
  isOn: boolean,
  measured: () => Promise<Result>,
): Promise<Result> {
  await admin`update private.settings set broadcasts_changes = ${isOn}`;
  try {
    return await measured();
  } finally {
    await admin`update private.settings set broadcasts_changes = true`;
  }
}

/** Turns messages on or off, where they are not; before the first operation of a turn. */
export function chooser({ admin }: BenchStack): (isOn: boolean) => Promise<unknown> {
  let chosen: { isOn: boolean; done: Promise<unknown> } | null = null;
  return (isOn) => {
    if (chosen?.isOn !== isOn) {
      const done = admin`update private.settings set broadcasts_changes = ${isOn}`.execute();
      chosen = { isOn, done };
    }
    return chosen.done;
  };
}
