import { type JsonValue, toJsonValue } from "../../json.js";
import type { BusinessCalendarDocument } from "../../schedule/business-calendar.js";
import type { GuideDocument, ProcedureDocument } from "../document/guide-document.js";
import { toFieldChanges } from "./field-changes.js";
import type { GuideChange, GuidePlace } from "./guide-change.js";
import { toStepChanges } from "./step-changes.js";

/**
 * Tells what changed from one version of a guide to another: what was added and removed, which steps have moved, and
 * the fields that differ, instructions line by line.
 *
 * Parts are known by their ids, contacts by their roles; a new id is another part. The order of all parts but steps says
 * nothing and is not compared. Equal documents give nothing.
 *
 * @example
 * const runLog = createRunLog(await openSqliteLog({ path: "operations.sqlite" }));
 * const before = await runLog.guideOf(await runLog.get("night-2026-01-05"));
 * const after = await runLog.guideOf(await runLog.get("night-2026-02-05"));
 * const newSteps = compareGuides(before, after).filter(({ change, place }) => change === "added" && place.part === "step");
 */
export function compareGuides(before: GuideDocument, after: GuideDocument): readonly GuideChange[] {
  const fieldsOf = ({ title, client }: GuideDocument) => toJsonValue({ title, client });
  return [
    ...toChanged({ part: "guide", id: after.client, title: after.title }, fieldsOf(before), fieldsOf(after)),
    ...toPartChanges(before.environments, after.environments, placeAs("environment")),
    ...toPartChanges(before.contacts, after.contacts, ({ role }) => ({
      part: "contact",
      id: role,
      title: role,
    })),
    ...toPartChanges(before.controls, after.controls, placeAs("control")),
    ...toPartChanges(before.calendars?.map(byDate), after.calendars?.map(byDate), placeAs("calendar")),
    ...toPartChanges(before.schedules, after.schedules, ({ schedule: { id, title = id } }) => ({
      part: "schedule",
      id,
      title,
    })),
    ...toProcedureChanges(before.procedures, after.procedures),
  ];
}

function placeAs(part: GuidePlace["part"]) {
  return ({ id, title }: { readonly id: string; readonly title: string }): GuidePlace => ({
    part,
    id,
    title,
  });
}

/** A calendar whose holidays stand under their dates: in a list one more of them would change all. */
function byDate({ holidays, ...calendar }: BusinessCalendarDocument) {
  return { ...calendar, holidays: Object.fromEntries(holidays.map(({ date, title }) => [date, title])) };
}

/** What became of parts that have no order. */
function toPartChanges<Part>(
  before: readonly Part[] = [],
  after: readonly Part[] = [],
  placeOf: (part: Part) => GuidePlace,
): readonly GuideChange[] {
  const byId = (parts: readonly Part[]) => new Map(parts.map((part) => [placeOf(part).id, part]));
  const [old, current] = [byId(before), byId(after)];
  const changes = [...current].flatMap(([id, part]): readonly GuideChange[] => {
    const previous = old.get(id);
    if (previous === undefined) return [{ change: "added", place: placeOf(part) }];
    return toChanged(placeOf(part), toJsonValue(previous), toJsonValue(part));
  });
  const removed = [...old.values()]
    .map(placeOf)
    .filter(({ id }) => !current.has(id))
    .map((place): GuideChange => ({ change: "removed", place }));
  return [...changes, ...removed];
}

function toProcedureChanges(
  before: readonly ProcedureDocument[],
  after: readonly ProcedureDocument[],
): readonly GuideChange[] {
  const withoutSteps = ({ steps: _, failureSteps: __, ...fields }: ProcedureDocument) => fields;
  const own = toPartChanges(before.map(withoutSteps), after.map(withoutSteps), ({ id, title }) => ({
    part: "procedure",
    id,
    title,
  }));
  const ofSteps = after.flatMap((procedure) => {
    const previous = before.find(({ id }) => id === procedure.id);
    return previous === undefined ? [] : toStepChanges(previous, procedure);
  });
  return [...own, ...ofSteps];
}

function toChanged(place: GuidePlace, before: JsonValue, after: JsonValue): readonly GuideChange[] {
  const fields = toFieldChanges(before, after);
  return fields.length === 0 ? [] : [{ change: "changed", place, fields }];
}
