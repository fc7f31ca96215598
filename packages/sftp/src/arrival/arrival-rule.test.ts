import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileSite } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ArrivalRule } from "../feed/arrival-rule.js";
import { defineFeed } from "../feed/feed.js";
import { createLocalSite } from "../site/local-site.js";
import { awaitDeliveries } from "./await-deliveries.js";
import { describeEvidence } from "./evidence.js";

let root: string;
let site: FileSite;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "arrival-rule-"));
  await mkdir(join(root, "inbox"));
  site = createLocalSite({ root });
});

afterEach(async () => {
  await site.close();
  await rm(root, { recursive: true });
});

const START_AT = Date.UTC(2026, 10, 2, 22);

/** Puts a file into the inbox, written so many seconds before the waiting began by the site's clock. */
async function put(name: string, content: string, ageS = 0): Promise<void> {
  const path = join(root, "inbox", name);
  await writeFile(path, content);
  await utimes(path, START_AT / 1_000 - ageS, START_AT / 1_000 - ageS);
}

const ordersWith = (arrival: ArrivalRule) =>
  defineFeed({
    name: "orders",
    title: "Orders",
    fileName: "orders_{sequence}.csv",
    columns: { order: { type: "text" }, amount: { type: "money", currency: "EUR" } },
    arrival,
  });

const policy = { folder: "/inbox", pollMs: 5_000, settleMs: 60_000, deadlineMs: 300_000 };

function waitFor(arrival: ArrivalRule, more: { readonly siteClockAheadMs?: number } = {}) {
  const clock = createFakeClock(START_AT);
  return awaitDeliveries(site, { ...policy, ...more, feeds: [ordersWith(arrival)] }, { clock });
}

async function whyNot(arrival: ArrivalRule): Promise<string> {
  const error: unknown = await waitFor(arrival).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "delivery.missing" });
  return error instanceof Error ? error.message : "";
}

describe("a feed's own settling time", () => {
  test("stands above that of the call", async () => {
    await put("orders_1.csv", "id\n");
    const { arrivals } = await waitFor({ settleMs: 10_000 });
    expect(arrivals[0]?.evidence).toMatchObject([{ kind: "final-name" }, { unchangedMs: 10_000 }]);
  });
});

describe("a feed that asks for silence by the site's clock", () => {
  test("waits until the site says that nobody has written for so long", async () => {
    await put("orders_1.csv", "id\n");
    const { arrivals } = await waitFor({ quietMs: 120_000 });
    expect(arrivals[0]?.evidence[1]).toMatchObject({ unchangedMs: 120_000 });
    expect(describeEvidence(arrivals[0]?.evidence.slice(2) ?? [])).toBe(
      "last written at least 2 min ago by the site's clock (not measured, and taken as equal to ours)",
    );
  });

  test("counts with how far the site's clock is from ours", async () => {
    await put("orders_1.csv", "id\n", 3_600);
    const { arrivals } = await waitFor({ quietMs: 120_000 }, { siteClockAheadMs: -3_600_000 });
    expect(arrivals[0]?.evidence[1]).toMatchObject({ unchangedMs: 120_000 });
  });
});

describe("a trigger file", () => {
  test("lets its file count, is no stranger, and stands in the evidence", async () => {
    await put("orders_1.csv", "id\n", 60);
    await put("orders_1.csv.complete", "", 60);
    const delivered = await waitFor({ trigger: { fileName: "{name}.complete" } });
    expect(delivered).toMatchObject({
      arrivals: [
        {
          name: "orders_1.csv",
          evidence: [
            {},
            {},
            {
              kind: "trigger",
              fileName: "orders_1.csv.complete",
              words: "its trigger file orders_1.csv.complete is there",
            },
          ],
        },
      ],
      unexpected: [],
      unfinished: [],
    });
  });

  test("is waited for, and does not count when it is left from an earlier delivery", async () => {
    await put("orders_1.csv", "id\n", 60);
    expect(await whyNot({ trigger: { fileName: "{stem}.done" } })).toContain(
      "orders_1.csv (3 bytes, waits for its trigger file orders_1.done)",
    );
    await put("orders_1.done", "", 90);
    expect(await whyNot({ trigger: { fileName: "{stem}.done" } })).toContain(
      "which is older than the file".slice(9),
    );
    const { arrivals } = await waitFor({ trigger: { fileName: "{stem}.done", older: "valid" } });
    expect(arrivals).toHaveLength(1);
  });
});

