import type { Feed } from "../../feed/feed.js";
import type { Encoding } from "../encoding/encoding.js";
import type { FindingLog } from "../finding/finding-log.js";
import { KeySpill } from "../keys/key-spill.js";
import { DeliveryGauge } from "../profile/delivery-gauge.js";
import type { DeliveryProfile } from "../profile/delivery-profile.js";
import type { RecordView } from "../record/record-view.js";
import { compareKeys } from "./compare-keys.js";
import { compareProfiles } from "./compare-profiles.js";
import { comparedKey, type DeliveryKeys, KeyGathering } from "./delivery-keys.js";
import { countChurn } from "./key-churn.js";
import { KeyParts } from "./key-parts.js";

/** The delivery before, as far as it is known. */
export interface PreviousDelivery {
  /** Of its report. */
  readonly profile: DeliveryProfile;
  /** Needed where the feed compares keys; still open, and the caller's to close. */
  readonly keys?: DeliveryKeys | undefined;
}

/** What a comparison is made with. */
interface ComparedFile {
  readonly encoding: Encoding;
  readonly positions: readonly number[];
  readonly previous: PreviousDelivery | undefined;
  readonly temporaryFolder: string | undefined;
}

/** Looks at the records of a delivery, and compares it with the one before when all were seen. */
export class DeliveryComparison {
  readonly #feed: Feed;
  readonly #file: ComparedFile;
  readonly #gauge: DeliveryGauge;
  readonly #spill: KeySpill;
  readonly #parts: KeyParts;
  readonly #gathering: KeyGathering | undefined;

  constructor(feed: Feed, file: ComparedFile) {
    this.#feed = feed;
    this.#file = file;
    this.#gauge = new DeliveryGauge(feed, file.encoding, file.positions);
    this.#spill = new KeySpill(file.temporaryFolder);
    this.#parts = new KeyParts(this.#spill);
    const keys = file.previous?.keys;
    const kept = keys === undefined ? undefined : { parts: this.#parts, seed: keys.seed };
    const key = comparedKey(feed);
    if (kept !== undefined && key !== undefined) {
      this.#gathering = new KeyGathering(feed, key, file.positions, kept);
    }
  }

  /** Takes a record whose cells can be told apart. */
  add(record: RecordView, recordNumber: number): void {
    this.#gauge.add(record);
    this.#gathering?.add(record, recordNumber);
  }

  /** Says in what the delivery differs, and what it looked like itself. */
  end(log: FindingLog, records: number): DeliveryProfile {
    const profile = this.#gauge.toProfile(records);
    const { previous } = this.#file;
    if (previous === undefined) {
      log.add({ code: "not-compared", detail: { because: "first-delivery" } }, null, () => ({}));
      return profile;
    }
    for (const { complaint, column } of compareProfiles(this.#feed, previous.profile, profile)) {
      log.add(complaint, column, () => ({}));
    }
    this.#compareKeys(log, previous.keys);
    return profile;
  }

  close(): void {
    this.#spill.close();
  }

  #compareKeys(log: FindingLog, before: DeliveryKeys | undefined): void {
    const key = comparedKey(this.#feed);
    if (key === undefined) return;
    if (before === undefined) {
      log.add({ code: "not-compared", detail: { because: "no-keys" } }, null, () => ({}));
      return;
    }
    const churn = countChurn(before.parts, this.#parts);
    for (const { complaint, column } of compareKeys(this.#feed, key, churn, this.#file.encoding)) {
      log.add(complaint, column, () => ({}));
    }
  }
}
