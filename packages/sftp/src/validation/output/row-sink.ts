/** Takes whole records as bytes, for example a {@link RowFile}. */
export interface RowSink {
  /**
   * Writes records in order. `rows` is how many of them are data; a header counts as none.
   *
   * The bytes are lent: they are overwritten once the promise resolves.
   */
  write(bytes: Uint8Array, rows: number): Promise<void>;
}
