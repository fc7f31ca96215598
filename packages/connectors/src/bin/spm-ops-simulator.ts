#!/usr/bin/env node
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { isSpmError } from "@spm-ops/core";
import type { RunningProgram, SimulatorProgram } from "../simulator/program.js";

const USAGE = `Usage: spm-ops-simulator VENDOR [--port 4501] [--storage FOLDER] [--folder FOLDER] [--fault "NAME ARGUMENT"]…
       [--json]

Starts a server on this machine that answers as the vendor does; a vendor who takes files and nothing else works in the
folder. While it runs, type the name of a fault to switch it on, or "help" for their list. Ctrl+C ends it.`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: "string", default: "0" },
      storage: { type: "string" },
      folder: { type: "string" },
      fault: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [vendor] = positionals;
  if (values.help || vendor === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return values.help ? 0 : 2;
  }
  const program = await findProgram(vendor);
  const port = Number(values.port);
  if (program === undefined || !Number.isInteger(port) || port < 0 || port > 65_535) {
    const why =
      program === undefined ? `There is no simulator of "${vendor}".` : `"${values.port}" is no port.`;
    process.stderr.write(`${why}\n\n${USAGE}\n`);
    return 2;
  }
  await using running = await program.start({ port, storage: values.storage, folder: values.folder });
  // Whoever reads that it runs may end it at once.
  const interrupted = untilInterrupted();
  tell(program, running, values.json);
  for (const fault of values.fault) process.stderr.write(`${switchOn(running, fault)}\n`);
  await takeOrders(running, interrupted);
  return 0;
}

/** Each vendor's simulator is a subpath of this package, and has a program in it. */
async function findProgram(vendor: string): Promise<SimulatorProgram | undefined> {
  if (!/^[a-z]+(-[a-z]+)*$/.test(vendor)) return undefined;
  try {
    const { simulatorProgram }: { simulatorProgram?: SimulatorProgram } = await import(
      `@spm-ops/connectors/${vendor}/simulator`
    );
    return simulatorProgram;
  } catch (error) {
    const isAbsent =
      error instanceof Error && "code" in error && error.code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
    if (isAbsent) return undefined;
    throw error;
  }
}

function tell({ title }: SimulatorProgram, { facts }: RunningProgram, json: boolean): void {
  const lines = facts.map(([name, value]) => `  ${name.padEnd(24)} ${value}`);
  process.stdout.write(
    json ? `${JSON.stringify(Object.fromEntries(facts))}\n` : `${title}\n${lines.join("\n")}\n`,
  );
}

function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}

/** Takes the names of faults, a line each, until somebody interrupts. */
async function takeOrders(running: RunningProgram, interrupted: Promise<void>): Promise<void> {
  const orders = createInterface({ input: process.stdin });
  orders.on("line", (line) => {
    if (line.trim() !== "") process.stderr.write(`${switchOn(running, line.trim())}\n`);
  });
  await interrupted;
  orders.close();
  process.stdin.destroy();
}

function switchOn({ faults }: RunningProgram, order: string): string {
  const [name = "", ...argument] = order.split(" ");
  const fault = faults[name];
  if (fault !== undefined) {
    fault.switchOn(argument.join(" "));
    return `${name}: ${fault.title}`;
  }
  const list = Object.entries(faults).map(
    ([known, { argument: form, title }]) => `  ${`${known} ${form}`.padEnd(32)} ${title}`,
  );
  return `${name === "help" ? "" : `There is no fault "${name}". `}Faults:\n${list.join("\n")}`;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${isSpmError(error) || error instanceof TypeError ? error.message : error}\n`);
  process.exitCode = 1;
}
