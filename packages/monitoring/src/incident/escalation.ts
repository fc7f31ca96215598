import { parseOptions } from "@spm-ops/core";
import { z } from "zod";
import type { EscalatedTo, Incident } from "./incident.js";
import { type Rota, whoHolds } from "./rota.js";
import type { Severity } from "./symptom.js";

/** Whom to call, one role after the other, as long as nobody has taken an incident on. */
export interface Ladder {
  /** @defaultValue incidents of every severity */
  readonly severities?: readonly Severity[] | undefined;
  /** Each with the time since nobody has it after which its role is called; rising. */
  readonly levels: readonly { readonly afterMs: number; readonly call: string }[];
  /** From the beginning of one round to that of the next. @defaultValue one round only */
  readonly repeat?: { readonly everyMs: number; readonly rounds: number } | undefined;
}

const ladderSchema = z
  .strictObject({
    severities: z
      .array(z.enum(["warning", "critical"]))
      .min(1)
      .optional(),
    levels: z
      .array(z.strictObject({ afterMs: z.number().positive(), call: z.string().min(1) }))
      .min(1)
      .refine(
        (levels) => levels.every(({ afterMs }, index) => afterMs > (levels[index - 1]?.afterMs ?? 0)),
        "each level comes later than the one before",
      ),
    repeat: z.strictObject({ everyMs: z.number().positive(), rounds: z.int().positive() }).optional(),
  })
  .refine(
    ({ levels, repeat }) =>
      repeat === undefined || repeat.everyMs >= Math.max(...levels.map(({ afterMs }) => afterMs)),
    { path: ["repeat", "everyMs"], message: "a round begins before the one before it is over" },
  );

/** Declares a ladder. @throws SpmError `config.invalid` with everything in it that cannot work. */
export function defineLadder(ladder: Ladder): Ladder {
  return Object.freeze(parseOptions(ladderSchema, ladder, "the ladder of escalation"));
}

/**
 * The step of a ladder that is due for an incident, if one is. Acknowledging, muting and closing stop it.
 *
 * When several have become due since somebody looked, the latest is the one: those before it would be called too late.
 */
export function dueEscalation(
  incident: Incident,
  { ladder, rotas }: { readonly ladder: Ladder; readonly rotas: readonly Rota[] },
  now: number,
): EscalatedTo | undefined {
  const { levels, repeat, severities } = ladder;
  if (incident.state !== "open" || severities?.includes(incident.severity) === false) return undefined;
  const waitedMs = now - incident.unattendedSince;
  const round = repeat === undefined ? 0 : Math.min(Math.floor(waitedMs / repeat.everyMs), repeat.rounds - 1);
  const intoRoundMs = waitedMs - round * (repeat?.everyMs ?? 0);
  const level = levels.findLastIndex(({ afterMs }) => afterMs <= intoRoundMs);
  const step = round * levels.length + level;
  const role = levels[(step + levels.length) % levels.length]?.call;
  const lastStep = incident.escalations.at(-1)?.step ?? -1;
  if (role === undefined || step <= lastStep) return undefined;
  return { step, role, person: whoHolds(rotas, role, now) };
}
