import type { Encoding } from "../encoding/encoding.js";

/** Where the columns of a feed stand in a file, and how its bytes are read. */
export interface FileLayout {
  readonly encoding: Encoding;
  /** The place in the file of each column of the feed. */
  readonly positions: readonly number[];
}
