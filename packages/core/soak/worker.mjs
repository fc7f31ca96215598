// A worker that performs runs with effects in files until it is killed: node worker.mjs FOLDER [--finish] [--zombie]
import { join } from "node:path";
import { createOutbox, createRunner, openSqliteLog, systemClock } from "@spm-ops/core";
import { createSoakChannel, createSoakGuide, openLedgers, team, tell, tellingLog } from "./soak-guide.mjs";

const [folder, ...flags] = process.argv.slice(2);
const ledgers = openLedgers(folder);
const worker = `worker ${process.pid}`;
const log = tellingLog(await openSqliteLog({ path: join(folder, "log.sqlite") }));
const guides = [createSoakGuide(ledgers)];
const runner = createRunner({ log, guides, worker, team, leaseMs: 400 });
const outbox = createOutbox({ log, channels: [createSoakChannel(ledgers)], worker, leaseMs: 400 });

tell("ready");

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

/** A busy machine may keep a worker from renewing its claim in time: then it takes the run up again. */
async function advanceAgain(runId) {
  try {
    await advance(runId);
  } catch (error) {
    if (error.code !== "claim.lost") throw error;
  }
}

/** Tells of an incident in the very write that opens it. */
async function openIncident(number) {
  const incident = { kind: "incident", id: `incident-${number}` };
  if ((await log.find(incident)) !== undefined) return;
  const events = [{ type: "incident.opened", actor: { kind: "service", id: worker }, data: {} }];
  const opened = { stream: incident, events, expectedSeq: 0, index: { status: "open", subject: "soak" } };
  const message = { id: `incident-${number}/notify`, channel: "mail", payload: { text: "It is late." } };
  await log.appendAll([opened, outbox.toWrite({ ...message, about: incident })]);
}

/** Moves all that is due, and tells whether anything is still open. */
async function moveWhatIsDue() {
  for await (const { stream } of log.list({ kind: "run", dueByMs: Date.now() }))
    await advanceAgain(stream.id);
  const { troubled } = await outbox.deliverDue();
  for (const { error } of troubled) if (error.code !== "claim.lost") throw error;
  const status = ["requested", "running", "waiting", "in-doubt"];
  for await (const _ of log.list({ kind: "run", status, limit: 1 })) return true;
  for await (const _ of log.list({ kind: "message", status: ["waiting", "sending"], limit: 1 })) return true;
  return false;
}

async function begin(number) {
  ledgers.enter("begun.txt", number);
  const runId = `run-${number}`;
  const isNight = number % 2 === 0;
  const input = isNight ? { slow: false } : { fails: number % 4 === 3 };
  await runner.request({ procedureId: isNight ? "night" : "month", runId, input });
  await openIncident(number);
}

if (flags.includes("--zombie")) {
  await runner.request({ procedureId: "night", runId: "zombie", input: { slow: true } });
  try {
    const run = await advance("zombie");
    tell("ended", run.status);
  } catch (error) {
    tell("lost", error.code);
  }
} else if (flags.includes("--finish")) {
  while (await moveWhatIsDue()) await systemClock.wait(20);
} else {
  for (let number = ledgers.read("begun.txt").length; ; number += 1) {
    await begin(number);
    await moveWhatIsDue();
  }
}
await log.close();
