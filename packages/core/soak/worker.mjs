// A worker that performs runs with effects in files until it is killed: node worker.mjs FOLDER [--finish] [--zombie]
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import {
  createRunLog,
  createRunner,
  defineGuide,
  defineProcedure,
  openSqliteLog,
  systemClock,
} from "@spm-ops/core";
import { z } from "zod";

const [folder, ...flags] = process.argv.slice(2);
const text = { title: "A step", instructions: ["Do it by hand."] };

/** Says something to whoever watches, at once. */
const tell = (...words) => writeSync(1, `${words.join(" ")}\n`);

/** The outside world: a ledger on the disk, which remembers whatever becomes of this process. */
function enter(ledger, line) {
  const file = openSync(join(folder, ledger), "a");
  writeSync(file, `${line}\n`);
  fsyncSync(file);
  closeSync(file);
}

const entered = (ledger) =>
  existsSync(join(folder, ledger)) ? readFileSync(join(folder, ledger), "utf8").split("\n") : [];

const procedure = defineProcedure({ id: "night", title: "The night", input: z.object({ slow: z.boolean() }) })
  .step("write", {
    ...text,
    effect: "repeatable",
    run: ({ key }) => {
      writeFileSync(join(folder, `${key.replace("/", "-")}.txt`), key);
      return key;
    },
  })
  .step("send", { ...text, effect: "keyed", run: ({ key }) => enter("keyed.txt", key) })
  .step("pay", {
    ...text,
    effect: "once",
    find: async ({ key }) =>
      entered("once.txt").includes(key) ? { state: "happened", output: key } : { state: "absent" },
    run: ({ key }) => {
      enter("once.txt", key);
      return key;
    },
  })
  .step("wait", {
    ...text,
    effect: "repeatable",
    run: async ({ input, signal, attempt }) => {
      if (!input.slow || attempt > 1) return attempt;
      tell("waiting");
      signal.addEventListener("abort", () => tell("aborted", signal.reason?.code));
      await systemClock.wait(60_000, { signal });
      return attempt;
    },
  })
  .step("close", { ...text, effect: "repeatable", run: ({ outputs }) => outputs.pay });

const log = await openSqliteLog({ path: join(folder, "log.sqlite") });
const telling = {
  ...log,
  async append(stream, append) {
    const events = await log.append(stream, append);
    for (const { seq, hash } of events) tell("kept", stream.kind, stream.id, seq, hash);
    return events;
  },
};
const runner = createRunner({
  log: telling,
  guides: [defineGuide({ title: "Guide", client: "Soak", procedures: [procedure] })],
  worker: `worker ${process.pid}`,
  leaseMs: 400,
});

/** Takes a run up as soon as the claim of the dead worker has ended. */
async function advance(runId) {
  for (;;) {
    try {
      return await runner.advance(runId);
    } catch (error) {
      if (error.code !== "claim.held") throw error;
      await systemClock.wait(Math.max(10, error.details.untilMs - Date.now()));
    }
  }
}

if (flags.includes("--zombie")) {
  await runner.request({ procedureId: "night", runId: "zombie", input: { slow: true } });
  try {
    const run = await advance("zombie");
    tell("ended", run.status);
  } catch (error) {
    tell("lost", error.code);
  }
} else {
  for await (const run of createRunLog(log).list({ status: ["requested", "running", "in-doubt"] }))
    await advance(run.runId);
  for (let number = entered("begun.txt").length; !flags.includes("--finish"); number += 1) {
    appendFileSync(join(folder, "begun.txt"), `${number}\n`);
    const runId = `run-${number}`;
    await runner.request({ procedureId: "night", runId, input: { slow: false } });
    await advance(runId);
  }
}
await log.close();
