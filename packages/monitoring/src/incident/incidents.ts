import { type Clock, createRedactor, type Log, type Redactor, SpmError, systemClock } from "@spm-ops/core";
import { appendDue } from "./append-due.js";
import { type CorrelationPolicy, toCorrelationRules } from "./correlation-policy.js";
import { defineLadder, dueEscalation, type Ladder } from "./escalation.js";
import type { Incident, IncidentState } from "./incident.js";
import {
  type Assignment,
  acknowledgeIncident,
  assignIncident,
  closeIncident,
  type GivenFeedback,
  giveFeedback,
  type IncidentAct,
  type Muting,
  muteIncident,
  type ReasonedAct,
  unmuteIncident,
} from "./incident-acts.js";
import { incidentKind } from "./incident-kind.js";
import { createKnownIncidents } from "./known-incidents.js";
import { assertOneRotaPerRole, defineRota, type Rota } from "./rota.js";
import type { Symptom } from "./symptom.js";
import { settleIncidents, tellSymptom } from "./tell-symptom.js";

export interface IncidentsOptions {
  readonly log: Log;
  /** Who decides on incidents, in the log. */
  readonly monitor: string;
  readonly policy?: CorrelationPolicy | undefined;
  /** @defaultValue nobody is called */
  readonly ladder?: Ladder | undefined;
  /** Who is on call; one rota a role. @defaultValue roles are called without a name */
  readonly rotas?: readonly Rota[] | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Takes secrets out of all that is kept. @defaultValue one that knows no secret */
  readonly redactor?: Redactor | undefined;
}

export interface IncidentQuery {
  readonly state?: readonly IncidentState[] | undefined;
  /** By the time of their opening. @defaultValue "oldest" */
  readonly first?: "oldest" | "newest" | undefined;
  /** @defaultValue no limit */
  readonly limit?: number | undefined;
}

/**
 * The incidents in a log. Several monitors may share it: each symptom is decided once, whoever tells it.
 *
 * What people do stands in the log with their name. What cannot be is SpmError `run.refused`, stands there too, and
 * changes nothing.
 */
export interface Incidents {
  /**
   * Keeps a symptom and decides what becomes of the incidents, in one write. Told again it changes nothing.
   *
   * @returns the incident that it stands in; nothing for good news of what was never wrong.
   * @throws SpmError `config.invalid` for what is no symptom: without a key, at no moment in time.
   */
  tell(symptom: Symptom): Promise<string | undefined>;
  /** Sees to what time brings about: incidents that have become steady, mutes that end, roles to be called. */
  settle(): Promise<void>;
  acknowledge(act: IncidentAct): Promise<Incident>;
  assign(act: Assignment): Promise<Incident>;
  mute(act: Muting): Promise<Incident>;
  unmute(act: IncidentAct): Promise<Incident>;
  close(act: ReasonedAct): Promise<Incident>;
  giveFeedback(act: GivenFeedback): Promise<Incident>;
  /** @throws SpmError `run.unknown` without it. */
  get(id: string): Promise<Incident>;
  find(id: string): Promise<Incident | undefined>;
  list(query?: IncidentQuery): AsyncIterable<Incident>;
}

/** Creates the incidents of a log. @throws SpmError `config.invalid` with everything in the policy that cannot work. */
export function createIncidents(options: IncidentsOptions): Incidents {
  const { log, monitor, clock = systemClock, redactor = createRedactor() } = options;
  const rotas = (options.rotas ?? []).map(defineRota);
  assertOneRotaPerRole(rotas);
  const ladder = options.ladder && defineLadder(options.ladder);
  const known = createKnownIncidents(log);
  const writing = { actor: { kind: "service", id: monitor }, redactor } as const;
  const services = { log, clock, known, writing, rules: toCorrelationRules(options.policy) };
  const find = async (id: string) => (await known.find(id))?.state;

  return {
    tell: (symptom) => tellSymptom(services, symptom),
    async settle() {
      await settleIncidents(services);
      await appendDue(services, ({ state, mute }) =>
        state === "muted" && mute !== undefined && mute.untilMs <= clock.now()
          ? [{ type: "incident.unmuted", data: {} }]
          : [],
      );
      if (ladder === undefined) return;
      await appendDue(services, (incident) => {
        const due = dueEscalation(incident, { ladder, rotas }, clock.now());
        return due === undefined ? [] : [{ type: "incident.escalated", data: due }];
      });
    },
    acknowledge: (act) => acknowledgeIncident(services, act),
    assign: (act) => assignIncident(services, act),
    mute: (act) => muteIncident(services, act),
    unmute: (act) => unmuteIncident(services, act),
    close: (act) => closeIncident(services, act),
    giveFeedback: (act) => giveFeedback(services, act),
    find,
    async get(id) {
      const incident = await find(id);
      if (incident !== undefined) return incident;
      throw new SpmError("run.unknown", `There is no incident ${id}.`, { what: id });
    },
    async *list({ state, ...query } = {}) {
      const heads = log.list({ ...query, status: state, kind: incidentKind.name, exceptStatus: "expired" });
      for await (const { stream } of heads) {
        const incident = await find(stream.id);
        if (incident !== undefined) yield incident;
      }
    },
  };
}
