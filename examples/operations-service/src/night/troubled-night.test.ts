import { execFile } from "node:child_process";
import { appendFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { generateHostKey } from "@spm-ops/sftp/sandbox";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EmbeddedParts } from "../embedded/embedded-parts.js";
import { businessDate, performFast, stepOf } from "./night-fixture.js";
import { verifyService } from "./verify-service.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "spm-trouble-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const whole = { nights: 1, deliveries: 4, jobs: 3, violations: [] };

describe("a night in trouble", () => {
  test.each<[string, (embedded: EmbeddedParts) => void]>([
    [
      "the replies to all three starts are lost",
      ({ simulator }) => simulator.faults.loseReply({ method: "POST", path: /\/tasks$/, times: 3 }),
    ],
    ["the environment is busy for a while", ({ simulator }) => simulator.faults.busy(2)],
    [
      "the environment asks for patience",
      ({ simulator }) =>
        simulator.faults.respond({ method: "POST", path: /\/tasks$/, status: 429, retryAfter: "1" }),
    ],
    ["a page for people comes instead of answers", ({ simulator }) => simulator.faults.maintenance(2)],
    ["the token ends in the middle", ({ simulator }) => simulator.faults.expireTokens()],
    [
      "an upload is cut, and a download",
      ({ simulator }) => {
        simulator.faults.loseReply({ method: "PUT" });
        simulator.faults.truncate({ method: "GET", path: /\/chunks\/0/ });
      },
    ],
    [
      "the reply to a rename on the customer's site is lost",
      ({ server }) => server.faults.loseReplyAfter("RENAME", 2),
    ],
    [
      "the customer's site drops the connection while a file is read",
      ({ server }) => server.faults.cutBefore("READ", 2),
    ],
  ])("ends well, with everything done once, when %s", async (_, onEmbedded) => {
    const result = await performFast(folder, { onEmbedded });
    expect(result.run.steps.filter(({ status }) => status === "failed")).toEqual([]);
    expect(result.run.status).toBe("succeeded");
    expect(await verifyService(join(folder, "service"))).toMatchObject(whole);
  });

  test("waits again for a file whose sender has paused for longer than it was waited for", async () => {
    const onEmbedded = ({ parts }: EmbeddedParts) => {
      const { read } = parts.site;
      let paused = true;
      parts.site.read = async (path, call) => {
        if (paused && path.endsWith("accounts.csv")) {
          paused = false;
          await appendFile(
            join(folder, "service", "site", path),
            "Account 999,retail,1999,1.00,10,Japan,\r\n",
          );
        }
        return read(path, call);
      };
    };
    const result = await performFast(folder, { onEmbedded });
    expect(result.run.status).toBe("succeeded");
    expect(stepOf(result, "validate-accounts")).toMatchObject({
      failedAttempts: 1,
      volume: { rowsRead: 86 },
    });
  });

  test("waits in doubt when nobody can tell whether the load was started, and goes on once it can", async () => {
    const onEmbedded = ({ simulator }: EmbeddedParts) => {
      simulator.faults.loseReply({ method: "POST", path: /imports\/\d+\/tasks$/ });
      simulator.faults.respond({
        method: "GET",
        path: /imports\/\d+\/tasks/,
        times: 50,
        status: 500,
        html: "<h1>Oops</h1>",
      });
    };
    const result = await performFast(folder, { onEmbedded });
    expect(result.run.status).toBe("in-doubt");
    expect(stepOf(result, "start-load")?.status).toBe("in-doubt");
    expect(await readFile(result.page, "utf8")).toMatch(/in doubt/i);

    const resumed = await performFast(folder);
    expect(resumed.run.status).toBe("succeeded");
    expect(stepOf(resumed, "start-load")).toMatchObject({ found: true, attempts: 1 });
    expect(await verifyService(join(folder, "service"))).toMatchObject(whole);
  });

  test("speaks to no server with another key, and goes on when the right one is back", async () => {
    const stop = new AbortController();
    const onBegin: Parameters<typeof performFast>[1] = {
      signal: stop.signal,
      onBegin: ({ progress }) =>
        void progress.on(
          "step:started",
          ({ stepId }) => stepId === "keep-accounts" && stop.abort(new RangeError("stopped")),
        ),
    };
    await expect(performFast(folder, onBegin)).rejects.toThrow("stopped");
    const keyPath = join(folder, "service", "secrets", "host-key");
    await rename(keyPath, `${keyPath}.right`);
    await writeFile(keyPath, generateHostKey());
    await expect(performFast(folder)).rejects.toMatchObject({
      code: "host-key.mismatch",
      details: { expected: [expect.stringMatching(/^SHA256:/)], got: expect.stringMatching(/^SHA256:/) },
    });
    await rename(`${keyPath}.right`, keyPath);
    expect((await performFast(folder)).run.status).toBe("succeeded");
    expect(await verifyService(join(folder, "service"))).toMatchObject(whole);
  });

  test("says that the disk is full, and goes on when there is room again", async ({ skip }) => {
    const run = promisify(execFile);
    const work = join(folder, "service", "work");
    await mkdir(work, { recursive: true });
    const mounted = await run("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", work]).then(
      () => true,
      () => false,
    );
    skip(!mounted, "a small disk can be mounted by root only");
    try {
      await expect(performFast(folder)).rejects.toMatchObject({ code: "storage.full" });
      await run("mount", ["-o", "remount,size=16m", work]);
      const result = await performFast(folder);
      expect(result.run).toMatchObject({
        runId: `night-${businessDate}`,
        status: "succeeded",
        resumptions: 1,
      });
      expect(stepOf(result, "validate-pipeline")).toMatchObject({ status: "succeeded", failedAttempts: 1 });
      expect(await verifyService(join(folder, "service"))).toMatchObject(whole);
    } finally {
      await run("umount", [work]);
    }
  });
});
