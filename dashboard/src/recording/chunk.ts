/** One piece of a recording as the index lists it. Times are milliseconds since 1970. */
export interface Chunk {
  readonly tab: string;
  readonly sequence: number;
  /** 1, 2, 3… in the order in which the chunks of a recording arrived. */
  readonly arrival: number;
  readonly from: number;
  readonly to: number;
  readonly events: number;
  readonly bytes: number;
  readonly storedBytes: number;
  /** When its last copy of the whole page was made; null when it has none. */
  readonly snapshotAt: number | null;
}
