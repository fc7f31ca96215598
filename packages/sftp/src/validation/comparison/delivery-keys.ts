import type { Feed } from "../../feed/feed.js";
import type { RecordView } from "../record/record-view.js";
import { KeyEntry } from "./key-entry.js";
import type { KeyParts } from "./key-parts.js";

/**
 * The keys of a delivery with a digest of each record, for the next one to be compared with. Most of it lies in a file
 * without a name in the temporary folder until it is closed.
 */
export interface DeliveryKeys extends AsyncDisposable {
  /** The feed's name. */
  readonly feed: string;
  /** The columns of the key. */
  readonly key: readonly string[];
  /** Of the file it was read from. */
  readonly sha256: string;
  /** With what the keys are spread over the parts; a number that nobody outside knows. */
  readonly seed: number;
  readonly parts: KeyParts;
  /** Gives the disk back. */
  close(): Promise<void>;
}

/** The key that a feed compares; `undefined` when it compares none. */
export function comparedKey({ comparison, keys }: Feed): readonly string[] | undefined {
  return comparison?.keys === undefined ? undefined : (comparison.keys.key ?? keys[0]);
}

/** Puts the keys of a file's records aside. */
export class KeyGathering {
  readonly #entry: KeyEntry;
  readonly #parts: KeyParts;

  constructor(
    feed: Feed,
    key: readonly string[],
    positions: readonly number[],
    { parts, seed }: Pick<DeliveryKeys, "parts" | "seed">,
  ) {
    const names = Object.keys(feed.columns);
    const find = (name: string) => positions[names.indexOf(name)] ?? 0;
    this.#entry = new KeyEntry({
      key: key.map(find),
      others: names.filter((name) => !key.includes(name)).map(find),
      dialect: feed.dialect,
      seed,
    });
    this.#parts = parts;
  }

  /** Takes a record whose cells can be told apart. One without a whole key is left out. */
  add(record: RecordView, recordNumber: number): void {
    if (this.#entry.read(record)) this.#parts.add(this.#entry, recordNumber);
  }
}

/** The parts of a key of several columns; of one column it is the key itself. */
export function splitKey(key: string, columnCount: number): readonly Buffer[] {
  const bytes = Buffer.from(key, "latin1");
  if (columnCount === 1) return [bytes];
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32LE(at);
    parts.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return parts;
}
