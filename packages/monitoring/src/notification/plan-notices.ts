import { sha256 } from "@spm-ops/core";
import { type Incident, rootSymptom, type Told } from "../incident/incident.js";
import type { Rota } from "../incident/rota.js";
import { type Notice, type NoticeWriting, toNotice } from "./notice.js";
import { isFor, isQuiet, type NotificationPolicy, type Route, targetOf } from "./route.js";

/** By what it is planned who is told. */
export interface NoticePlanning extends NoticeWriting {
  readonly policy: NotificationPolicy;
  readonly rotas: readonly Rota[];
  /** Whether an environment is under agreed maintenance. Nobody is told of it then, but of what outlasts it. */
  readonly isMaintenance?: ((environment: string, atMs: number) => boolean) | undefined;
}

/** One message that is to be put into the outbox. */
interface PlannedMessage {
  readonly id: string;
  readonly route: string;
  readonly channel: string;
  readonly target: string;
  readonly notices: readonly Notice[];
}

export interface NoticePlan {
  readonly messages: readonly PlannedMessage[];
  /** Incidents that are closed and of which nobody is to be told anything more. */
  readonly settled: readonly string[];
}

/** Somebody who is to be told of the present revision of an incident. */
interface Recipient extends Pick<Told, "route" | "channel" | "target"> {
  readonly togetherFrom: number;
  readonly isHeld: boolean;
}

/**
 * Plans who is told of which incidents now. Nobody is told the same revision twice, and of several that have passed
 * meanwhile only the present one.
 *
 * Of its end all those are told who were told of an incident, and nobody else. What is muted, in quiet hours or under
 * maintenance is held back; it is told later, if there is still something to tell.
 */
export function planNotices(
  incidents: readonly Incident[],
  planning: NoticePlanning,
  now: number,
): NoticePlan {
  const pending = incidents.map((incident) => ({
    incident,
    recipients: toRecipients(incident, planning, now).filter((each) => !knows(each, incident)),
  }));
  const due = pending.flatMap(({ incident, recipients }) => {
    if (isWithheld(incident, planning, now)) return [];
    const notice = toNotice(incident, planning);
    return recipients.filter(({ isHeld }) => !isHeld).map((recipient) => ({ recipient, notice }));
  });
  return {
    messages: toMessages(due),
    settled: pending
      .filter(
        ({ incident, recipients }) =>
          incident.state === "closed" && recipients.every(({ isHeld }) => !isHeld),
      )
      .map(({ incident }) => incident.id),
  };
}

function toRecipients(incident: Incident, planning: NoticePlanning, now: number): readonly Recipient[] {
  const { policy, rotas } = planning;
  const isCritical = incident.severity === "critical";
  const rulesOf = (route: Route | undefined) => ({
    togetherFrom: isCritical ? Infinity : (route?.togetherFrom ?? 2),
    isHeld: route !== undefined && !isCritical && isQuiet(route, now),
  });
  const before = incident.told.map(({ route: name, channel, target }) => {
    const route = policy.routes.find((each) => each.name === name);
    return { route: name, channel, target, ...rulesOf(route) };
  });
  const routes = incident.state === "closed" ? [] : policy.routes.filter((route) => isFor(route, incident));
  const after = routes.flatMap((route) => {
    const target = targetOf(route, policy, { rotas, now });
    const { name, channel } = route;
    return target === undefined ? [] : [{ route: name, channel, target, ...rulesOf(route) }];
  });
  const end = incident.state === "closed" || incident.acknowledgement !== undefined;
  const byPlace = new Map<string, Recipient>();
  for (const each of [...after, ...(end ? before : [])]) {
    const place = JSON.stringify([each.channel, each.target]);
    if (!byPlace.has(place)) byPlace.set(place, each);
  }
  return [...byPlace.values()];
}

function knows({ channel, target }: Recipient, { told, revision }: Incident): boolean {
  return told.some((each) => each.channel === channel && each.target === target && each.revision >= revision);
}

function isWithheld(incident: Incident, { isMaintenance }: NoticePlanning, now: number): boolean {
  if (incident.state === "muted") return true;
  const environment = rootSymptom(incident)?.environment;
  if (incident.state === "closed" || environment === undefined) return false;
  return isMaintenance?.(environment, now) ?? false;
}

/** Each by itself, or together what goes one way and is not urgent. */
function toMessages(
  due: readonly { readonly recipient: Recipient; readonly notice: Notice }[],
): readonly PlannedMessage[] {
  const byWay = new Map<string, { readonly recipient: Recipient; readonly notices: Notice[] }>();
  for (const { recipient, notice } of due) {
    const { channel, target, togetherFrom } = recipient;
    const alone = Number.isFinite(togetherFrom) ? "" : notice.incidentId;
    const way = JSON.stringify([channel, target, alone]);
    const group = byWay.get(way) ?? { recipient, notices: [] };
    group.notices.push(notice);
    byWay.set(way, group);
  }
  return [...byWay.values()].flatMap(({ recipient, notices }) => {
    const { route, channel, target } = recipient;
    const groups = notices.length >= recipient.togetherFrom ? [notices] : notices.map((notice) => [notice]);
    return groups.map((group) => ({
      id: messageIdOf(group, recipient),
      route,
      channel,
      target,
      notices: group,
    }));
  });
}

/** The same for what is told of the same revisions to the same target: the outbox takes it once. */
function messageIdOf(notices: readonly Notice[], { channel, target }: Recipient): string {
  const parts = notices.map(({ incidentId, revision }) => `${incidentId}/${revision}`);
  const [only = "", ...others] = parts;
  return `${others.length === 0 ? only : `together/${sha256(parts.sort().join("\n"))}`}/${channel}/${target}`;
}
