import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteLog } from "@spm-ops/core";
import { createIncidents } from "@spm-ops/monitoring";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { layOutFolders } from "../embedded/folders.js";
import { addIncidentCommands } from "./incident-commands.js";

let into: string;
beforeEach(async () => {
  into = await mkdtemp(join(tmpdir(), "spm-incidents-"));
});
afterEach(() => rm(into, { recursive: true }));

const KEY = "rowsRead:nightly-load/validate-pipeline@night-1";

/** An incident of the service, and the commands on it; what they say is given back. */
async function standingIncident() {
  await using log = await openSqliteLog({ path: layOutFolders(into).runLog });
  const about = { key: KEY, subject: "nightly-load/validate-pipeline", runId: "night-1" } as const;
  const id = await createIncidents({ log, monitor: "watch" }).tell({
    ...{ ...about, state: "raised", kind: "too-little", severity: "critical", at: 5 },
    explanation: "Rows read 2 is 0.1 times the expected 20.",
  });
  return id ?? "";
}

async function service(...words: string[]): Promise<string> {
  const said: string[] = [];
  const program = new Command().option("--into <folder>").option("--json").exitOverride();
  program.configureOutput({ writeErr: () => undefined });
  addIncidentCommands(program, (text) => said.push(text));
  await program.parseAsync([...words, "--into", into], { from: "user" });
  return said.join("");
}

const because = ["--by", "analyst", "--reason", "I know why."];

describe("the commands on incidents", () => {
  test("list those that stand, for people and for programs", async () => {
    const id = await standingIncident();
    expect(await service("incidents")).toBe(
      `  ${id}  critical, open\n    Rows read 2 is 0.1 times the expected 20.\n      ${KEY}\n`,
    );
    expect(JSON.parse(await service("incidents", "--json"))).toMatchObject({ id, state: "open" });
  });

  test("take one on, answer it and close it, each with a name and a reason", async () => {
    const id = await standingIncident();
    expect(await service("acknowledge", id, ...because)).toContain("critical, acknowledged");
    await service("answer", id, KEY, "--meaning", "real", ...because);
    expect(await service("close", id, ...because)).toContain("critical, closed");
    expect(await service("incidents")).toBe("");
    expect(JSON.parse(await service("incidents", "--all", "--json"))).toMatchObject({
      acknowledgement: { by: { kind: "person", id: "analyst" }, reason: "I know why." },
      feedback: [{ symptomKey: KEY, meaning: "real", by: { id: "analyst" } }],
      closing: { reason: "I know why." },
    });
  });

  test("refuse what cannot be", async () => {
    const id = await standingIncident();
    await expect(service("close", "another", ...because)).rejects.toMatchObject({ code: "run.unknown" });
    await expect(
      service("answer", id, "rowsRead:x@y", "--meaning", "real", ...because),
    ).rejects.toMatchObject({ code: "run.refused" });
    await expect(service("answer", id, KEY, "--meaning", "maybe", ...because)).rejects.toThrow(
      "Allowed choices are real",
    );
    await expect(service("close", id, "--by", "analyst")).rejects.toThrow("--reason");
  });
});
