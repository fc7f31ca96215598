import type { Symptom } from "../incident/symptom.js";

/** What was told of each key last, by key. */
export type ToldOfRuns = ReadonlyMap<string, Symptom>;

/** How long what is well again is remembered. */
const KEPT_MS = 31 * 86_400_000;

/**
 * What of some symptoms is news: each key is raised once, and once more only after it was well again. Well again is told
 * of what was wrong, and after it, also where a clock has been corrected since. Pure.
 */
export function newsOf(told: ToldOfRuns, symptoms: readonly Symptom[]): readonly Symptom[] {
  const standing = new Map(told);
  return symptoms.flatMap((symptom) => {
    const news = toNews(standing.get(symptom.key), symptom);
    if (news === undefined) return [];
    standing.set(news.key, news);
    return [news];
  });
}

function toNews(before: Symptom | undefined, symptom: Symptom): Symptom | undefined {
  if (symptom.state === "raised") {
    const isNew = before === undefined || (before.state === "cleared" && symptom.at > before.at);
    return isNew ? symptom : undefined;
  }
  if (before?.state !== "raised") return undefined;
  return { ...symptom, severity: before.severity, at: Math.max(symptom.at, before.at + 1) };
}

/** What is known to have been told after some news was. */
export function withNews(told: ToldOfRuns, news: readonly Symptom[]): ToldOfRuns {
  if (news.length === 0) return told;
  return new Map([...told, ...news.map((symptom) => [symptom.key, symptom] as const)]);
}

/** What is still of use of what was told. */
export function withoutOldNews(told: ToldOfRuns, nowMs: number): ToldOfRuns {
  return new Map([...told].filter(([, { state, at }]) => state === "raised" || at > nowMs - KEPT_MS));
}

/** That a symptom is over. */
export function clearedOf(symptom: Symptom, at: number, explanation: string): Symptom {
  return { ...symptom, state: "cleared", at, explanation };
}
