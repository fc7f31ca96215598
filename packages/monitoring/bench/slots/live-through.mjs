import { openSqliteLog } from "../../../core/dist/index.js";
import { createFakeClock } from "../../../core/dist/testing/index.js";
import { AFTERWARDS_MS } from "../generator/slots/slot-world.mjs";
import { Crash } from "./crashing-log.mjs";
import { startMonitoring } from "./monitoring-process.mjs";
import { createReception } from "./reception.mjs";

const LOOK_MS = 600_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Every three days a new process is started an hour before the old one is ended. */
const REPLACED_MS = 3 * DAY_MS;
/** A process that goes down does so in the midst of a look, within so many writes. */
const MOST_WRITES = 3;
/** And it may end at any write at all; with one heartbeat a look, within two days at most. Another is started at once. */
const MOST_LIFETIME_WRITES = 500;
/** Of the notices that were sent, so many are not known to have been when the process ends. */
const ENDS_AFTER_SENDING = 0.05;

/**
 * Monitors a season: a look every ten minutes while the monitor is there, over a real log, with what has come in by
 * then. Whenever it goes down, it does so in the midst of its work.
 */
export async function liveThrough({ season, operations, lateness, random }) {
  const clock = createFakeClock(season.fromMs);
  const log = await openSqliteLog({ path: ":memory:", clock });
  const heard = [];
  const endsAfterSending = () => random.chance(ENDS_AFTER_SENDING);
  const world = { operations, sent: [], inbox: new Map(), endsAfterSending };
  const reception = createReception(season.tellings, clock);
  const start = () => {
    const begun = startMonitoring({ log, clock, reception, lateness, world, heard });
    begun.crashAfter(Math.floor(random.between(MOST_WRITES, MOST_LIFETIME_WRITES)));
    return begun;
  };
  let processes = [];
  let crashes = 0;
  const toldOutages = new Set();
  for (; clock.now() < season.toMs + AFTERWARDS_MS; clock.advance(LOOK_MS)) {
    const now = clock.now();
    const isDown = season.downtimes.some(({ fromMs, toMs }) => now >= fromMs && now < toMs);
    if (isDown && processes.length === 0) continue;
    if (processes.length === 0) processes = [start()];
    const isReplacing = (now - season.fromMs) % REPLACED_MS < HOUR_MS && now > season.fromMs + DAY_MS;
    if (isReplacing && processes.length === 1) processes.push(start());
    else if (!isReplacing) processes = processes.slice(-1);
    if (isDown) for (const each of processes) each.crashAfter(Math.floor(random.between(0, MOST_WRITES)));
    const due = season.outages.filter((each) => each.symptom.at <= now && !toldOutages.has(each));
    const looks = await Promise.allSettled(processes.map((each) => each.look(due)));
    for (const look of looks) {
      if (look.status === "fulfilled") lateness.learn(look.value);
      else if (look.reason instanceof Crash) crashes += 1;
      else throw look.reason;
    }
    processes = processes.filter((_, at) => looks[at].status === "fulfilled" && !isDown);
    if (processes.length > 0) for (const each of due) toldOutages.add(each);
  }
  return { log, heard, world, crashes };
}
