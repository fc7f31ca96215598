import { Readable } from "node:stream";
import type { ImportDefinition } from "./definition.js";
import type { Workshop } from "./requests.js";
import { type ActivityRecord, takeId } from "./state.js";

type NewActivity = Pick<ActivityRecord, "attributes" | "fileName" | "inputFileContentId">;

const FIRST_ID = 300_100_000_000_000;

/** The import activities of an environment, which wait until they are activated. */
export function createImports(workshop: Workshop, definition: ImportDefinition) {
  const { storage, clock, durations } = workshop;
  const { activities } = storage.state;
  const { importMs = 50 } = durations;
  const { words } = definition;

  const stateOf = (activity: ActivityRecord) =>
    toState(activity, words, (clock.now() - (activity.activatedAt ?? 0)) / importMs);

  return {
    definition,
    stateOf,
    find: (id: string) => activities.find((each) => each.id === id),
    list: (): readonly ActivityRecord[] => activities,

    create(activity: NewActivity): ActivityRecord {
      const created = { ...activity, id: takeId(storage, FIRST_ID), createdAt: clock.now() };
      activities.push(created);
      storage.save();
      return created;
    },

    /** Reads the data file. An activity that was activated is not activated again. */
    async activate(activity: ActivityRecord): Promise<void> {
      if (activity.activatedAt !== undefined || activity.cancelledAt !== undefined) return;
      activity.activatedAt = clock.now();
      await readDataFile(workshop, definition, activity);
      storage.save();
    },

    /** Stops an activity that has not ended. */
    cancel(activity: ActivityRecord): void {
      const state = stateOf(activity);
      if (state !== words.waiting && state !== words.running) return;
      activity.cancelledAt = clock.now();
      storage.save();
    },

    toItem: (activity: ActivityRecord, expanded: boolean) =>
      toItem(
        activity,
        expanded ? [toDataFile(activity, stateOf(activity), { definition, importMs })] : undefined,
      ),
  };
}

export type Imports = ReturnType<typeof createImports>;

/** A time as the vendor writes it. */
function toTime(at: number): string {
  return new Date(at).toISOString().replace("Z", "+00:00");
}

/** An activity as the API tells it; its data files only to who asks for them. */
function toItem(
  { id, attributes, activatedAt, createdAt }: ActivityRecord,
  DataFiles: readonly object[] | undefined,
): object {
  return {
    ImportActivityId: Number(id),
    Activate: activatedAt === undefined ? "NO" : "YES",
    ...{ DateFormat: "ORA_ZCA_US_FORMAT", DecimalSeparator: ".", Delimiter: "COMMA_DELIMITER" },
    ...{ EnableCustomBusinessLogic: "NO", Description: null, FileEncoding: null, Cancel: null },
    ...attributes,
    CreationDate: toTime(createdAt),
    ...(DataFiles !== undefined && { DataFiles }),
  };
}

function toDataFile(
  activity: ActivityRecord,
  state: string,
  { definition, importMs }: { readonly definition: ImportDefinition; readonly importMs: number },
): object {
  const { fileName, inputFileContentId, activatedAt, counts, errorFileContentId, messageCode } = activity;
  const { words, statusAttribute } = definition;
  const hasEnded = state === words.succeeded || state === words.failed;
  const { read, written, rejected } = definition.counts;
  return {
    FileName: fileName,
    InputFileContentId: inputFileContentId,
    [statusAttribute]: state,
    StartTime: activatedAt === undefined ? null : toTime(activatedAt),
    EndTime: hasEnded && activatedAt !== undefined ? toTime(activatedAt + importMs) : null,
    [read]: hasEnded ? (counts?.read ?? null) : null,
    [written]: hasEnded ? (counts?.written ?? null) : null,
    [rejected]: hasEnded ? (counts?.rejected ?? null) : null,
    ErrorFileContentId: hasEnded ? (errorFileContentId ?? null) : null,
    MessageCode: hasEnded ? (messageCode ?? null) : null,
  };
}

/** The word for how far an activity is, of which so much of its time has gone by. */
function toState(
  { activatedAt, cancelledAt, failed }: ActivityRecord,
  words: ImportDefinition["words"],
  share: number,
): string {
  if (cancelledAt !== undefined) return words.cancelled;
  if (activatedAt === undefined || share < 0.25) return words.waiting;
  if (share < 1) return words.running;
  return failed ? words.failed : words.succeeded;
}

/** Reads the data file of an activity into the resource of its object. */
async function readDataFile(
  { documents, tables }: Workshop,
  definition: ImportDefinition,
  activity: ActivityRecord,
): Promise<void> {
  const code = activity.attributes[definition.objectAttribute];
  const resource = definition.objects.find((each) => each.code === code)?.resource ?? "";
  const document = documents.find(activity.inputFileContentId);
  if (document === undefined) {
    activity.failed = true;
    activity.messageCode = "The data file is not in the content server.";
    return;
  }
  const { counts, rejects, failure } = await tables.load(resource, documents.text(document));
  Object.assign(activity, { counts, failed: failure !== undefined, messageCode: failure });
  if (rejects !== "") {
    const received = await documents.receive(Readable.from([Buffer.from(rejects)]));
    const { fileName } = activity;
    const kept = documents.add(received, {
      fileName: `error_${fileName}`,
      contentType: "csv",
      account: "",
    });
    activity.errorFileContentId = kept.id;
  }
}
