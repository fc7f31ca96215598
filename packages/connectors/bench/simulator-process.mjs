import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../dist/bin/spm-ops-simulator.js", import.meta.url));

/**
 * A simulator in a process of its own, with what it says of itself; ended by its id.
 *
 * @param {string} vendor
 */
export async function startSimulatorProcess(vendor) {
  const child = spawn(process.execPath, [program, vendor, "--json"], { stdio: ["pipe", "pipe", "ignore"] });
  const { value } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  return {
    facts: JSON.parse(value),
    async [Symbol.asyncDispose]() {
      if (child.kill("SIGINT")) await once(child, "exit");
    },
  };
}
