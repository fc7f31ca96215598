import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import type { HttpProfile } from "./http-profile.js";
import { CARRIED_LOADS, connectTo, STAGED_LOADS, toPlainProfile } from "./testing/simulated-plain.js";

const ADDRESS = "http://127.0.0.1:1";

/** What is wrong with a profile, by the connector that is refused. */
function issuesOf(changed: object, options: object = {}): readonly string[] {
  const profile: HttpProfile = Object.assign(toPlainProfile(ADDRESS), changed);
  try {
    connectTo({ address: ADDRESS }, { profile, ...options });
  } catch (error) {
    if (isSpmError(error, "config.invalid")) return error.details.issues;
    throw error;
  }
  return expect.fail("should have been refused");
}

const { stage, start, find, poll } = STAGED_LOADS;

describe("a profile", () => {
  test.for([
    [
      "an unknown placeholder",
      { loads: { ...STAGED_LOADS, rejects: { request: { method: "GET", path: "/runs/{taks}" } } } },
      /^profile\.loads\.rejects\.request\.path: holds \{taks\}; here \{object\}, \{task\} may stand$/,
    ],
    [
      "a placeholder where it means nothing",
      { availability: { request: { method: "GET", path: "/up", headers: { "x-run": "{task}" } } } },
      /^profile\.availability\.request\.headers\.x-run: holds \{task\}; here none may stand$/,
    ],
    [
      "a placeholder deep in a body",
      {
        loads: {
          ...STAGED_LOADS,
          start: { ...start, request: { ...start.request, body: { kind: "json", value: { a: ["{b}"] } } } },
        },
      },
      /^profile\.loads\.start\.request\.body\.value\.a\.0: holds \{b\}/,
    ],
    [
      "a pointer that is none",
      { loads: { ...STAGED_LOADS, poll: { ...poll, status: "state" } } },
      /^profile\.loads\.poll\.status: must be a JSON pointer/,
    ],
    [
      "a word in two states",
      { loads: { ...STAGED_LOADS, poll: { ...poll, words: { succeeded: ["done"], failed: ["done"] } } } },
      /^profile\.loads\.poll\.words\.failed\.0: "done" stands for succeeded already$/,
    ],
    ["a start that nobody watches", { loads: { start, stage } }, /^profile\.loads\.poll: /],
    [
      "a load without a file",
      { loads: { ...STAGED_LOADS, stage: undefined } },
      /^profile\.loads\.start\.request\.body: must carry the file/,
    ],
    [
      "a file that is sent twice",
      { loads: { ...CARRIED_LOADS, stage } },
      /^profile\.loads\.start\.request\.body: must not carry the file/,
    ],
    [
      "an id of the staged file that nothing tells",
      { loads: { ...STAGED_LOADS, find: undefined, stage: { ...stage, reference: undefined } } },
      /^profile\.loads\.start\.request: \{staged\} has nothing to come from/,
    ],
    [
      "a search that cannot tell whose a start is",
      {
        processes: {
          ...STAGED_LOADS,
          stage: undefined,
          rejects: undefined,
          find: { ...find, object: undefined },
        },
      },
      /^profile\.processes\.find\.object: is missing/,
    ],
    [
      "a header that the request makes itself",
      { availability: { request: { method: "GET", path: "/up", headers: { Authorization: "me" } } } },
      /^profile\.availability\.request\.headers\.Authorization: .*must not be a header/,
    ],
    [
      "rows that have two places",
      {
        loads: {
          ...CARRIED_LOADS,
          start: {
            ...start,
            request: { ...start.request, body: { kind: "rows", value: ["{rows}", "{rows}"] } },
          },
        },
      },
      /^profile\.loads\.start\.request\.body\.value: must hold the text \{rows\} once, not 2 times$/,
    ],
  ] as const)("is refused for %s", ([, changed, issue]) => {
    expect(issuesOf(changed)).toContainEqual(expect.stringMatching(issue));
  });

  test("is refused with all that is wrong with it at once", () => {
    const authentication = { kind: "basic", user: "a:b", password: "secret" };
    const issues = issuesOf(
      { vendor: "", authentication, busyStatuses: [200] },
      { address: "http://a.example" },
    );
    const paths = issues.map((issue) => issue.split(":")[0]);
    expect(paths).toEqual([
      "address",
      "profile.vendor",
      "profile.authentication.user",
      "profile.authentication.password",
      "profile.busyStatuses.0",
    ]);
  });

  test("declares what there is, or lets the application list it", () => {
    const loads = { Orders: {} };
    expect(issuesOf({}, { loads })).toEqual(["loads: the profile lists them; declare none"]);
    expect(issuesOf({ loads: undefined }, { loads })).toEqual(["loads: the profile says nothing of loads"]);
  });
});
