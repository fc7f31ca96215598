import { foldStream } from "../../../core/dist/index.js";
import { incidentKind, slotMonitorKind, symptomKind } from "../../dist/index.js";

const MINUTE_MS = 60_000;

/**
 * How many incidents each true cause has become, and which hold several; what was told to people more than once; and the
 * time that the monitor says it has not watched, beside that in which it was not there.
 */
export async function toIncidentFigures(life, season) {
  const incidents = await foldAll(life.log, incidentKind);
  const histories = await foldAll(life.log, symptomKind);
  const causeOf = createCauseOf(season);
  const causes = new Map();
  let mixed = 0;
  for (const { id, symptoms } of incidents) {
    const own = new Set(symptoms.map(causeOf).filter((cause) => cause !== undefined));
    if (own.size > 1) mixed += 1;
    for (const cause of own) {
      const known = causes.get(cause) ?? { incidents: new Set(), symptoms: new Set() };
      known.incidents.add(id);
      for (const symptom of symptoms) if (causeOf(symptom) === cause) known.symptoms.add(symptom.key);
      causes.set(cause, known);
    }
  }
  return {
    ...{ incidents: incidents.length, incidentsOfSeveralCauses: mixed },
    causes: toCauseKinds(causes),
    ...countDoubled(life, { incidents, histories }),
    ...(await toUnwatched(life, season)),
  };
}

async function foldAll(log, kind) {
  const all = [];
  for await (const { stream } of log.list({ kind: kind.name }))
    all.push(foldStream(kind, await log.read(stream)));
  return all;
}

/** The true cause of a symptom; nothing for one that has none. */
function createCauseOf({ truths, runs, outages }) {
  const bySlot = new Map(truths.map(({ slot, cause }) => [`slot:${slot.id}`, cause]));
  const byRun = new Map(truths.flatMap(({ run, cause }) => (run === undefined ? [] : [[run.runId, cause]])));
  const byOutage = new Map(outages.map(({ symptom, cause }) => [`${symptom.key} ${symptom.at}`, cause]));
  const known = new Set(runs.map(({ run }) => run.runId));
  return ({ key, at, runId }) => {
    if (key.startsWith("slot:")) return bySlot.get(key);
    if (key.startsWith("availability:")) return byOutage.get(`${key} ${at}`);
    if (key.startsWith("missed-in-gap:") || key.startsWith("clock:")) return key;
    return known.has(runId) ? (byRun.get(runId) ?? key) : undefined;
  };
}

function toCauseKinds(causes) {
  const kinds = new Map();
  for (const [cause, { incidents, symptoms }] of causes) {
    const kind = cause.split(":")[0];
    const sum = kinds.get(kind) ?? { causes: 0, symptoms: 0, incidents: 0 };
    sum.causes += 1;
    sum.symptoms += symptoms.size;
    sum.incidents += incidents.size;
    kinds.set(kind, sum);
  }
  return Object.fromEntries(kinds);
}

function countDoubled({ heard, world }, { incidents, histories }) {
  const nameOf = ({ key, state, at, severity }) => `${key} ${state} ${at} ${severity}`;
  const names = histories.flatMap(({ tellings }) => tellings.map(nameOf));
  const untold = incidents.filter(({ told }) => told.length === 0);
  const revisions = [...world.inbox.values()].flat();
  return {
    symptoms: names.length,
    symptomsDoubled: names.length - new Set(names).size,
    toldAgainInVain: heard.length - new Set(heard.map(nameOf)).size,
    notices: revisions.length,
    noticesDoubled: revisions.length - new Set(revisions).size,
    sentAgainUnderOneKey: world.sent.length - world.inbox.size,
    // Over before anybody could be told.
    notToldToAnybody: untold.length,
    missedNotToldToAnybody: untold.filter(({ symptoms }) => symptoms.some(({ kind }) => kind === "missed"))
      .length,
  };
}

/** Between the times in which it says that it watched, and beside them what is true. */
async function toUnwatched({ log, crashes }, { downtimes, fromMs, toMs }) {
  const months = await foldAll(log, slotMonitorKind);
  const spans = months.flatMap(({ watched }) => watched).sort((one, other) => one.fromMs - other.fromMs);
  let [unknownMs, untilMs] = [0, spans[0].toMs];
  for (const span of spans) {
    unknownMs += Math.max(0, span.fromMs - untilMs);
    untilMs = Math.max(untilMs, span.toMs);
  }
  const lengths = downtimes
    .map((time) => Math.min(time.toMs, toMs) - Math.max(time.fromMs, fromMs))
    .filter((length) => length > 0);
  const minutes = (some) => Math.round(some.reduce((total, length) => total + length, 0) / MINUTE_MS);
  return {
    ...{ crashes, downtimes: lengths.length },
    minutesReportedUnknown: Math.round(unknownMs / MINUTE_MS),
    minutesDown: minutes(lengths),
    minutesDownBeyondItsGap: minutes(lengths.filter((length) => length > 20 * MINUTE_MS)),
  };
}
