import { type Found, SpmError } from "@spm-ops/core";
import { findStart } from "../contract/find-start.js";
import type { ConnectorCall, FindQuery, Handle } from "../contract/spm-connector.js";
import { readWord } from "../contract/told-outcome.js";
import type { FindRules } from "./http-profile.js";
import { type ProfileJobs, refuseUndeclared, requireSection } from "./http-profile-jobs.js";

/** Times of an answer's header are whole seconds. */
const CLOCK_TOLERANCE_MS = 1_000;

/**
 * Looks for a start whose answer was lost, among those that the application shows.
 *
 * It is absent only if the application shows what was to be started or, where it lists nothing, any start at all.
 */
export async function findJob(
  jobs: ProfileJobs,
  query: FindQuery,
  call: ConnectorCall,
): Promise<Found<Handle>> {
  const { objects, settings, clock } = jobs;
  const { kind, object, staged } = query.request;
  const operation = `look for the start of the ${kind} ${object}`;
  const { find } = requireSection(settings, kind, operation);
  if (find === undefined) refuseUndeclared(operation, "The profile declares no request for it.");
  const { id } = await objects.get(kind, object, call);
  const isById = staged?.reference !== undefined && find.staged !== undefined;
  if (!isById && find.time === undefined) {
    return {
      state: "unknown",
      reason: "Starts are told apart by the staged file, of which nothing was said.",
    };
  }
  const sight = { shown: 0 };
  const list = () => listStarts(jobs, { ...query, find, id, operation, sight }, call);
  const isVisible = async () => (await objects.isListed(kind, id, call)) ?? sight.shown > 0;
  const found = await findStart({ list, isVisible, settleMs: settings.settleMs }, { clock, ...call });
  if (found.state !== "absent" || find.provesAbsence) return found;
  return { state: "unknown", reason: "No such start is shown, but not every start may be." };
}

interface Search extends FindQuery {
  readonly find: FindRules;
  readonly id: string;
  readonly operation: string;
  /** Told how many starts of any kind are shown. */
  readonly sight: { shown: number };
}

async function listStarts(
  { calls, objects }: ProfileJobs,
  { find, id, operation, sight, request, since, until }: Search,
  call: ConnectorCall,
): Promise<readonly Handle[]> {
  const { kind, staged } = request;
  const object = objects.codeOf(kind, id);
  const reference = staged?.reference;
  const sinceThere = new Date(since + calls.clockAheadMs() - CLOCK_TOLERANCE_MS).toISOString();
  const values = { object, staged: reference, since: sinceThere };
  const found: Handle[] = [];
  for await (const item of calls.list(find, { operation, values, ...call })) {
    sight.shown += 1;
    const read = (pointer: string) => requireWord(item, pointer, operation);
    // Starts of another kind may stand in the same list, and tell nothing there.
    if (find.object !== undefined && readWord(item, find.object) !== object) continue;
    if (find.staged !== undefined && reference !== undefined && readWord(item, find.staged) !== reference) {
      continue;
    }
    const at = find.time === undefined ? undefined : toInstant(read(find.time.pointer), find.time.form);
    const ahead = calls.clockAheadMs();
    if (Number.isNaN(at)) throw malformed(operation, "a start tells no time");
    if (at !== undefined && !isWithin(at - ahead, { since, until })) continue;
    found.push({ kind, object: id, task: read(find.task) });
  }
  return found;
}

function isWithin(
  at: number,
  { since, until = Number.POSITIVE_INFINITY }: Pick<FindQuery, "since" | "until">,
) {
  return at >= since - CLOCK_TOLERANCE_MS && at <= until + CLOCK_TOLERANCE_MS;
}

function toInstant(word: string, form: NonNullable<FindRules["time"]>["form"]): number {
  if (form === "seconds") return Number(word) * 1_000;
  if (form === "milliseconds") return Number(word);
  return /(?:Z|[+-]\d\d:?\d\d)$/i.test(word) ? Date.parse(word) : Number.NaN;
}

function requireWord(item: unknown, pointer: string, operation: string): string {
  const word = readWord(item, pointer);
  if (word === undefined) throw malformed(operation, `a start tells nothing at ${pointer}`);
  return word;
}

function malformed(operation: string, why: string): SpmError {
  return new SpmError("remote.malformed", `Could not ${operation}: ${why}.`, {
    ...{ operation, contentType: undefined },
  });
}
