import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import type { SandboxFaults, SandboxRequest } from "../sandbox/index.js";
import { startSandboxSite } from "./sandbox-site-fixture.js";

const BYTES = new Uint8Array(200_000).map((_, index) => index % 251);

async function drain(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source);
}

/** A site that lies in one way about one delivery, which has to be there afterwards as it was. */
async function onLyingSite(
  lie: (faults: SandboxFaults) => void,
  act: (site: Awaited<ReturnType<Awaited<ReturnType<typeof startSandboxSite>>["open"]>>) => Promise<void>,
): Promise<void> {
  await using sandboxSite = await startSandboxSite();
  const delivery = join(sandboxSite.root, "orders.csv");
  await writeFile(delivery, BYTES);
  const site = await sandboxSite.open({ mostEntries: 5_000 });
  lie(sandboxSite.sandbox.faults);
  await act(site);
  expect(Buffer.compare(await readFile(delivery), BYTES)).toBe(0);
  expect(await readdir(sandboxSite.root)).toEqual(["orders.csv"]);
}

describe("a site that lies", () => {
  for (const claimedSizeBytes of [0, 199_999, 200_001, 2 ** 40]) {
    test(`about a size, by telling ${claimedSizeBytes} of 200,000, is found out`, () =>
      onLyingSite(
        (faults) => {
          faults.claimedSizeBytes = claimedSizeBytes;
        },
        async (site) => {
          const { bytes } = await site.read("/orders.csv");
          await expect(drain(bytes)).rejects.toMatchObject({ code: "file.changed" });
        },
      ));
  }

  test("about times is found out", () =>
    onLyingSite(
      (faults) => {
        faults.driftingTimes = true;
      },
      async (site) => {
        const { bytes } = await site.read("/orders.csv");
        await expect(drain(bytes)).rejects.toMatchObject({ code: "file.changed" });
      },
    ));

  test("about what it has of an upload does not get the name given", () =>
    onLyingSite(
      (faults) => {
        faults.claimedSizeBytes = 7;
      },
      async (site) => {
        const source = async function* () {
          yield BYTES;
        };
        await expect(site.write("/new.csv", source())).rejects.toMatchObject({
          code: "file.changed",
          details: { expectedBytes: 200_000, gotBytes: 7 },
        });
      },
    ));

  for (const endless of ["names", "nothing"] as const) {
    test(`about the end of a listing, by sending ${endless} for ever, is left`, () =>
      onLyingSite(
        (faults) => {
          faults.endlessListing = endless;
        },
        async (site) => {
          await expect(drain(site.list("/"))).rejects.toMatchObject({
            code: "file.refused",
            details: { path: "/", reason: "its listing does not end" },
          });
        },
      ));
  }

  test("about everything, by saying failure, changes nothing and gives a named error each time", () =>
    onLyingSite(
      (faults) => {
        for (const request of REQUESTS) faults.refuse(request, 4);
      },
      async (site) => {
        const source = async function* () {
          yield BYTES;
        };
        const outcomes = await Promise.allSettled([
          drain(site.list("/")),
          site.stat("/orders.csv"),
          site.read("/orders.csv"),
          site.write("/new.csv", source()),
          site.rename("/orders.csv", "/history.csv"),
          site.remove("/orders.csv"),
          site.makeFolder("/history"),
        ]);
        const codes = outcomes.map((outcome) =>
          outcome.status === "rejected" && isSpmError(outcome.reason) ? outcome.reason.code : outcome.status,
        );
        expect(codes).toEqual(new Array(7).fill("file.refused"));
      },
    ));
});

const REQUESTS: readonly SandboxRequest[] = [
  "OPEN",
  "CLOSE",
  "READ",
  "WRITE",
  "LSTAT",
  "FSTAT",
  "STAT",
  "OPENDIR",
  "READDIR",
  "REMOVE",
  "MKDIR",
  "RENAME",
];
