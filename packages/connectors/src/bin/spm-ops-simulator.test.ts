import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const program = fileURLToPath(new URL("../../dist/bin/spm-ops-simulator.js", import.meta.url));
const manifest: { exports: Record<string, unknown> } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
);
const vendors = Object.keys(manifest.exports).flatMap(
  (path) => /^\.\/(.+)\/simulator$/.exec(path)?.[1] ?? [],
);

/** Vendors who take files and answer no requests. */
const FILES_ONLY = ["drop-folder"];

/** A simulator as a shell starts it; ended by its id. */
function start(...options: readonly string[]) {
  const child = spawn(process.execPath, [program, ...options]);
  return {
    child,
    lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.kill("SIGKILL")) await once(child, "exit");
    },
  };
}

describe("spm-ops-simulator", () => {
  test.each(vendors.filter((vendor) => !FILES_ONLY.includes(vendor)))(
    "starts the simulator of %s, takes faults by name, and ends when it is told",
    async (vendor) => {
      await using running = start(vendor, "--json", "--fault", "maintenance 1000");
      const { child, lines } = running;
      const facts: Record<string, string> = JSON.parse((await lines.next()).value ?? "");
      const address = Object.values(facts).find((value) => value.startsWith("http://127.0.0.1:")) ?? "";
      const answer = await fetch(address);
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining("maintenance")]);
      const told = createInterface({ input: child.stderr })[Symbol.asyncIterator]();
      await told.next();
      child.stdin.write("clear\n");
      expect((await told.next()).value).toContain("ends all faults");
      expect(await (await fetch(address)).text()).not.toContain("maintenance");
      child.kill("SIGINT");
      expect(await once(child, "exit")).toEqual([0, null]);
    },
  );

  test.each(FILES_ONLY)("lets %s work in the folder that it is given", async (vendor) => {
    const folder = await mkdtemp(join(tmpdir(), "spm-simulator-"));
    {
      await using running = start(vendor, "--json", "--folder", folder);
      const { child, lines } = running;
      expect(JSON.parse((await lines.next()).value ?? "")).toMatchObject({ folder });
      expect(await readdir(folder)).not.toEqual([]);
      child.kill("SIGINT");
      expect(await once(child, "exit")).toEqual([0, null]);
    }
    await rm(folder, { recursive: true });
  });

  test("tells how it is used", async () => {
    for (const [options, status, words] of [
      [["--help"], 0, "Usage: spm-ops-simulator"],
      [[], 2, "Usage: spm-ops-simulator"],
      [["acme"], 2, 'There is no simulator of "acme".'],
      [["anaplan", "--port", "many"], 2, '"many" is no port.'],
      [["anaplan", "--colour"], 1, "--colour"],
    ] as const) {
      await using running = start(...options);
      const { child } = running;
      const [said] = await Promise.all([
        Promise.all([text(child.stdout), text(child.stderr)]),
        once(child, "exit"),
      ]);
      expect([child.exitCode, said.join("")]).toEqual([status, expect.stringContaining(words)]);
    }
  });
});
