/** Counts what is held, against a limit. */
export class HeldBytes {
  #held = 0;

  constructor(readonly limit: number) {}

  add(bytes: number): void {
    this.#held += bytes;
  }

  remove(bytes: number): void {
    this.#held -= bytes;
  }

  get full(): boolean {
    return this.#held >= this.limit;
  }

  /** Whether pages that were asked to wait may go on. */
  get roomy(): boolean {
    return this.#held <= this.limit / 2;
  }
}
