import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import type { StepArguments, StepDefinition } from "@spm-ops/core";
import {
  type Arrival,
  awaitDeliveries,
  type Deliveries,
  type Feed,
  type FetchedFile,
  fetchFile,
  openRowFile,
  type ReferenceSet,
  type RowFile,
  type ValidationReport,
  validateFile,
  type WrittenRows,
} from "@spm-ops/sftp";
import { type NightInput, type NightParts, nightFolder } from "./night-parts.js";

/** One delivery, fetched and checked. */
export interface ValidatedDelivery {
  readonly arrival: Arrival;
  readonly fetched: FetchedFile;
  readonly report: ValidationReport;
  /** The rows that may be loaded: byte for byte the delivery, when none was rejected. */
  readonly accepted: WrittenRows;
  /** The rows that go back to the sender, with the reasons. */
  readonly rejected: WrittenRows;
}

export interface Validation<Outputs> {
  readonly feed: Feed;
  readonly deliveries: (step: StepArguments<NightInput, Outputs>) => Deliveries;
  /** What the values are held against. */
  readonly references?:
    | ((step: StepArguments<NightInput, Outputs>) => Promise<readonly ReferenceSet[]>)
    | undefined;
}

/** Fetches a delivery and checks it in one pass. A refused one keeps its findings, and the night goes on. */
export function validateStep<Outputs>(
  parts: NightParts,
  { feed, deliveries, references }: Validation<Outputs>,
): StepDefinition<NightInput, Outputs, ValidatedDelivery, "continue"> {
  return {
    title: `Validate ${feed.title.toLowerCase()}`,
    instructions: [
      `Fetch ${feed.fileName} from /inbox.`,
      "Check it against its feed: header, types, keys, references, totals.",
    ],
    onFailure: {
      instructions: [
        "Send the findings to the customer's data team and ask for a new file.",
        "Go on: a refused file is set aside, and nothing of it is loaded.",
      ],
      call: "customer's data team",
      then: "continue",
    },
    effect: "repeatable",
    retry: { attempts: 3 },
    accept: ({ report }) => (report.verdict === "refused" ? report.reasons.join(" ") : undefined),
    run: async (step) => {
      const seen = deliveries(step).arrivals.find((each) => each.feed === feed.name);
      if (seen === undefined) throw new TypeError(`${feed.name} was not waited for`);
      const arrival = await asItIsNow(parts, feed, seen, step);
      const folder = nightFolder(parts, step.input);
      const fetched = await fetchFile(parts.site, arrival, `${folder}/${arrival.name}`, {
        signal: step.signal,
      });
      const delivery = await checkRows(
        feed,
        { arrival, fetched, folder },
        (await references?.(step)) ?? [],
        step,
      );
      const { read, accepted, rejected } = delivery.report.records;
      const { amounts } = delivery.report;
      step.volume({
        rowsRead: read,
        rowsWritten: accepted,
        rowsRejected: rejected,
        bytes: fetched.sizeBytes,
        amounts,
      });
      return delivery;
    },
  };
}

/** The delivery as it lies there now: a sender that paused for longer than we waited goes on writing, and is waited for again. */
async function asItIsNow(
  { site, timing }: NightParts,
  feed: Feed,
  seen: Arrival,
  { clock, signal }: Pick<StepArguments<NightInput, unknown>, "clock" | "signal">,
): Promise<Arrival> {
  const now = await site.stat(seen.path, { signal });
  if (now?.sizeBytes === seen.sizeBytes && now.modifiedAt === seen.modifiedAt) return seen;
  const { pollMs, settleMs, deadlineMs } = timing;
  const asked = { folder: "/inbox", feeds: [feed], pollMs, settleMs, deadlineMs };
  const { arrivals } = await awaitDeliveries(site, asked, { clock, signal });
  return arrivals[0] ?? seen;
}

interface FetchedDelivery {
  readonly arrival: Arrival;
  readonly fetched: FetchedFile;
  readonly folder: string;
}

async function checkRows(
  feed: Feed,
  { arrival, fetched, folder }: FetchedDelivery,
  references: readonly ReferenceSet[],
  step: Pick<StepArguments<NightInput, unknown>, "signal" | "progress">,
): Promise<ValidatedDelivery> {
  await using acceptedRows = await openAnew(`${folder}/accepted-${arrival.name}`);
  await using rejectedRows = await openAnew(`${folder}/rejected-${arrival.name}`);
  const source = { name: arrival.name, bytes: createReadStream(fetched.path), sizeBytes: fetched.sizeBytes };
  const report = await validateFile(feed, source, {
    references,
    acceptedRows,
    rejectedRows,
    signal: step.signal,
    onProgress: ({ bytesRead }) =>
      step.progress({ done: bytesRead, total: fetched.sizeBytes, unit: "bytes" }),
  });
  return {
    arrival,
    fetched,
    report,
    accepted: await acceptedRows.close(),
    rejected: await rejectedRows.close(),
  };
}

/** What an earlier attempt at this step has left is ours, and half of something. */
async function openAnew(path: string): Promise<RowFile> {
  await rm(path, { force: true });
  return openRowFile(path);
}
