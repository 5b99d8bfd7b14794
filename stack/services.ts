import type { Postgres } from "./postgres.ts";

export interface ServicesOptions {
  port: number;
  server: Postgres;
  onProgress(text: string): void;
  onLog(line: string): void;
}

export function startServices(_options: ServicesOptions): Promise<{ stop(): Promise<void> }> {
  return Promise.resolve({ stop: () => Promise.resolve() });
}
