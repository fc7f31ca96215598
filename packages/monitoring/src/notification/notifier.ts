import {
  type Channel,
  type Clock,
  createRedactor,
  isSpmError,
  isZone,
  type Log,
  type OnWake,
  type Outbox,
  type Redactor,
  SpmError,
  systemClock,
  toStreamWrite,
} from "@spm-ops/core";
import { type IncidentEvent, incidentKind } from "../incident/incident-kind.js";
import { createKnownIncidents, type KnownIncidents } from "../incident/known-incidents.js";
import { assertOneRotaPerRole, defineRota } from "../incident/rota.js";
import type { noticesSchema } from "./notice.js";
import { type NoticePlan, type NoticePlanning, planNotices } from "./plan-notices.js";
import { defineNotificationPolicy } from "./route.js";

/** A channel that takes notices. */
export type NoticeChannel = Channel<string, typeof noticesSchema>;

export interface NotifierOptions extends Omit<NoticePlanning, "rotas" | "zone"> {
  readonly log: Log;
  /** The outbox on the same log, with the channels that the routes name. */
  readonly outbox: Pick<Outbox<NoticeChannel>, "toWrite">;
  /** Who tells, in the log. */
  readonly monitor: string;
  /** @defaultValue none: nobody holds a role */
  readonly rotas?: NoticePlanning["rotas"] | undefined;
  /** @defaultValue "UTC" */
  readonly zone?: string | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Takes secrets out of all that is kept. @defaultValue one that knows no secret */
  readonly redactor?: Redactor | undefined;
}

/** Tells people of incidents. */
export interface Notifier {
  /**
   * Puts into the outbox what people are to be told by now, and keeps with the incidents that it was: in one write, so
   * that no crash tells a revision twice, or not at all. Several processes may do so at once.
   *
   * @returns the ids of the messages.
   */
  notify(): Promise<readonly string[]>;
  /**
   * The same for an engine: a closed incident is due as long as somebody may have to be told of its end. Hand it to
   * `createOperations` as what moves streams of `incidentKind`. It leaves streams of other kinds alone.
   */
  readonly onWake: OnWake;
}

/** Creates what tells people of incidents. @throws SpmError `config.invalid` with everything that cannot work. */
export function createNotifier(options: NotifierOptions): Notifier {
  const { log, outbox, monitor, clock = systemClock, redactor = createRedactor(), zone = "UTC" } = options;
  if (!isZone(zone)) {
    const issues = [`zone: ${zone} is no IANA zone that is known here`];
    throw new SpmError("config.invalid", `There is something wrong with the notifier: ${issues[0]}`, {
      issues,
    });
  }
  const { instructionsFor, isMaintenance } = options;
  const rotas = (options.rotas ?? []).map(defineRota);
  assertOneRotaPerRole(rotas);
  const policy = defineNotificationPolicy(options.policy);
  const planning = { policy, rotas, zone, instructionsFor, isMaintenance };
  const known = createKnownIncidents(log);
  const actor = { kind: "service", id: monitor } as const;

  const tellOnce = async () => {
    const incidents = await known.unsettled();
    const states = [...incidents.values()].map(({ state }) => state);
    const plan = planNotices(states, planning, clock.now());
    const messages = plan.messages.map(({ id, channel, target, notices }) => {
      const first = notices.length === 1 ? notices[0] : undefined;
      const about = first && { kind: incidentKind.name, id: first.incidentId };
      return outbox.toWrite({ id, channel, payload: { target, notices: [...notices] }, about, actor });
    });
    const changes = toIncidentEvents(plan, incidents).map(([id, events]) =>
      toStreamWrite(incidentKind, { id, events, after: incidents.get(id) }, { actor, redactor }),
    );
    if (changes.length > 0) await log.appendAll([...changes, ...messages]);
    return plan.messages.map(({ id }) => id);
  };

  const notify = async () => {
    for (;;) {
      try {
        return await tellOnce();
      } catch (error) {
        if (!isSpmError(error, "log.conflict")) throw error;
      }
    }
  };
  return {
    notify,
    async onWake({ kind }) {
      if (kind === incidentKind.name) await notify();
    },
  };
}

/** What is kept with each incident of what was told of it. */
function toIncidentEvents(
  { messages, settled }: NoticePlan,
  incidents: Awaited<ReturnType<KnownIncidents["unsettled"]>>,
): readonly (readonly [string, readonly IncidentEvent[]])[] {
  return [...incidents.keys()]
    .map((incidentId) => {
      const told = messages.flatMap(({ id: messageId, route, channel, target, notices }) =>
        notices
          .filter((notice) => notice.incidentId === incidentId)
          .map(({ revision }) => ({
            type: "incident.told" as const,
            data: { revision, route, channel, target, messageId },
          })),
      );
      const ends = settled.includes(incidentId) ? [{ type: "incident.settled" as const, data: {} }] : [];
      return [incidentId, [...told, ...ends]] as const;
    })
    .filter(([, events]) => events.length > 0);
}
