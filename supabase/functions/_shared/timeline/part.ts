/** A piece of the picture, over its whole width, drawn from its own top. */
export interface Part {
  /** In em. */
  readonly height: number;
  readonly svg: string;
}
