import { z } from "zod";
import { createOutbox, defineChannel } from "../../../core/dist/index.js";
import { createIncidents, createNotifier, createSlotMonitor } from "../../dist/index.js";
import { createCrashingLog } from "./crashing-log.mjs";

const payload = z.object({
  target: z.string(),
  notices: z.array(z.looseObject({ incidentId: z.string(), revision: z.number() })),
});
/** It looks every ten minutes, and judges the newest eight hours again. */
const WATCHING = { lookbackMs: 28_800_000, heartbeatMs: 600_000 };
const policy = { routes: [{ name: "ops", channel: "desk", to: "ops" }] };

/**
 * One life of the process that monitors: slots, incidents and who is told, on one log. It knows nothing but the log.
 *
 * @param {{ log: object, clock: object, reception: object, lateness: object, world: object, heard: object[] }} surroundings
 */
export function startMonitoring({ log, clock, reception, lateness, world, heard }) {
  const crashing = createCrashingLog(log);
  const own = { log: crashing.log, clock };
  const desk = defineChannel({
    ...{ name: "desk", payload, contract: "keyed" },
    perform: async ({ notices }, { key }) => {
      world.sent.push(key);
      world.inbox.set(
        key,
        notices.map(({ incidentId, revision }) => `${incidentId} r${revision}`),
      );
      if (world.endsAfterSending()) crashing.crashAfter(0);
      return { key };
    },
  });
  const outbox = createOutbox({ ...own, channels: [desk], worker: "worker", leaseMs: 1_000 });
  const incidents = createIncidents({ ...own, monitor: "monitor" });
  const notifier = createNotifier({ ...own, outbox, monitor: "monitor", policy });
  const monitor = createSlotMonitor({
    ...{ ...own, monitor: "slots", ...WATCHING },
    schedules: world.operations.map(({ id, schedule, environment, upstream }) => ({
      ...{ schedule, procedureId: id, environment, upstream },
      limits: { expectedStart: lateness.expectedStart(id, clock) },
    })),
    runsFromOutside: reception.runsFromOutside,
    clientClocks: reception.clientClocks,
    onSymptom: async (symptom) => {
      heard.push(symptom);
      await incidents.tell(symptom);
    },
  });
  return {
    /** It ends in the midst of its work. */
    crashAfter: crashing.crashAfter,
    async look(outages) {
      for (const { symptom } of outages) await incidents.tell(symptom);
      const { judged, failures } = await monitor.look();
      for (const { error } of failures) throw error;
      await incidents.settle();
      await notifier.notify();
      const { troubled } = await outbox.deliverDue();
      for (const { error } of troubled) throw error;
      return judged;
    },
  };
}
