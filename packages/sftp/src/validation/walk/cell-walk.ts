/**
 * Reads a cell in place, from its first byte of content on, and returns where the content ends; -1 when it is not sound
 * beyond doubt. Whoever asks has to look whether the cell really ends there.
 *
 * A walk only ever says yes: whatever it does not know is read again with care, and the findings come from there.
 */
export type CellWalk = (bytes: Buffer, from: number, limit: number, quoted: boolean) => number;

/** What a walk leaves behind besides the place; one object for all cells of a feed. */
export interface WalkedCell {
  /** The marks of the cell, as the scan would have left them. */
  marks: number;
  /** The number, in units of the last digit of its column. */
  units: number;
}
