import {
  createOutbox,
  createRunner,
  createSlotWatch,
  defineChannel,
  defineGuide,
  defineProcedure,
  SpmError,
  scheduleProcedure,
} from "@spm-ops/core";
import { z } from "zod";

const text = { title: "A step", instructions: ["Do it by hand."] };
const onDoubt = { instructions: ["Look."] };
const person = (id) => ({ kind: "person", id });
const [ada, ben, cleo, dana] = ["ada", "ben", "cleo", "dana"].map(person);
const team = { analyst: ["ada", "ben"], supervisor: ["cleo", "dana"] };
const contacts = Object.keys(team).map((role) => ({ role, reach: `${role}@example.test` }));
const input = z.strictObject({ month: z.string() });
const agreed = { reason: "Agreed by telephone.", actor: ada };
const HOUR_MS = 3_600_000;

/** How the outside world behaves; the words stay the same, hence the guide. */
function proceduresOf({ publish = () => "published", fetch = () => 31 } = {}) {
  const rates = defineProcedure({ id: "rates", title: "Rates", input }).step("fetch", {
    ...text,
    effect: "repeatable",
    async run({ attach }) {
      await attach({
        name: "rates.csv",
        mediaType: "text/csv",
        content: new TextEncoder().encode("USD,1\n"),
      });
      return { rates: await fetch() };
    },
  });
  const closing = defineProcedure({
    id: "close-month",
    title: "Close the month",
    input,
    concurrency: { key: ({ month }) => month, words: "one closing of a month" },
  })
    .waitUntil("settle", { ...text, until: { afterMs: HOUR_MS } })
    .call("rates", { ...text, procedure: rates, input: (call) => call.input })
    .step("load", {
      ...text,
      effect: "keyed",
      run: () => "task 7",
      compensate: { instructions: ["Empty it."], effect: "once", onDoubt, run: () => "emptied" },
    })
    .manual("approve", {
      ...text,
      role: "analyst",
      form: z.strictObject({ total: z.string() }),
      signOff: { need: 2, by: ["supervisor"], notSameAs: ["initiator", "preparer"] },
      due: { afterMs: 4 * HOUR_MS },
      escalate: [{ due: { afterMs: HOUR_MS }, call: "supervisor" }],
      whenOverdue: { submit: { total: "0.00" } },
    })
    .waitFor("paid", {
      ...text,
      until: { words: "the receipt", told: z.strictObject({ receipt: z.string() }) },
    })
    .step("publish", {
      ...text,
      onFailure: { instructions: ["Undo."], then: "compensate" },
      effect: "keyed",
      run: publish,
    });
  return [rates, closing];
}

function guideOf(behaviour, title = "Guide of every kind") {
  return defineGuide({ title, client: "Example", contacts, procedures: proceduresOf(behaviour) });
}

/** Has runs of every kind of step, with all that people can do to them, messages and slots. */
export async function performEveryKind({ log, clock, pass }) {
  const runnerOf = (behaviour, more = []) =>
    createRunner({ log, clock, team, guides: [guideOf(behaviour), ...more], worker: "worker one" });
  const runner = runnerOf();
  const begin = async (runId, by = runner, month = runId) => {
    await by.request({ procedureId: "close-month", runId, input: { month }, actor: person("gil") });
    await by.advance(runId);
    pass(HOUR_MS);
    return by.advance(runId);
  };
  await signInTurn(runner, begin);
  await runner.request({ procedureId: "close-month", runId: "queued", input: { month: "signed" } });
  await runner.advance("queued");
  await runner.tell({ runId: "signed", stepId: "paid", actor: ada, told: { receipt: "R 1" } });
  for (const runId of ["signed", "queued"]) await runner.advance(runId);
  await runner.cancel({ ...agreed, runId: "queued" });
  await runner.advance("queued");

  await begin("overdue");
  for (const hours of [1, 4]) {
    pass(hours * HOUR_MS);
    await runner.advance("overdue");
  }
  const refused = runnerOf({ publish: () => Promise.reject(gone()) });
  await refused.tell({ runId: "overdue", stepId: "paid", actor: ada, told: { receipt: "R 2" } });
  await refused.advance("overdue");

  await begin("undone");
  await runner.cancel({ ...agreed, runId: "undone", compensate: true });
  await runner.advance("undone");

  await begin("postponed", runnerOf({ fetch: () => Promise.reject(locked()) })).catch(() => undefined);
  await begin("migrated");
  const later = guideOf({}, "Guide of every kind, revised");
  await runnerOf({}, [later]).migrate({ ...agreed, runId: "migrated", guideHash: later.hash });
  await sendMessages({ log, clock });
  await watchSlots({ log, clock, pass });
}

async function signInTurn(runner, begin) {
  const at = { runId: "signed", stepId: "approve" };
  await begin("signed");
  await runner.claim({ ...at, actor: ben });
  await runner.giveBack({ ...at, actor: ada });
  await runner.submit({ ...at, actor: ada, form: { total: "12.50" }, comment: "as in the ledger" });
  await runner.reject({ ...at, actor: cleo, reason: "The total is of last month." });
  await runner.submit({ ...at, actor: ada, form: { total: "13.50" } });
  await runner.sign({ ...at, actor: cleo });
  await runner.sign({ ...at, actor: cleo }).catch(() => undefined);
  await runner.sign({ ...at, actor: dana });
  await runner.advance("signed");
}

async function sendMessages({ log, clock }) {
  const payload = z.strictObject({ text: z.string() });
  let answer = () => ({ number: 7 });
  const desk = defineChannel({
    ...{ name: "desk", payload, contract: "once", onDoubt },
    perform: async () => answer(),
  });
  const outbox = createOutbox({ log, clock, channels: [desk], worker: "worker one" });
  const about = { kind: "run", id: "overdue" };
  for (const id of ["sent", "in-doubt", "cancelled"])
    await outbox.put({ id, channel: "desk", payload: { text: "Zoë \u{1F4B6}" }, about });
  await outbox.deliver("sent");
  answer = () => Promise.reject(new SpmError("remote.unknown", "The reply was lost.", { operation: "send" }));
  await outbox.deliver("in-doubt");
  await outbox.resolve({ ...agreed, id: "in-doubt", finding: { as: "happened", receipt: { number: 8 } } });
  await outbox.cancel({ ...agreed, id: "cancelled" });
}

async function watchSlots({ log, clock, pass }) {
  const [rates] = proceduresOf();
  const schedule = {
    id: "hourly",
    title: "Hourly",
    rule: { cron: "0 * * * *" },
    zone: "UTC",
    missed: "latest",
  };
  const scheduled = scheduleProcedure(rates, schedule, ({ nominal }) => ({ month: nominal.slice(0, 7) }));
  const guide = defineGuide({
    title: "Slots",
    client: "Example",
    procedures: [rates],
    schedules: [scheduled],
  });
  const runner = createRunner({ log, clock, guides: [guide], worker: "worker one" });
  const watch = createSlotWatch({ log, runner, guide, worker: "worker one", clock });
  await watch.begin();
  pass(3 * HOUR_MS);
  const { runIds } = await watch.look();
  for (const runId of runIds) await runner.advance(runId);
  await watch.pause({ ...agreed, scheduleId: "hourly" });
  pass(HOUR_MS);
  await watch.look();
  await watch.resume({ ...agreed, scheduleId: "hourly" });
}

const gone = () => new SpmError("remote.not-found", "No such export.", { operation: "export" });
const locked = () => new SpmError("auth.rejected", "Wrong password.", { status: 401 });
