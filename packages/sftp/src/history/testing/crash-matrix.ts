import type { Clock } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import { expect } from "vitest";
import { type CrashPlace, openCrashPlace } from "./crash-place.js";
import type { CrashScenario } from "./crash-scenario.js";
import type { CrashServer } from "./crash-server.js";
import type { RelayFate } from "./relay-fault.js";

/** What is done over a line that is cut. */
export interface CrashSubject {
  /** Does it from wherever it stands to its end; called again after the process has died. */
  perform(server: CrashServer, place: CrashPlace, clock: Clock): Promise<CrashOutcome>;
  /** Holds the outcome against what lies there. */
  check(seen: CrashSeen): void;
}

/** How a performance ended. Equal whenever it is done again. */
interface CrashOutcome {
  /** The path of the kept file on the site. */
  readonly path: string;
  /** Whether a person was asked on the way. */
  readonly asked: boolean;
}

export interface CrashSeen {
  readonly outcome: CrashOutcome;
  readonly place: CrashPlace;
  readonly scenario: CrashScenario;
  readonly holdings: ReadonlyMap<string, string>;
  /** Whether the customer came while the line was down. */
  readonly cameMeanwhile: boolean;
  /** Whether the server executed one of our changes after the line was cut. */
  readonly lateChange: boolean;
}

/** What a matrix came to. */
export interface CrashTally {
  readonly runs: number;
  readonly asked: number;
}

interface CrashRun {
  readonly scenario: CrashScenario;
  readonly request: number;
  readonly fate: RelayFate;
  readonly dies: boolean;
}

/** Requests that change something: when they are executed late matters. */
const CHANGES: readonly string[] = ["OPEN", "WRITE", "MKDIR", "RENAME", "REMOVE", "EXTENDED"];

/** At once when the line is back; between our next look and our next rename; and after everything. */
const LATE_MOMENTS = [0, 5, Number.POSITIVE_INFINITY];

const LOST: RelayFate = { kind: "lost before sending" };

/** The death of our process is nothing that a server could tell from a lost line: late requests are left out there. */
function otherFates(struck: string, dies: boolean): readonly RelayFate[] {
  if (dies) return [{ kind: "reply lost" }];
  const moments = CHANGES.includes(struck) ? LATE_MOMENTS : [0];
  return [
    { kind: "reply lost" },
    ...moments.map((afterRequests): RelayFate => ({ kind: "executed late", afterRequests })),
  ];
}

/** Which requests are struck. */
export interface CrashSelection {
  /** Whether the process dies with the line, both ways where both are to be tried. @defaultValue `[false]` */
  readonly deaths?: readonly boolean[] | undefined;
  /** @defaultValue 1 */
  readonly first?: number | undefined;
  /** @defaultValue 1, every one from the first on */
  readonly step?: number | undefined;
}

/** Strikes the requests of a subject, one a run, in every way, until there is no further request to strike. */
export async function runCrashMatrix(
  server: CrashServer,
  scenario: CrashScenario,
  subject: CrashSubject,
  { deaths = [false], first = 1, step = 1 }: CrashSelection = {},
): Promise<CrashTally> {
  let runs = 0;
  let asked = 0;
  const run = async (each: Omit<CrashRun, "scenario">) => {
    const { struck, wasAsked } = await runOnce(server, { scenario, ...each }, subject);
    if (struck === undefined) return undefined;
    runs += 1;
    if (wasAsked) asked += 1;
    return struck;
  };
  for (const dies of deaths) {
    for (let request = first; ; request += step) {
      const struck = await run({ request, fate: LOST, dies });
      if (struck === undefined) break;
      for (const fate of otherFates(struck, dies)) await run({ request, fate, dies });
    }
  }
  return { runs, asked };
}

class ProcessDied extends Error {}

let places = 0;

async function runOnce(
  server: CrashServer,
  { scenario, request, fate, dies }: CrashRun,
  subject: CrashSubject,
) {
  places += 1;
  const place = await openCrashPlace(server, `run-${places}`);
  await scenario.before(place);
  let cameMeanwhile = false;
  const outage = async () => {
    await scenario.meanwhile(place);
    cameMeanwhile = true;
    if (dies) throw new ProcessDied();
  };
  const fault = server.relay.arm(request, fate);
  const perform = async () => {
    try {
      return await subject.perform(server, place, clockWith(outage));
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
      return subject.perform(server, place, createFakeClock());
    }
  };
  const run = `${fault.fate.kind} at request ${request}, ${scenario.title}${dies ? ", and the process dies" : ""}`;
  try {
    const outcome = await perform();
    await fault.settle();
    const lateChange = fate.kind === "executed late" && CHANGES.includes(fault.struck ?? "");
    const seen = { outcome, place, scenario, cameMeanwhile, lateChange };
    subject.check({ ...seen, holdings: await place.holdings() });
    const again = await subject.perform(server, place, createFakeClock());
    expect(again.path, "done again").toBe(outcome.path);
    subject.check({ ...seen, holdings: await place.holdings() });
    return { struck: fault.struck, wasAsked: outcome.asked };
  } catch (error) {
    if (error instanceof Error) error.message = `${run} (${fault.struck}): ${error.message}`;
    throw error;
  }
}

/** A clock whose first wait is the outage; every wait is over at once. */
function clockWith(outage: () => Promise<void>): Clock {
  const clock = createFakeClock();
  let waits = 0;
  return {
    ...clock,
    async wait(ms, call) {
      waits += 1;
      if (waits === 1) await outage();
      await clock.wait(ms, call);
    },
  };
}
