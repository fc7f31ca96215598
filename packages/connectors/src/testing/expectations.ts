import { isSpmError, type SpmError, type SpmErrorCode } from "@spm-ops/core";
import { expect } from "vitest";
import type { Outcome } from "../contract/outcome.js";
import type { Handle, SpmConnector, StartRequest } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import { type PollingPolicy, waitForOutcome } from "../contract/wait-for-outcome.js";
import type { ConnectorTrouble, ConnectorUnderTest, LoadUnderTest } from "./connector-under-test.js";

/** Looks often, as simulated jobs are short. */
export const QUICK: PollingPolicy = { intervals: [{ afterMs: 0, everyMs: 10 }], toleratedFailures: 3 };

const DAY_MS = 86_400_000;

/** The failure of an operation that has to fail with this code. */
export async function failureOf(operation: Promise<unknown>, code: SpmErrorCode): Promise<SpmError> {
  const failure = await operation.then(
    () => expect.fail(`should have failed with ${code}`),
    (error: unknown) => error,
  );
  if (!isSpmError(failure)) throw failure;
  expect(failure.code, failure.message).toBe(code);
  return failure;
}

/** A job that only has to be started. */
export interface ReadyLoad {
  readonly request: StartRequest;
  /** The time before the start, by the connector's clock. */
  readonly since: number;
}

/**
 * Stages a file, which also logs in and resolves names, and says how its load is started. Where there are no loads, the
 * process is looked for to the same end.
 */
export async function stageLoad(
  { connector, load, process, now }: ConnectorUnderTest,
  file: StageableFile | undefined = load?.good,
): Promise<ReadyLoad> {
  if (load === undefined || file === undefined) {
    const request: StartRequest = { kind: "process", object: process ?? "" };
    await connector.find({ request, since: now() + DAY_MS });
    return { request, since: now() };
  }
  const staged = await connector.stage(load.name, file);
  return { request: { kind: "load", object: load.name, staged }, since: now() };
}

/** Stages a file, by default the good one, loads it and waits for the end. */
export async function loadFile(
  underTest: ConnectorUnderTest,
  file?: StageableFile,
): Promise<{ readonly handle: Handle; readonly outcome: Outcome }> {
  const { connector } = underTest;
  const { request } = await stageLoad(underTest, file);
  const handle = await connector.start(request);
  return { handle, outcome: await waitForOutcome(connector, handle, QUICK) };
}

/** A load that the application has; without it the test is skipped by name. */
export function requireLoad({ load }: ConnectorUnderTest, skip: (note: string) => never): LoadUnderTest {
  return load ?? skip("capabilities.loads is false");
}

/** A trouble that the application knows; without it the test is skipped by name. */
export function requireTrouble<Name extends keyof ConnectorTrouble>(
  { trouble }: ConnectorUnderTest,
  name: Name,
  skip: (note: string) => never,
): NonNullable<ConnectorTrouble[Name]> {
  return trouble[name] ?? skip(`the application knows no ${name}`);
}

/** Bytes as text. */
export async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

/** All rejects of a job as one text. */
export async function rejectsOf(connector: SpmConnector, handle: Handle): Promise<string> {
  let all = "";
  for await (const { bytes } of connector.rejects(handle)) all += await textOf(bytes);
  return all;
}
