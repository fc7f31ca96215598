import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { defineChannel, defineGuide, defineProcedure, SpmError, systemClock } from "@spm-ops/core";
import { z } from "zod";

const text = { title: "A step", instructions: ["Do it by hand."] };
const person = (id) => ({ kind: "person", id });

export const [ada, cleo, dana] = ["ada", "cleo", "dana"].map(person);
export const team = { analyst: ["ada"], supervisor: ["cleo", "dana"] };

/** Says something to whoever watches, at once. */
export const tell = (...words) => writeSync(1, `${words.join(" ")}\n`);

/** A log that says what it was told to be kept. */
export function tellingLog(log) {
  const told = (events) => {
    for (const { stream, seq, hash } of events) tell("kept", stream.kind, stream.id, seq, hash);
  };
  return {
    ...log,
    async append(...given) {
      const events = await log.append(...given);
      told(events);
      return events;
    },
    async appendAll(...given) {
      const events = await log.appendAll(...given);
      told(events.flat());
      return events;
    },
    async appendClaiming(...given) {
      const claimed = await log.appendClaiming(...given);
      told(claimed.events);
      return claimed;
    },
  };
}

/** The outside world: ledgers on the disk, which remember whatever becomes of those who write them. */
export function openLedgers(folder) {
  const read = (ledger) =>
    existsSync(join(folder, ledger))
      ? readFileSync(join(folder, ledger), "utf8").split("\n").slice(0, -1)
      : [];
  return {
    read,
    enter(ledger, line) {
      const file = openSync(join(folder, ledger), "a");
      writeSync(file, `${line}\n`);
      fsyncSync(file);
      closeSync(file);
    },
    async find({ key }) {
      return read("once.txt").includes(key) ? { state: "happened", output: key } : { state: "absent" };
    },
  };
}

/** A guide of all kinds of steps, whose effects are lines in ledgers. */
export function createSoakGuide(ledgers) {
  const night = createNight(ledgers);
  const contacts = Object.keys(team).map((role) => ({ role, reach: `${role}@example.test` }));
  const procedures = [night, createMonth(ledgers, night)];
  return defineGuide({ title: "Guide", client: "Soak", contacts, procedures });
}

/** What is done only once, and can be found. */
function onceIn({ enter, find }) {
  const run = ({ key }) => {
    enter("once.txt", key);
    return key;
  };
  return { effect: "once", find, run };
}

function createNight(ledgers) {
  const { enter } = ledgers;
  const once = onceIn(ledgers);
  const keyed = { ...text, effect: "keyed", run: ({ key }) => enter("keyed.txt", key) };
  return defineProcedure({ id: "night", title: "The night", input: z.object({ slow: z.boolean() }) })
    .step("send", keyed)
    .step("pay", { ...text, ...once })
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
}

function createMonth(ledgers, night) {
  const once = onceIn(ledgers);
  return defineProcedure({
    id: "month",
    title: "The month",
    input: z.object({ fails: z.boolean() }),
    concurrency: { key: () => "ledger", words: "one month at a time" },
  })
    .step("pay", {
      ...text,
      ...once,
      async run({ key, attach }) {
        await attach({
          name: "report",
          mediaType: "text/plain",
          content: new TextEncoder().encode(`paid ${key}`),
        });
        return once.run({ key });
      },
      compensate: { instructions: ["Take it back."], ...once },
    })
    .call("night", { ...text, procedure: night, input: () => ({ slow: false }) })
    .manual("approve", {
      ...text,
      role: "analyst",
      form: z.object({ total: z.string() }),
      signOff: { need: 2, by: ["supervisor"], notSameAs: ["preparer"] },
    })
    .waitUntil("rest", { ...text, until: { afterMs: 20 } })
    .waitFor("receipt", { ...text, until: { words: "the receipt", told: z.string() } })
    .step("publish", {
      ...text,
      onFailure: { instructions: ["Undo."], then: "compensate" },
      effect: "repeatable",
      run: ({ input }) => {
        if (!input.fails) return "published";
        const refused = { operation: "publish", status: 422, requestId: undefined };
        throw new SpmError("remote.rejected", "It is not published.", refused);
      },
    });
}

/** The way out of messages: a ledger by key. */
export function createSoakChannel({ enter }) {
  return defineChannel({
    name: "mail",
    payload: z.strictObject({ text: z.string() }),
    contract: "keyed",
    perform: async (_payload, { key }) => {
      enter("mail.txt", key);
      return { key };
    },
  });
}
