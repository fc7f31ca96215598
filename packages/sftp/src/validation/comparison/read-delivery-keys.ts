import { randomBytes } from "node:crypto";
import type { Feed } from "../../feed/feed.js";
import { KeySpill } from "../keys/key-spill.js";
import { readValidated } from "../read-validated.js";
import type { ValidationSource } from "../validate-file.js";
import { comparedKey, type DeliveryKeys, KeyGathering } from "./delivery-keys.js";
import { KeyParts } from "./key-parts.js";

/**
 * Reads the keys of a delivery that was validated before, for `validateFile` to compare the next one with.
 *
 * Takes 8 MiB of memory however many keys there are, and on the disk about 20 bytes a key and its own length.
 *
 * @throws SpmError `config.invalid` with the reasons when the file as a whole does not fit its feed.
 * @throws SpmError `file.digest-mismatch` when the bytes are not those of `sha256`.
 * @throws SpmError `storage.full` when the keys find no room in the temporary folder.
 * @throws RangeError when the feed compares no keys.
 * @example
 * const { profile, fileName } = lastMonth;
 * await using keys = await readDeliveryKeys(orders, { name: fileName, bytes: createReadStream(path) });
 * if (profile !== null) await validateFile(orders, source, { previous: { profile, keys } });
 */
export async function readDeliveryKeys(
  feed: Feed,
  source: ValidationSource,
  options: {
    /** Of the file that was validated. */
    readonly sha256?: string | undefined;
    /** @defaultValue that of the operating system */
    readonly temporaryFolder?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<DeliveryKeys> {
  const key = comparedKey(feed);
  if (key === undefined) throw new RangeError(`Feed ${feed.name} compares no keys.`);
  const spill = new KeySpill(options.temporaryFolder);
  const kept = { parts: new KeyParts(spill), seed: randomBytes(4).readUInt32LE() };
  let gathering: KeyGathering | undefined;
  try {
    const { sha256: expected, signal } = options;
    const sha256 = await readValidated(feed, source, {
      purpose: "keys",
      sha256: expected,
      signal,
      onRecord: (record, positions, _reader, recordNumber) => {
        gathering ??= new KeyGathering(feed, key, positions, kept);
        gathering.add(record, recordNumber);
      },
    });
    const close = async () => spill.close();
    return { feed: feed.name, key, sha256, ...kept, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    spill.close();
    throw error;
  }
}
