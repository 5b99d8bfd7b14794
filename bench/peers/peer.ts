/** What a peer took for something that the product does too; null where it cannot do it. */
export interface PeerResult {
  rows: number;
  peer: string;
  /** The product's name for it. */
  name: string;
  measured: { p50: number; p95: number; samples: number } | null;
}
