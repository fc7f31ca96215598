import type { Feed } from "../../feed/feed.js";
import type { Encoding } from "../encoding/encoding.js";
import { CellReader } from "../record/cell-text.js";
import type { RecordView } from "../record/record-view.js";
import { type ColumnGauge, compileGauge } from "./column-gauge.js";
import type { DeliveryProfile } from "./delivery-profile.js";

/** Gathers the profile of a delivery, record by record. */
export class DeliveryGauge {
  readonly #feed: Feed;
  readonly #gauges: readonly (readonly [name: string, gauge: ColumnGauge])[];
  #records = 0;

  constructor(feed: Feed, encoding: Encoding, positions: readonly number[]) {
    this.#feed = feed;
    const names = Object.keys(feed.columns);
    const [reader, otherReader] = [new CellReader(feed.dialect), new CellReader(feed.dialect)];
    this.#gauges = Object.entries(feed.columns).map(([name, column], at) => {
      const currencyColumn =
        column.type === "money" && typeof column.currency !== "string" ? column.currency.column : undefined;
      const gauge = compileGauge({
        column,
        position: positions[at] ?? 0,
        currencyPosition:
          currencyColumn === undefined ? undefined : (positions[names.indexOf(currencyColumn)] ?? 0),
        encoding,
        reader,
        otherReader,
      });
      return [name, gauge];
    });
  }

  /** Takes a record whose cells can be told apart. */
  add(record: RecordView): void {
    this.#records += 1;
    for (let at = 0; at < this.#gauges.length; at += 1) this.#gauges[at]?.[1].add(record);
  }

  /** @param records how many were read in all. */
  toProfile(records: number): DeliveryProfile {
    return {
      feed: this.#feed.name,
      records,
      unreadable: records - this.#records,
      columns: Object.fromEntries(this.#gauges.map(([name, gauge]) => [name, gauge.toProfile()])),
    };
  }
}
