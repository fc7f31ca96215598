import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Clock, type FileSite, sha256 } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SandboxRequest, type SftpSandbox, startSftpSandbox } from "../sandbox/index.js";
import { openSftpSite } from "../site/sftp-site.js";
import { promoteFile } from "./promote-file.js";
import type { PromotedFile, Promotion } from "./promotion.js";

const content = "order,amount\n1,10.00\n";
const nextDelivery = "order,amount\n1,10.00\n2,20.00\n";
const strangers = "a stranger's";
const name = "orders/2026-10/orders__20261101T040506Z__0123abcd.csv";

const requests: readonly SandboxRequest[] = [
  "LSTAT",
  "STAT",
  "OPEN",
  "FSTAT",
  "READ",
  "CLOSE",
  "MKDIR",
  "WRITE",
  "RENAME",
  "REMOVE",
];

/** What the folders hold before the move, and what the customer does while the connection is down. */
interface Scenario {
  readonly title: string;
  readonly before: (at: (path: string) => string) => Promise<unknown>;
  readonly deliversAgain: boolean;
  /** How the file may come to its place within one call. */
  readonly how: readonly PromotedFile["how"][];
}

const nothing = async () => undefined;
const stranger = (at: (path: string) => string) => put(at(`history/${name}`), strangers);
const replace = (at: (path: string) => string) => put(at("inbox/orders.csv"), nextDelivery);
const vanish = (at: (path: string) => string) => rm(at("inbox/orders.csv"));
const again = "the customer delivers again meanwhile";

const scenarios: readonly Scenario[] = [
  { title: "nothing in the way", before: nothing, deliversAgain: false, how: ["renamed"] },
  { title: "a stranger's file under our name", before: stranger, deliversAgain: false, how: ["renamed"] },
  { title: again, before: nothing, deliversAgain: true, how: ["renamed", "superseded"] },
  {
    title: `a stranger's file, and ${again}`,
    before: stranger,
    deliversAgain: true,
    how: ["renamed", "superseded"],
  },
  { title: "an earlier move stopped half-way", before: linkBoth, deliversAgain: false, how: ["found-done"] },
  { title: "the source was replaced before", before: replace, deliversAgain: false, how: ["superseded"] },
  { title: "the source vanished", before: vanish, deliversAgain: false, how: ["restored"] },
];

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

async function linkBoth(at: (path: string) => string): Promise<void> {
  await mkdir(dirname(at(`history/${name}`)), { recursive: true });
  await link(at("inbox/orders.csv"), at(`history/${name}`));
}

let root: string;
let sandbox: SftpSandbox;
let site: FileSite;
let runs = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "crash-"));
  await writeFile(join(root, "copy.csv"), content);
  await mkdir(join(root, "site"));
  sandbox = await startSftpSandbox({
    root: join(root, "site"),
    users: [{ name: "ops", password: "only-here" }],
  });
  site = await openSftpSite({
    host: sandbox.host,
    port: sandbox.port,
    user: "ops",
    hostKeys: [sandbox.hostKeyFingerprint],
    authentication: { password: "env:SFTP_PASSWORD" },
    secrets: async () => "only-here",
  });
});

afterAll(async () => {
  await site.close();
  await sandbox.close();
  await rm(root, { recursive: true });
});

interface CrashRun {
  readonly folder: string;
  readonly at: (path: string) => string;
  readonly promotion: Promotion;
}

async function prepare(scenario: Scenario): Promise<CrashRun> {
  runs += 1;
  const folder = `/run-${runs}`;
  const at = (path: string) => join(root, "site", folder, path);
  await put(at("inbox/orders.csv"), content);
  await utimes(at("inbox/orders.csv"), 1_700_000_000, 1_700_000_000);
  await scenario.before(at);
  return {
    folder,
    at,
    promotion: {
      source: {
        path: `${folder}/inbox/orders.csv`,
        sizeBytes: content.length,
        modifiedAt: 1_700_000_000_000,
      },
      sha256: sha256(content),
      localCopy: join(root, "copy.csv"),
      folder: `${folder}/history`,
      name,
    },
  };
}

class ProcessDied extends Error {}

/** A clock by which things happen during the first wait, which is when the connection is down. */
function clockWith(happens: () => Promise<void>): Clock {
  const clock = createFakeClock();
  let waits = 0;
  return {
    ...clock,
    async wait(ms, call) {
      waits += 1;
      if (waits === 1) await happens();
      await clock.wait(ms, call);
    },
  };
}

/** Starts again after the process has died, and only then: whatever else happens, one call has to do. */
async function promoteUntilDone(
  promotion: Promotion,
  duringOutage: () => Promise<void>,
): Promise<PromotedFile> {
  try {
    return await promoteFile(site, promotion, { clock: clockWith(duringOutage) });
  } catch (error) {
    if (!(error instanceof ProcessDied)) throw error;
    return promoteFile(site, promotion, { clock: createFakeClock() });
  }
}

/** What the folder holds under names that count, by path. */
async function holdings(at: (path: string) => string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(at("."), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith("."));
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path.slice(at(".").length), await readFile(path, "utf8")] as const),
    ),
  );
}

interface Fault {
  readonly kind: "cutBefore" | "loseReplyAfter";
  readonly request: SandboxRequest;
  readonly count: number;
  readonly dies: boolean;
}

/** One promotion with one fault; tells whether the fault happened. */
async function runWith(scenario: Scenario, fault: Fault): Promise<boolean> {
  const { folder, at, promotion } = await prepare(scenario);
  sandbox.faults.clear();
  const connections = sandbox.connections;
  sandbox.faults[fault.kind](fault.request, fault.count);
  let deliveredAgain = false;
  const kept = await promoteUntilDone(promotion, async () => {
    if (scenario.deliversAgain) {
      await put(at("inbox/orders.csv"), nextDelivery);
      deliveredAgain = true;
    }
    if (fault.dies) throw new ProcessDied();
  });
  sandbox.faults.clear();

  if (!fault.dies) expect(scenario.how).toContain(kept.how);
  const held = await holdings(at);
  const seen = `${JSON.stringify(fault)} of ${scenario.title}`;
  const copies = [...held].filter(([path, text]) => path.startsWith("/history/") && text === content);
  expect(
    copies.map(([path]) => `${folder}${path}`),
    seen,
  ).toEqual([kept.path]);
  if (scenario.title.startsWith("a stranger's")) expect(held.get(`/history/${name}`), seen).toBe(strangers);
  const replaced = deliveredAgain || scenario.title.startsWith("the source was replaced");
  expect(held.get("/inbox/orders.csv"), seen).toBe(replaced ? nextDelivery : undefined);
  expect(await promoteFile(site, promotion), seen).toMatchObject({
    path: kept.path,
    how: "found-done",
    rounds: kept.passedOver.length + 1,
  });
  return sandbox.connections > connections;
}

describe("promoteFile over a connection that is cut", () => {
  for (const scenario of scenarios) {
    for (const dies of [false, true]) {
      const end = dies ? "the process dies with it and starts again" : "the process goes on";
      test(`keeps exactly one copy and loses nothing at any request: ${scenario.title}; ${end}`, async () => {
        let faults = 0;
        for (const request of requests) {
          for (
            let count = 1;
            await runWith(scenario, { kind: "cutBefore", request, count, dies });
            count += 1
          ) {
            expect(await runWith(scenario, { kind: "loseReplyAfter", request, count, dies })).toBe(true);
            faults += 2;
          }
        }
        expect(faults).toBeGreaterThan(12);
      });
    }
  }
});
