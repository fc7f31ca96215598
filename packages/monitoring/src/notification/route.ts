import { isZone, parseOptions, toLocalTime } from "@spm-ops/core";
import { z } from "zod";
import type { Incident } from "../incident/incident.js";
import { rootSymptom } from "../incident/incident.js";
import { type Rota, whoHolds } from "../incident/rota.js";
import type { Severity } from "../incident/symptom.js";

/** A time of day during which warnings are held back; they go together when it ends. What is critical goes at once. */
export interface QuietHours {
  readonly zone: string;
  /** Local time such as `20:00`. Later than `to` it spans midnight. */
  readonly from: string;
  readonly to: string;
}

/** Which incidents go to whom, and how. */
export interface Route {
  /** Names it in the log, for ever. */
  readonly name: string;
  /** A channel of the outbox. */
  readonly channel: string;
  /** A target as its channel knows it, or whoever is on call for a role. */
  readonly to: string | { readonly role: string };
  /** @defaultValue all */
  readonly severities?: readonly Severity[] | undefined;
  /** Environments by their names in the guide. @defaultValue all, and what is about none */
  readonly environments?: readonly string[] | undefined;
  /** `called`: only once escalation has called the role. @defaultValue "at-once" */
  readonly when?: "at-once" | "called" | undefined;
  /** @defaultValue none */
  readonly quietHours?: QuietHours | undefined;
  /** From how many warnings on, of one moment, they go as one message. @defaultValue 2 */
  readonly togetherFrom?: number | undefined;
}

/** Who is told of what. */
export interface NotificationPolicy {
  readonly routes: readonly Route[];
  /** How people are reached: targets by person, then by channel. */
  readonly people?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
}

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "is no time of day; write it as 20:00");
const name = z.string().min(1);

const routeSchema = z
  .strictObject({
    name,
    channel: name,
    to: z.union([name, z.strictObject({ role: name })]),
    severities: z
      .array(z.enum(["warning", "critical"]))
      .min(1)
      .optional(),
    environments: z.array(name).min(1).optional(),
    when: z.enum(["at-once", "called"]).optional(),
    quietHours: z
      .strictObject({
        zone: z.string().refine(isZone, "is no IANA zone that is known here"),
        from: time,
        to: time,
      })
      .refine(({ from, to }) => from !== to, "is no time at all, or all of it")
      .optional(),
    togetherFrom: z.int().min(2).optional(),
  })
  .refine(({ to, when }) => when !== "called" || typeof to !== "string", {
    path: ["when"],
    message: "only roles are called",
  });

const policySchema = z
  .strictObject({ routes: z.array(routeSchema), people: z.record(name, z.record(name, name)).optional() })
  .superRefine(({ routes }, { addIssue }) => {
    for (const [index, route] of routes.entries()) {
      if (routes.findIndex((each) => each.name === route.name) === index) continue;
      addIssue({
        code: "custom",
        path: ["routes", index, "name"],
        message: `there are two of the name ${route.name}`,
      });
    }
  });

/** Declares who is told of what. @throws SpmError `config.invalid` with everything in it that cannot work. */
export function defineNotificationPolicy(policy: NotificationPolicy): NotificationPolicy {
  return Object.freeze(parseOptions(policySchema, policy, "the policy of notifications"));
}

/** Whether an incident is one that a route is for. */
export function isFor({ severities, environments, when, to }: Route, incident: Incident): boolean {
  const environment = rootSymptom(incident)?.environment;
  if (severities?.includes(incident.severity) === false) return false;
  if (environments !== undefined && (environment === undefined || !environments.includes(environment)))
    return false;
  if (when !== "called" || typeof to === "string") return true;
  return incident.escalations.some(({ role }) => role === to.role);
}

/** Where a route leads at an instant; nowhere when nobody is on call, or cannot be reached by its channel. */
export function targetOf(
  { channel, to }: Route,
  { people }: NotificationPolicy,
  { rotas, now }: { readonly rotas: readonly Rota[]; readonly now: number },
): string | undefined {
  if (typeof to === "string") return to;
  const person = whoHolds(rotas, to.role, now);
  return person === undefined ? undefined : people?.[person]?.[channel];
}

/** Whether a route is quiet at an instant. The end belongs to the day. */
export function isQuiet({ quietHours }: Route, now: number): boolean {
  if (quietHours === undefined) return false;
  const { zone, from, to } = quietHours;
  const local = toLocalTime(now, zone).slice(11, 16);
  return from < to ? from <= local && local < to : from <= local || local < to;
}
