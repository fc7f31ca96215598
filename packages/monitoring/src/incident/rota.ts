import { isZone, parseOptions, SpmError, toInstants, toLocalTime } from "@spm-ops/core";
import { z } from "zod";

/** A stretch of local time during which somebody else is on call. */
export interface RotaOverride {
  readonly person: string;
  /** Local times of the zone, such as `2026-03-08T02:30`: from the first on, and before the second. */
  readonly from: string;
  readonly to: string;
}

/** Who is on call for a role: people in turn, a week each. */
export interface Rota {
  /** A role of the guide. */
  readonly role: string;
  /** An IANA zone, by whose clocks the weeks change. */
  readonly zone: string;
  /** When the first person begins, as local time such as `2026-01-05T08:00`. Each week changes at that weekday and time. */
  readonly from: string;
  /** In their turn, by the ids under which the client knows them. */
  readonly people: readonly string[];
  /** Where two of them overlap, the later one in this list holds. @defaultValue none */
  readonly overrides?: readonly RotaOverride[] | undefined;
}

const WEEK_MS = 7 * 86_400_000;

const localTime = z.string().refine(isLocalTime, "is no local time; write it as 2026-03-08T02:30");

const rotaSchema = z.strictObject({
  role: z.string().min(1),
  zone: z.string().refine(isZone, "is no IANA zone that is known here"),
  from: localTime,
  people: z.array(z.string().min(1)).min(1, "somebody has to be on call"),
  overrides: z
    .array(
      z
        .strictObject({ person: z.string().min(1), from: localTime, to: localTime })
        .refine(({ from, to }) => from < to, "ends before it begins"),
    )
    .optional(),
});

/** Declares a rota. @throws SpmError `config.invalid` with everything in it that cannot work. */
export function defineRota(rota: Rota): Rota {
  return Object.freeze(parseOptions(rotaSchema, rota, `the rota of ${rota.role}`));
}

/**
 * Who is on call by a rota at an instant; nobody before it begins.
 *
 * Weeks are counted by local time: the change is at the same time of day in summer and in winter. A change that falls
 * into a gap of the clocks happens as soon as the gap is over; one that comes twice happens the first time.
 */
export function whoIsOnCall(rota: Rota, atMs: number): string | undefined {
  const { zone, people, overrides = [] } = rota;
  const override = overrides.findLast(
    ({ from, to }) => instantOf(from, zone) <= atMs && atMs < instantOf(to, zone),
  );
  if (override !== undefined) return override.person;
  if (atMs < instantOf(rota.from, zone)) return undefined;
  const localMs = Date.parse(`${toLocalTime(atMs, zone)}Z`);
  // Around a change of the clocks local time is ahead of, or behind, the changes of the weeks by one at most.
  const about = Math.floor((localMs - Date.parse(`${rota.from}Z`)) / WEEK_MS);
  const week = [about + 1, about, about - 1].find((each) => weekBeginsMs(rota, each) <= atMs) ?? 0;
  return people[week % people.length];
}

function weekBeginsMs({ from, zone }: Rota, week: number): number {
  const localMs = Date.parse(`${from}Z`) + week * WEEK_MS;
  return instantOf(new Date(localMs).toISOString().slice(0, 19), zone);
}

function instantOf(local: string, zone: string): number {
  const instants = toInstants(local, zone);
  switch (instants.kind) {
    case "one":
      return instants.instantMs;
    case "gap":
      return instants.nextValidMs;
    case "overlap":
      return instants.firstMs;
  }
}

function isLocalTime(text: string): boolean {
  try {
    return toInstants(text, "UTC").kind === "one";
  } catch {
    return false;
  }
}

/** Who holds a role at an instant, by the first rota of that role; nobody without one. */
export function whoHolds(rotas: readonly Rota[], role: string, atMs: number): string | undefined {
  const rota = rotas.find((each) => each.role === role);
  return rota && whoIsOnCall(rota, atMs);
}

/** Refuses rotas of which two are of one role. @throws SpmError `config.invalid`. */
export function assertOneRotaPerRole(rotas: readonly Rota[]): void {
  const roles = rotas.map(({ role }) => role);
  const twice = roles.filter((role, index) => roles.indexOf(role) < index);
  if (twice.length === 0) return;
  const issues = twice.map((role) => `rotas: there are two of the role ${role}`);
  throw new SpmError("config.invalid", `Nobody can tell who is on call: ${issues.join("; ")}.`, { issues });
}
