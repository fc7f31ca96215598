import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createOutbox, createRedactor, openSqliteLog } from "@spm-ops/core";
import { expect, test } from "vitest";
import { decideDispute, openDispute } from "./disputes.js";
import { createNotificationChannel } from "./notification-channel.js";
import { walkThrough } from "./walk-through.js";

const actor = { kind: "person", id: "analyst" } as const;

test("prints what its README says: nothing was lost, and nothing was sent twice", async () => {
  const folder = await mkdtemp(join(tmpdir(), "spm-disputes-"));
  const lines: string[] = [];
  await walkThrough(join(folder, "log.sqlite"), (line) => lines.push(line));
  await rm(folder, { recursive: true });
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, printed = ""] = /^```text\n([^`]+)\n```$/m.exec(readme) ?? [];
  expect(lines).toEqual(printed.split("\n"));
});

test("decides a dispute once, and tells of it once", async () => {
  const log = await openSqliteLog({ path: ":memory:" });
  const channels = [createNotificationChannel("http://127.0.0.1:9/notes")];
  const outbox = createOutbox({ log, channels, worker: "disputes" });
  const services = { log, outbox, redactor: createRedactor() };
  const decision = { id: "d-1", as: "rejected", reason: "It was paid.", actor } as const;
  await expect(decideDispute(services, decision)).rejects.toThrow(/nobody opened it/);

  const claim = { amount: "1.00", currency: "EUR" };
  await openDispute(services, { id: "d-1", payee: "P-1", period: "2026-01", claim, actor });
  await decideDispute(services, decision);
  await expect(decideDispute(services, decision)).rejects.toMatchObject({ code: "run.refused" });
  expect(await outbox.get("d-1/decided")).toMatchObject({
    status: "waiting",
    about: { kind: "dispute", id: "d-1" },
  });
  await log.close();
});
