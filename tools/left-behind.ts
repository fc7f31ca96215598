import { afterAll, beforeAll, expect } from "vitest";

/** What a test file may not leave behind: sockets, servers, timers, files, other processes. */
const WATCHED = ["TCPSocketWrap", "TCPServerWrap", "Timeout", "FSReqCallback", "FSReqPromise", "ProcessWrap"];

/** How long what was closed may take to be gone. */
const GRACE_MS = 2_000;

const count = () =>
  WATCHED.map(
    (kind) => [kind, process.getActiveResourcesInfo().filter((each) => each === kind).length] as const,
  );

let before: readonly (readonly [string, number])[] = [];
beforeAll(() => {
  before = count();
});

afterAll(async () => {
  const allowed = new Map(before);
  const left = () => count().filter(([kind, number]) => number > (allowed.get(kind) ?? 0));
  for (const end = performance.now() + GRACE_MS; left().length > 0 && performance.now() < end; ) {
    await new Promise(setImmediate);
  }
  expect(left(), "left open by the tests of this file").toEqual([]);
});
