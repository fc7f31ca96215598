import { createHash } from "node:crypto";

const PIECE_BYTES = 1 << 20;

/**
 * A file that is made as it is read, of rows that repeat; so it needs no disk.
 *
 * @param {string} name
 * @param {number} sizeBytes at least
 */
export function makeFile(name, sizeBytes) {
  const header = Buffer.from("Order,Region,Amount\n");
  let rows = "";
  for (let at = 0; rows.length < PIECE_BYTES; at += 1) rows += `O-${at},North,${at}.50\n`;
  const piece = Buffer.from(rows);
  const pieces = Math.ceil((sizeBytes - header.length) / piece.length);
  async function* open() {
    yield header;
    for (let at = 0; at < pieces; at += 1) yield piece;
  }
  const digest = createHash("sha256").update(header);
  for (let at = 0; at < pieces; at += 1) digest.update(piece);
  return { name, sizeBytes: header.length + pieces * piece.length, sha256: digest.digest("hex"), open };
}
