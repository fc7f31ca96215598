import { type JsonValue, toJsonValue } from "../json.js";
import { parseOptions } from "../parse-options.js";
import type { BusinessCalendar } from "../schedule/business-calendar.js";
import { defineSchedule, type Schedule } from "../schedule/schedule.js";
import type { Slot } from "../schedule/slot.js";
import { isSpmError, SpmError } from "../spm-error.js";
import { describeProcedure } from "./document/describe-procedure.js";
import { type GuideDocument, guideDocument } from "./document/guide-document.js";
import { hashGuide } from "./guide-hash.js";
import type { AnyProcedure } from "./procedure.js";
import type { ScheduledProcedure } from "./scheduled-procedure.js";

/** What a client's guide is declared with. */
export interface GuideDeclaration {
  readonly title: string;
  readonly client: string;
  readonly environments?: GuideDocument["environments"] | undefined;
  /** The roles that steps may call, and how they are reached. */
  readonly contacts?: GuideDocument["contacts"] | undefined;
  /** The controls that procedures may be evidence for. */
  readonly controls?: GuideDocument["controls"] | undefined;
  /** The business calendars that schedules and due times may name. */
  readonly calendars?: readonly BusinessCalendar[] | undefined;
  readonly procedures: readonly AnyProcedure[];
  readonly schedules?: readonly ScheduledProcedure[] | undefined;
}

/** A schedule of a guide, ready to calculate with, and what it makes due. */
export interface GuideSchedule {
  readonly schedule: Schedule;
  readonly procedureId: string;
  input(slot: Slot): unknown;
}

/** A client's Operations Guide: the document that people read and the program that runs, in one version. */
export interface Guide {
  readonly document: GuideDocument;
  /** SHA-256 of the document's canonical JSON: the identity of this version. */
  readonly hash: string;
  readonly calendars: readonly BusinessCalendar[];
  readonly schedules: readonly GuideSchedule[];
  /** @throws SpmError `run.unknown` when the guide has no such procedure. */
  procedure(id: string): AnyProcedure;
}

/**
 * Declares a client's guide.
 *
 * @throws SpmError `config.invalid` with everything in it that cannot work, each with its path.
 */
export function defineGuide(declaration: GuideDeclaration): Guide {
  const { client, calendars = [], procedures } = declaration;
  const issues: string[] = [];
  const compiled = compileSchedules(declaration, issues);
  const document = writeDocument(declaration, compiled, issues);
  return Object.freeze({
    document,
    hash: hashGuide(document),
    calendars,
    schedules: compiled.filter((schedule) => schedule !== undefined),
    procedure(id: string) {
      const procedure = procedures.find((each) => each.id === id);
      if (procedure !== undefined) return procedure;
      const known = procedures.map((each) => each.id).join(", ");
      throw new SpmError("run.unknown", `The guide of ${client} has no procedure ${id}; it has ${known}.`, {
        what: id,
      });
    },
  });
}

/** Holds the place of a schedule that is refused for itself, so that the others keep theirs and are looked at too. */
const STAND_IN = { rule: { cron: "0 0 * * *" }, zone: "UTC" };

/** The guide on paper, unless something is wrong with it: then all of that at once. */
function writeDocument(
  declaration: GuideDeclaration,
  compiled: readonly (GuideSchedule | undefined)[],
  issues: string[],
): GuideDocument {
  const { title, client, environments = [], contacts = [], controls, calendars, procedures } = declaration;
  const report = (path: string, message: string) => issues.push(`${path}: ${message}`);
  const written: JsonValue = toJsonValue({
    title,
    client,
    environments,
    contacts,
    controls,
    calendars: calendars?.map((calendar) => calendar.document),
    procedures: procedures.map((each, index) => describeProcedure(each, `procedures.${index}`, report)),
    schedules: declaration.schedules?.map(({ procedure, schedule: { id } }, index) => ({
      procedureId: procedure.id,
      schedule: compiled[index]?.schedule.document ?? { id, ...STAND_IN },
    })),
  });
  for (const [index, { procedure }] of (declaration.schedules ?? []).entries()) {
    if (!isTheGuides(procedures, procedure))
      report(`schedules.${index}.procedure`, anotherProcedure(procedure));
  }
  for (const [index, { steps }] of procedures.entries()) {
    for (const [at, step] of steps.entries()) {
      if (step.kind === "calling" && !isTheGuides(procedures, step.procedure)) {
        report(`procedures.${index}.steps.${at}.procedure`, anotherProcedure(step.procedure));
      }
    }
  }
  try {
    const document = parseOptions(guideDocument, written, `the guide of ${client}`);
    if (issues.length === 0) return document;
  } catch (error) {
    if (!isSpmError(error, "config.invalid")) throw error;
    issues.push(...error.details.issues);
  }
  const unique = [...new Set(issues)];
  throw new SpmError(
    "config.invalid",
    `There is something wrong with the guide of ${client}:\n  ${unique.join("\n  ")}`,
    {
      issues: unique,
    },
  );
}

/** A procedure of the same id that is not the same object; that there is none at all is a rule of the document. */
function isTheGuides(procedures: readonly AnyProcedure[], procedure: AnyProcedure): boolean {
  const own = procedures.find(({ id }) => id === procedure.id);
  return own === undefined || own === procedure;
}

function anotherProcedure({ id }: AnyProcedure): string {
  return `is another ${id} than the one in the guide's procedures`;
}

/** The schedules in their order; nothing in the place of one that is refused. */
function compileSchedules(
  { schedules = [], calendars = [] }: GuideDeclaration,
  issues: string[],
): readonly (GuideSchedule | undefined)[] {
  return schedules.map(({ procedure, schedule, input }, index) => {
    try {
      return { schedule: defineSchedule(schedule, { calendars }), procedureId: procedure.id, input };
    } catch (error) {
      if (!isSpmError(error, "config.invalid")) throw error;
      issues.push(...error.details.issues.map((issue) => `schedules.${index}.schedule.${issue}`));
      return undefined;
    }
  });
}
