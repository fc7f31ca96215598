import type { Feed } from "../feed/feed.js";
import { DeliveryComparison, type PreviousDelivery } from "./comparison/delivery-comparison.js";
import { compileDateOrderChecks } from "./evidence/date-order-check.js";
import { compileEmptyColumnCheck } from "./evidence/empty-column-check.js";
import type { FindingLog } from "./finding/finding-log.js";
import { compilePeriodCheck } from "./period/period-check.js";
import type { DeliveryProfile } from "./profile/delivery-profile.js";
import type { RecordView } from "./record/record-view.js";
import { compileEntryReferences } from "./reference/entry-reference-check.js";
import type { ReferenceSet } from "./reference/reference-set.js";
import type { FileLayout } from "./row/file-layout.js";
import type { RecordCheck } from "./row/record-check.js";
import type { RowProblems } from "./row/row-problems.js";
import { compileRowRules } from "./rule/compile-row-rules.js";
import { compileHierarchyCheck } from "./structure/hierarchy-check.js";
import { compileIntervalCheck } from "./structure/interval-check.js";
import { compileShareChecks } from "./structure/share-check.js";

/** What is known of a file besides its bytes. */
export interface FileFacts {
  readonly fileName: string;
  readonly references: readonly ReferenceSet[];
  readonly closedBefore?: string | undefined;
  readonly previous?: PreviousDelivery | undefined;
  readonly temporaryFolder?: string | undefined;
}

/** All that a feed asks of whole records and of the delivery they make. */
export class RecordChecks {
  readonly #checks: readonly RecordCheck[];
  /** Those that have not seen enough. */
  #waiting: readonly RecordCheck[];
  readonly #comparison: DeliveryComparison | undefined;
  #profile: DeliveryProfile | null = null;

  constructor(feed: Feed, layout: FileLayout, facts: FileFacts) {
    const { positions, encoding } = layout;
    this.#checks = [
      ...compileRowRules(feed, encoding, positions),
      ...compileDateOrderChecks(feed, layout),
      compileEmptyColumnCheck(feed, layout),
      ...compileEntryReferences(feed, encoding, positions, facts.references),
      compileIntervalCheck(feed, encoding, positions),
      compileHierarchyCheck(feed, encoding, positions),
      ...compileShareChecks(feed, encoding, positions),
      compilePeriodCheck(feed, positions, { fileName: facts.fileName, closedBefore: facts.closedBefore }),
    ].filter((check) => check !== undefined);
    this.#waiting = this.#checks;
    if (feed.comparison !== undefined) {
      const { previous, temporaryFolder } = facts;
      this.#comparison = new DeliveryComparison(feed, { ...layout, previous, temporaryFolder });
    }
  }

  /** What the delivery looked like, once it has ended; `null` when the feed compares nothing. */
  get profile(): DeliveryProfile | null {
    return this.#profile;
  }

  /** Whether nobody wants to see more records; once it is, it stays so. */
  isDone(): boolean {
    if (this.#waiting.some(({ isDone }) => isDone?.() === true)) {
      this.#waiting = this.#waiting.filter(({ isDone }) => isDone?.() !== true);
    }
    return this.#waiting.length === 0 && this.#comparison === undefined;
  }

  /** Takes a record whose cells can be told apart. */
  check(record: RecordView, recordNumber: number, problems: RowProblems): void {
    for (let at = 0; at < this.#waiting.length; at += 1)
      this.#waiting[at]?.check(record, recordNumber, problems);
    this.#comparison?.add(record, recordNumber);
  }

  /** Says what can only be said once every record was read. */
  end(log: FindingLog, records: number): void {
    for (const { end } of this.#checks) end?.(log);
    this.#profile = this.#comparison?.end(log, records) ?? null;
  }

  close(): void {
    this.#comparison?.close();
  }
}
