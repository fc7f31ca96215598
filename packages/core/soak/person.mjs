// People who do what is theirs, until they are killed: node person.mjs FOLDER
import { join } from "node:path";
import { createRunLog, createRunner, openSqliteLog, systemClock } from "@spm-ops/core";
import { ada, cleo, createSoakGuide, dana, openLedgers, team, tell, tellingLog } from "./soak-guide.mjs";

const [folder] = process.argv.slice(2);
const log = tellingLog(await openSqliteLog({ path: join(folder, "log.sqlite") }));
const runner = createRunner({ log, guides: [createSoakGuide(openLedgers(folder))], worker: "desk", team });

/** What was refused was done already, by somebody who was killed before they heard of it. */
async function unlessRefused(act) {
  try {
    await act();
  } catch (error) {
    if (error.code !== "run.refused") throw error;
  }
}

async function actOn({ runId, steps }) {
  for (const { stepId, status, manual } of steps) {
    if (status !== "waiting") continue;
    const at = { runId, stepId };
    if (stepId === "receipt") await unlessRefused(() => runner.tell({ ...at, actor: ada, told: "R 1" }));
    if (stepId !== "approve") continue;
    if (manual?.submission === undefined)
      await unlessRefused(() => runner.submit({ ...at, actor: ada, form: { total: "12.50" } }));
    for (const actor of [cleo, dana]) await unlessRefused(() => runner.sign({ ...at, actor }));
  }
}

tell("ready");
for (;;) {
  for await (const run of createRunLog(log).list({ status: ["waiting"] })) await actOn(run);
  await systemClock.wait(10);
}
