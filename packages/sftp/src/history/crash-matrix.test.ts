import { createReadStream } from "node:fs";
import type { Clock, FileSite } from "@spm-ops/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { joinSitePath } from "../site/site-path.js";
import { toCandidateName } from "./candidate-name.js";
import { attempt } from "./patience.js";
import { type CrashSubject, runCrashMatrix } from "./testing/crash-matrix.js";
import { type CrashPlace, RESERVED } from "./testing/crash-place.js";
import { CRASH_SCENARIOS, type CrashScenario } from "./testing/crash-scenario.js";
import { type CrashServer, IN_PROCESS } from "./testing/crash-server.js";
import { promotionSubject } from "./testing/promotion-subject.js";

let server: CrashServer;

beforeAll(async () => {
  server = await IN_PROCESS.start();
});

afterAll(async () => server[Symbol.asyncDispose]());

interface NaiveMove extends CrashPlace {
  readonly site: FileSite;
  readonly target: string;
  readonly clock: Clock;
}

/** A promotion as others do it, held to what ours promises. */
function naively(move: (move: NaiveMove) => Promise<string>): CrashSubject {
  return {
    ...promotionSubject(),
    async perform({ ours: site }, place, clock) {
      const target = joinSitePath(place.folder, RESERVED);
      return { path: await move({ ...place, site, target, clock }), asked: false };
    },
  };
}

async function until<Result>(clock: Clock, action: () => Promise<Result>): Promise<Result> {
  for (let tries = 0; ; tries += 1) {
    const { result, failure } = await attempt(action);
    if (failure === undefined) return result as Result;
    if (tries === 5) throw failure;
    await clock.wait(500);
  }
}

const retriesBlindly = naively(async ({ site, source, target, clock }) => {
  await until(clock, async () => {
    await site.makeFolder(target.slice(0, target.lastIndexOf("/")));
    await site.rename(source.path, target);
  });
  return target;
});

const believesTheReply = naively(async ({ site, source, target, localCopy, clock }) => {
  if ((await until(clock, () => site.stat(target))) !== undefined) return target;
  await until(clock, () => site.makeFolder(target.slice(0, target.lastIndexOf("/"))));
  const { failure } = await attempt(() => site.rename(source.path, target));
  if (failure === undefined) return target;
  const second = toCandidateName(target, 2);
  await clock.wait(500);
  await site.write(second, createReadStream(localCopy));
  return second;
});

const deletesTheTarget = naively(async ({ site, source, target, clock }) => {
  await until(clock, async () => {
    await site.makeFolder(target.slice(0, target.lastIndexOf("/")));
    if ((await site.stat(source.path)) === undefined) return;
    if ((await site.stat(target)) !== undefined) await site.remove(target);
    await site.rename(source.path, target);
  });
  return target;
});

const scenario = (title: string): CrashScenario => {
  const found = CRASH_SCENARIOS.find((each) => each.title === title);
  if (found === undefined) throw new RangeError(title);
  return found;
};

describe("the crash matrix", () => {
  test.each([
    [
      "retries the rename blindly",
      retriesBlindly,
      "the customer delivers the same name during the outage",
      "copies of what was validated",
    ],
    ["believes the reply", believesTheReply, "nothing in the way", "files there"],
    ["deletes the target first", deletesTheTarget, "the target name is taken", "what had the name"],
  ])("sees what goes wrong where a promotion %s", async (_, subject, title, found) => {
    await expect(runCrashMatrix(server, scenario(title), subject)).rejects.toThrow(found);
  });
});
