const encoder = new TextEncoder();

/**
 * Messages to Postgres, written one after the other into one buffer and sent at once: what several
 * statements cost is then their work and one round trip.
 */
export class Flight {
  #bytes = new Uint8Array(65_536);
  #view = new DataView(this.#bytes.buffer);
  #end = 0;

  /** Names a statement's text, once per connection. */
  parse(name: string, text: string): void {
    this.#message("P", () => {
      this.#text(name);
      this.#text(text);
      this.#int16(0);
    });
  }

  /** Runs a named statement; parameters and results are text. */
  run(name: string, parameters: readonly (string | null)[]): void {
    this.#message("B", () => {
      this.#text("");
      this.#text(name);
      this.#int16(0);
      this.#int16(parameters.length);
      for (const parameter of parameters) this.#value(parameter);
      this.#int16(0);
    });
    this.#message("E", () => {
      this.#text("");
      this.#int32(0);
    });
  }

  /** Ends what is sent: Postgres answers when all before is done. */
  sync(): void {
    this.#message("S", () => {});
  }

  /** Opens a connection as this user. */
  startup(settings: Readonly<Record<string, string>>): void {
    this.#sized(() => {
      this.#int32(196_608);
      for (const [name, value] of Object.entries(settings)) {
        this.#text(name);
        this.#text(value);
      }
      this.#text("");
    });
  }

  /** What was written since the last time; valid until the next message is written. */
  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#bytes.subarray(0, this.#end);
    this.#end = 0;
    return taken;
  }

  #message(type: string, body: () => void): void {
    this.#reserve(1);
    this.#bytes[this.#end++] = type.charCodeAt(0);
    this.#sized(body);
  }

  #sized(body: () => void): void {
    const start = this.#end;
    this.#int32(0);
    body();
    this.#view.setInt32(start, this.#end - start);
  }

  #int16(value: number): void {
    this.#reserve(2);
    this.#view.setInt16(this.#end, value);
    this.#end += 2;
  }

  #int32(value: number): void {
    this.#reserve(4);
    this.#view.setInt32(this.#end, value);
    this.#end += 4;
  }

  #text(value: string): void {
    this.#encode(value);
    this.#reserve(1);
    this.#bytes[this.#end++] = 0;
  }

  #value(value: string | null): void {
    const start = this.#end;
    this.#int32(-1);
    if (value === null) return;
    this.#encode(value);
    this.#view.setInt32(start, this.#end - start - 4);
  }

  #encode(value: string): void {
    this.#reserve(value.length * 3);
    this.#end += encoder.encodeInto(value, this.#bytes.subarray(this.#end)).written;
  }

  #reserve(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const grown = new Uint8Array((this.#end + count) * 2);
    grown.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
