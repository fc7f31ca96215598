import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import type { Handle } from "../contract/spm-connector.js";
import { waitForOutcome } from "../contract/wait-for-outcome.js";
import type { StartConnectorUnderTest } from "./connector-under-test.js";
import { failureOf, loadFile, QUICK, rejectsOf, requireLoad, stageLoad, textOf } from "./expectations.js";
import { createTextFile } from "./text-file.js";

/** What goes in, what comes out, and how it is told. */
export function describeJobs(start: StartConnectorUnderTest): void {
  describe("jobs", () => {
    test("lists what can be started, by id and name", async ({ skip }) => {
      await using underTest = await start();
      const { connector } = underTest;
      const load = requireLoad(underTest, skip);
      const names: string[] = [];
      for await (const { id, name } of connector.listLoads()) names.push(name, id);
      expect(names).toContain(load.name);
      expect(new Set(names).size).toBe(names.length);
    });

    test("loads a staged file and tells the rows that the vendor counted", async ({ skip }) => {
      await using underTest = await start();
      const load = requireLoad(underTest, skip);
      const { outcome } = await loadFile(underTest, load.good);
      expect(outcome.state).toBe("succeeded");
      expect([load.goodRows, undefined]).toContain(outcome.volume.rowsRead);
      expect([0, undefined]).toContain(outcome.volume.rowsRejected);
      expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
    });

    test("takes the same file twice as once", async ({ skip }) => {
      await using underTest = await start();
      const { connector } = underTest;
      const load = requireLoad(underTest, skip);
      const { reference: one, ...first } = await connector.stage(load.name, load.good);
      const { reference: other, ...second } = await connector.stage(load.name, load.good);
      expect([typeof other, second]).toEqual([typeof one, first]);
      expect(first).toMatchObject({ sizeBytes: load.good.sizeBytes, sha256: load.good.sha256 });
      expect((await loadFile(underTest, load.good)).outcome.state).toBe("succeeded");
    });

    test("tells a job that ended badly from one that succeeded", async ({ skip }) => {
      await using underTest = await start();
      const load = requireLoad(underTest, skip);
      const { outcome } = await loadFile(underTest, load.failing);
      expect(outcome.state).toBe("failed");
      expect(outcome.message).not.toBe("");
      expect(outcome.volume.rowsWritten ?? 0).toBe(0);
    });

    test("hands out every rejected row", async ({ skip }) => {
      await using underTest = await start();
      const { connector } = underTest;
      const load = requireLoad(underTest, skip);
      skip(!connector.capabilities.rejects, "capabilities.rejects is false");
      const { handle, outcome } = await loadFile(underTest, load.withRejects);
      expect(outcome.state).toBe("succeeded-with-rejects");
      expect([load.rejected.length, undefined]).toContain(outcome.volume.rowsRejected);
      const rejects = await rejectsOf(connector, handle);
      for (const row of load.rejected) expect(rejects).toContain(row);
    });

    test("has no rejects of a load that took every row", async ({ skip }) => {
      await using underTest = await start();
      const { connector } = underTest;
      const load = requireLoad(underTest, skip);
      skip(!connector.capabilities.rejects, "capabilities.rejects is false");
      const { handle } = await loadFile(underTest, load.good);
      expect(await rejectsOf(connector, handle)).toBe("");
    });

    describeOtherJobs(start);
  });
}

function describeOtherJobs(start: StartConnectorUnderTest): void {
  test("runs a process to its outcome", async ({ skip }) => {
    await using underTest = await start();
    const { connector, load, process } = underTest;
    skip(!connector.capabilities.processes || process === undefined, "capabilities.processes is false");
    if (load !== undefined) await connector.stage(load.name, load.good);
    const handle = await connector.start({ kind: "process", object: process ?? "" });
    expect((await waitForOutcome(connector, handle, QUICK)).state).toBe("succeeded");
  });

  test("hands out a report byte for byte", async ({ skip }) => {
    await using underTest = await start();
    const { connector, report } = underTest;
    skip(!connector.capabilities.reports || report === undefined, "capabilities.reports is false");
    await loadFile(underTest);
    const handle = await connector.start({ kind: "report", object: report?.name ?? "" });
    await waitForOutcome(connector, handle, QUICK);
    expect(await textOf(connector.report(handle))).toBe(report?.text);
  });

  test("asks a running job to stop", async ({ skip }) => {
    await using underTest = await start();
    const { connector } = underTest;
    skip(!connector.capabilities.cancel, "capabilities.cancel is false");
    const handle = await connector.start((await stageLoad(underTest)).request);
    await connector.cancel(handle);
    expect(["cancelled", "succeeded"]).toContain((await waitForOutcome(connector, handle, QUICK)).state);
  });

  test("refuses an empty file before anything is sent", async ({ skip }) => {
    await using underTest = await start();
    const { connector } = underTest;
    const load = requireLoad(underTest, skip);
    const empty = createTextFile(load.good.name, "");
    const refusal = await failureOf(connector.stage(load.name, empty), "file.refused");
    expect(refusal.message).toContain("is empty");
    expect(refusal.retryable).toBe(false);
  });

  test("never makes a file whole whose bytes are not the promised ones", async ({ skip }) => {
    await using underTest = await start();
    const { connector } = underTest;
    const load = requireLoad(underTest, skip);
    const changed = { ...load.good, sha256: "0".repeat(64) };
    await failureOf(connector.stage(load.name, changed), "file.digest-mismatch");
    await failureOf(
      connector.stage(load.name, { ...load.good, sizeBytes: load.good.sizeBytes + 1 }),
      "file.changed",
    );
    const started = await connector
      .start({ kind: "load", object: load.name })
      .catch((error: unknown) => error);
    if (isSpmError(started, "config.invalid", "remote.rejected", "remote.not-found")) return;
    const { state } = await waitForOutcome(connector, toHandle(started), QUICK);
    expect(state).toBe("failed");
  });

  test("names a load that does not exist", async ({ skip }) => {
    await using underTest = await start();
    const { connector } = underTest;
    const load = requireLoad(underTest, skip);
    const failure = await failureOf(connector.stage("no such load", load.good), "remote.not-found");
    expect(failure.message).toContain("no such load");
    await failureOf(connector.start({ kind: "load", object: "no such load" }), "remote.not-found");
    expect(await underTest.startsSeen()).toBe(0);
  });
}

/** What a start gave; anything else is a failure of the test. */
function toHandle(started: unknown): Handle {
  if (started instanceof Error) throw started;
  const { kind, object, task } = Object(started);
  return { kind, object, task };
}