describe("a control file", () => {
  const control = {
    fileName: "{stem}.ctl",
    format: { kind: "key-value", fields: { sizeBytes: "BYTES", records: "ROWS", sums: { amount: "SUM" } } },
  } as const;

  test("lets a file of the promised size count, and hands on what else it promises", async () => {
    await put("orders_1.csv", "id\n", 60);
    await put("orders_1.ctl", "BYTES=3\nROWS=8800\nSUM=12.50\n", 60);
    const { arrivals } = await waitFor({ control });
    expect(arrivals[0]?.evidence[2]).toEqual({
      kind: "control",
      fileName: "orders_1.ctl",
      entry: { sizeBytes: 3, records: 8800, sums: { amount: "12.50" } },
      words: "its control file orders_1.ctl promises 3 B, as the file has, 8800 records, 12.50 in amount",
    });
  });

  test("holds up a file of another size, and one that it cannot speak for", async () => {
    await put("orders_1.csv", "id\n", 60);
    expect(await whyNot({ control })).toContain("waits for its control file orders_1.ctl)");
    await put("orders_1.ctl", "BYTES=500\nROWS=1\nSUM=1\n", 60);
    expect(await whyNot({ control })).toContain(
      "waits for the 500 bytes that control file orders_1.ctl promises",
    );
    await put("orders_1.ctl", "BYTES=3\n", 60);
    expect(await whyNot({ control })).toContain("to be sound: ROWS is missing, SUM is missing");
    await put("orders_1.ctl", "#".repeat(1_048_577), 60);
    expect(await whyNot({ control })).toContain("1 MiB is the limit");
  });

  test("is read once for all files that it names, and can hold them together", async () => {
    const sums = ["orders_1.csv", "orders_2.csv"].map((name) => `${"a".repeat(64)}  ${name}\n`).join("");
    await put("orders_1.csv", "id\n", 60);
    await put("SHA256SUMS", sums, 60);
    const rule = { fileName: "SHA256SUMS", format: { kind: "sha256sum" } } as const;
    const reads: string[] = [];
    const read = site.read;
    site = {
      ...site,
      read: (path, call) => {
        reads.push(path);
        return read(path, call);
      },
    };
    expect(await whyNot({ control: { ...rule, together: true } })).toContain(
      "waits for orders_2.csv, which SHA256SUMS names too",
    );
    expect(reads).toEqual(["/inbox/SHA256SUMS"]);
    expect((await waitFor({ control: rule })).arrivals).toMatchObject([{ name: "orders_1.csv" }]);
    await put("orders_3.csv", "id\n", 60);
    expect(await whyNot({ control: rule })).toContain("its control file SHA256SUMS to name it");
  });
});

describe("defineFeed", () => {
  test("refuses an arrival rule that cannot work, all problems at once", () => {
    const arrival = {
      quietMs: -1,
      trigger: { fileName: "{name}" },
      control: {
        fileName: "{basename}.ctl",
        format: { kind: "csv", fields: { records: "ROWS" } },
      },
    } as const;
    expect(() => ordersWith(arrival)).toThrow(
      [
        "arrival.quietMs: Too small: expected number to be >=0",
        "arrival.trigger.fileName: is the name of the file itself",
        "arrival.control.fileName: knows no other token than {name} and {stem}",
        "arrival.control.format.fields.fileName: is needed where one file speaks of several",
      ].join("\n  "),
    );
    const sums = { kind: "key-value", fields: { sums: { order: "SUM", none: "SUM2" } } } as const;
    expect(() => ordersWith({ control: { fileName: "c", format: sums } })).toThrow(
      'arrival.control.format.fields.sums.order: column "order" is text and cannot be summed',
    );
  });
});
