import { writeFile } from "node:fs/promises";
import { sha256 } from "@spm-ops/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DeliveryMoment } from "./delivery-moment.js";
import { explainDelivery } from "./explain-delivery.js";
import { type KeptFiles, openKeptFiles } from "./testing/kept-files.js";

const at = (hour: number, minute = 0) => Date.UTC(2026, 10, 1, hour, minute);
const content = "order\n1\n";
const query = { folder: "/history", feed: "orders", sha256: sha256(content) };

let files: KeptFiles;

beforeEach(async () => {
  files = await openKeptFiles();
});

afterEach(async () => files[Symbol.asyncDispose]());

describe("explainDelivery", () => {
  test("tells the whole life of a delivery, in the order of time", async () => {
    const earlier = await files.keep({ content: "order\n0\n", receivedAt: at(1) });
    const path = await files.keep({ content, receivedAt: at(4), candidate: 2 });
    const later = await files.keep({ content: "order\n1\n2\n", receivedAt: at(9) });
    const moments: readonly DeliveryMoment[] = [
      { kind: "loaded", at: at(5), into: "production", handle: "job 17" },
      { kind: "arrived", at: at(4), path: "/inbox/orders.csv", sizeBytes: 8 },
      { kind: "claimed", at: at(4, 1), path: "/inbox/.claims/.claim__n__u__orders.csv", sizeBytes: 8 },
      { kind: "fetched", at: at(4, 2), sha256: query.sha256, sizeBytes: 8 },
      { kind: "validated", at: at(4, 3), verdict: "accepted", accepted: 1, rejected: 0 },
      {
        kind: "promoted",
        at: at(4, 4),
        path,
        how: "renamed",
        source: "replaced",
        passedOver: ["/history/orders/taken.csv"],
      },
      { kind: "restored", at: at(8), toPath: "/work/orders.csv" },
    ];
    const life = await explainDelivery(files.site, { ...query, moments });
    expect(life).toMatchObject({
      keptAs: [{ path }],
      damaged: [],
      supersedes: { path: earlier },
      supersededBy: { path: later },
    });
    expect(life.sentences).toEqual([
      "2026-11-01 04:00:00 UTC: It arrived as /inbox/orders.csv with 8 bytes.",
      "2026-11-01 04:01:00 UTC: It was claimed as /inbox/.claims/.claim__n__u__orders.csv with 8 bytes.",
      `2026-11-01 04:02:00 UTC: Its 8 bytes were fetched; their SHA-256 is ${query.sha256}.`,
      "2026-11-01 04:03:00 UTC: It was validated: accepted, 1 records accepted, 0 rejected.",
      `2026-11-01 04:04:00 UTC: It was renamed to ${path}. /history/orders/taken.csv could not be its name. ` +
        "A newer file lies under the name of its arrival.",
      "2026-11-01 05:00:00 UTC: It was loaded into production as job 17.",
      "2026-11-01 08:00:00 UTC: It was brought back from the history to /work/orders.csv.",
      `The history holds it as ${path}; its bytes were read and are the same.`,
      `It came after ${earlier}, received at 2026-11-01 01:00:00 UTC.`,
      `It was superseded by ${later}, received at 2026-11-01 09:00:00 UTC.`,
    ]);
  });

  test("counts the same content delivered again as a copy, and superseded by nothing", async () => {
    const first = await files.keep({ content, receivedAt: at(4) });
    const second = await files.keep({ content, receivedAt: at(6) });
    await files.keep({ content: "of another period", receivedAt: at(8), period: "2026-11" });
    const { keptAs, supersededBy } = await explainDelivery(files.site, query);
    expect(keptAs.map(({ path }) => path)).toEqual([second, first]);
    expect(supersededBy).toBeUndefined();
  });

  test("tells a file that bears its digest and holds other content", async () => {
    const path = await files.keep({ content, receivedAt: at(4) });
    await writeFile(files.at(path), "order\n9\n");
    const { keptAs, damaged, sentences } = await explainDelivery(files.site, query);
    expect(keptAs).toEqual([]);
    expect(damaged).toMatchObject([{ path }]);
    expect(sentences).toEqual([
      "The log was not asked, or says nothing of it.",
      "The history does not hold it.",
      `${path} bears its digest and holds other content: find out why.`,
    ]);
  });
});
