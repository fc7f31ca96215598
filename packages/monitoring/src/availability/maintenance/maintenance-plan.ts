import {
  type Clock,
  createRedactor,
  foldStream,
  type Log,
  openStream,
  parseOptions,
  type Redactor,
  SpmError,
  systemClock,
} from "@spm-ops/core";
import { maintenanceTime } from "../calendar/maintenance.js";
import {
  agreeOnRule,
  announceWindow,
  callOffWindow,
  changeWindow,
  endRule,
  type MaintenanceAct,
  type MaintenanceActName,
  type MaintenanceDecision,
  maintenanceActs,
  type RuleAgreement,
  type WindowAnnouncement,
  type WindowChange,
} from "./maintenance-acts.js";
import { maintenanceKind } from "./maintenance-kind.js";
import type { PlannedMaintenance } from "./planned-maintenance.js";

export interface MaintenancePlanOptions {
  readonly log: Log;
  /** Tells what has ended already. @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Takes secrets out of all that is kept. @defaultValue one that knows no secret */
  readonly redactor?: Redactor | undefined;
}

/**
 * The maintenance that a log keeps, by environment. Several processes may share it.
 *
 * Each act stands in the log with who did it and why, and counts from when the log kept it: nothing is announced for a
 * time that has passed. Announced, changed or agreed on once more with the same words, it is done already. What cannot
 * be is SpmError `run.refused`, stands in the log too, and changes nothing; acting on what there is not is
 * `run.unknown`, an act with something wrong in it `config.invalid`.
 */
export interface MaintenancePlan {
  /** Announces a window. One that has begun counts from now on. */
  announce(act: WindowAnnouncement): Promise<PlannedMaintenance>;
  /** Says that a window is to be at another time, also while it lasts. What of it has passed stays as it was. */
  change(act: WindowChange): Promise<PlannedMaintenance>;
  callOff(act: MaintenanceAct): Promise<PlannedMaintenance>;
  /** Agrees on maintenance that comes again. */
  agree(act: RuleAgreement): Promise<PlannedMaintenance>;
  /** Ends a rule from now on. */
  end(act: MaintenanceAct): Promise<PlannedMaintenance>;
  /** All maintenance of an environment, as the log has it now: for `WatchedProbe.maintenance` and `measureUptime`. */
  read(environment: string): Promise<readonly PlannedMaintenance[]>;
  /** Reads what has changed, of all environments. */
  refresh(): Promise<void>;
  /**
   * Whether an environment is under maintenance at a moment, by what was read last: every act, `read` and `refresh`
   * reads what has changed. For `NotifierOptions.isMaintenance`.
   */
  readonly isMaintenance: (environment: string, atMs: number) => boolean;
}

/** Opens the plan of a log. Nothing is read before it is asked for. */
export function createMaintenancePlan({
  log,
  clock = systemClock,
  redactor = createRedactor(),
}: MaintenancePlanOptions): MaintenancePlan {
  const services = { log, redactor };
  const known = createKnownMaintenance(log);
  /** Checks an act and keeps what is decided on it. Titles are compared as they are kept. */
  const act = async (called: MaintenanceActName, given: MaintenanceAct, decide: Decide) => {
    parseOptions(maintenanceActs[called], given, `what is to ${called} maintenance`);
    const done = await actOn(services, { ...given, called }, decide);
    await known.refresh();
    return done;
  };
  const titled = <Act extends { readonly title: string }>(given: Act) => ({
    ...given,
    title: redactor.text(given.title),
  });
  return {
    announce: (given) =>
      act("announce", given, (planned) => announceWindow(titled(given), planned, clock.now())),
    change: (given) =>
      act("change", given, (planned) => planned && changeWindow(given, planned, clock.now())),
    callOff: (given) =>
      act("call off", given, (planned) => planned && callOffWindow(given, planned, clock.now())),
    agree: (given) => act("agree on", given, (planned) => agreeOnRule(titled(given), planned)),
    end: (given) => act("end", given, (planned) => planned && endRule(given, planned)),
    async read(environment) {
      await known.refresh();
      return known.of(environment);
    },
    refresh: known.refresh,
    isMaintenance: (environment, atMs) =>
      maintenanceTime(known.of(environment), { fromMs: atMs, toMs: atMs + 1 }).length > 0,
  };
}

/** Reads the streams of all environments, and anew those that have changed. */
function createKnownMaintenance(log: Log) {
  const known = new Map<string, { readonly seq: number; readonly planned: readonly PlannedMaintenance[] }>();
  const seqOf = (environment: string) => known.get(environment)?.seq ?? 0;
  return {
    of: (environment: string) => known.get(environment)?.planned ?? [],
    async refresh(): Promise<void> {
      for await (const { stream, head } of log.list({ kind: maintenanceKind.name })) {
        if (head.seq <= seqOf(stream.id)) continue;
        const events = await log.read(stream);
        const planned = foldStream(maintenanceKind, events)?.planned ?? [];
        // Somebody who reads at the same time may have seen more.
        if (events.length > seqOf(stream.id)) known.set(stream.id, { seq: events.length, planned });
      }
    },
  };
}

/** Decides on what is planned; nothing where there is nothing to decide on. */
type Decide = (planned: PlannedMaintenance | undefined) => MaintenanceDecision | undefined;

/** Keeps what was said. An act that cannot be is kept too, and changes nothing. */
async function actOn(
  { log, redactor }: { readonly log: Log; readonly redactor: Redactor },
  { environment, id, actor, called }: MaintenanceAct & { readonly called: MaintenanceActName },
  decide: Decide,
): Promise<PlannedMaintenance> {
  const stream = await openStream(log, maintenanceKind, environment, { actor, redactor });
  let refusal: string | undefined;
  const state = await stream.append((present) => {
    const decision = decide(present?.planned.find((each) => each.id === id));
    refusal = undefined;
    if (decision === undefined || decision === "done") return [];
    if ("type" in decision) return [decision];
    refusal = decision.refused;
    return [{ type: "act.refused", data: { id, act: called, why: refusal } }];
  });
  const what = `the maintenance ${id} of ${environment}`;
  if (refusal !== undefined) {
    throw new SpmError("run.refused", `Cannot ${called} ${what}: ${refusal}.`, { issues: [refusal] });
  }
  const planned = state?.planned.find((each) => each.id === id);
  if (planned !== undefined) return planned;
  throw new SpmError("run.unknown", `There is no ${what.slice("the ".length)}.`, { what: id });
}
