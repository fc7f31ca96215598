import { z } from "zod";
import { type Symptom, symptomSchema } from "../../incident/symptom.js";
import type { SlotTelling } from "../slot-symptoms.js";

/** What was told of one key last, and the slots that it rests on. */
export const toldSymptom = z.object({ symptom: symptomSchema, slotIds: z.array(z.string()) });

/** What was told last, by key. */
export type ToldSymptoms = ReadonlyMap<string, SlotTelling>;

/**
 * What is new, in order of time: of each key that which was not told yet, and what turned out to be well although nothing
 * says when it became so, such as a run that was told of late. Pure.
 *
 * Of a slot that is late and then missed at once only the worse is told.
 *
 * @param isWell whether a slot is known to be as it should be; one that nobody can judge any more is not.
 */
export function findNews(
  told: ToldSymptoms,
  tellings: readonly SlotTelling[],
  { nowMs, isWell }: { readonly nowMs: number; isWell(slotId: string): boolean },
): readonly SlotTelling[] {
  const byKey = new Map<string, SlotTelling[]>();
  for (const telling of tellings) {
    const { key } = telling.symptom;
    byKey.set(key, [...(byKey.get(key) ?? []), telling]);
  }
  const news = [...byKey].flatMap(([key, said]) => newsOfKey(told.get(key), said, isWell));
  for (const [key, { symptom, slotIds }] of told) {
    const isOver = symptom.state === "raised" && slotIds.length > 0 && slotIds.every(isWell);
    if (!isOver || byKey.has(key)) continue;
    news.push({ symptom: takeBack(symptom, nowMs), slotIds });
  }
  return news.sort((one, other) => one.symptom.at - other.symptom.at);
}

/** What is known to have been told after some news was. */
export function afterTellings(told: ToldSymptoms, news: readonly SlotTelling[]): ToldSymptoms {
  return new Map([...told, ...news.map((telling) => [telling.symptom.key, telling] as const)]);
}

/** How long what is well again is remembered: longer than any monitor looks back. */
const KEPT_MS = 31 * 86_400_000;

/** What is still of use of what was told. */
export function withoutOld(told: ToldSymptoms, nowMs: number): ToldSymptoms {
  const isOfUse = ({ symptom }: SlotTelling) => symptom.state === "raised" || symptom.at > nowMs - KEPT_MS;
  return new Map([...told].filter(([, telling]) => isOfUse(telling)));
}

function newsOfKey(
  told: SlotTelling | undefined,
  tellings: readonly SlotTelling[],
  isWell: (slotId: string) => boolean,
): readonly SlotTelling[] {
  const worst = tellings.findLast(({ symptom }) => symptom.state === "raised");
  const cleared = tellings.findLast(({ symptom }) => symptom.state === "cleared");
  const before = told?.symptom;
  const news: SlotTelling[] = [];
  if (worst !== undefined && isNewTrouble(before, worst.symptom)) news.push(worst);
  const standing = news.at(-1)?.symptom ?? before;
  if (cleared === undefined || standing?.state !== "raised") return news;
  // What was told may rest on slots that this telling does not know of: it is not over before they are.
  const isOver = (told?.slotIds ?? []).every((id) => cleared.slotIds.includes(id) || isWell(id));
  if (!isOver) return news;
  // Well again is told after what was wrong, also where a clock has been corrected since.
  const at = Math.max(cleared.symptom.at, standing.at + 1);
  return [...news, { ...cleared, symptom: { ...cleared.symptom, at } }];
}

function isNewTrouble(before: Symptom | undefined, now: Symptom): boolean {
  if (before === undefined) return true;
  if (before.state === "cleared") return now.at > before.at;
  return before.severity === "warning" && now.severity === "critical";
}

function takeBack(symptom: Symptom, nowMs: number): Symptom {
  const explanation = `What is known now says otherwise than before: ${symptom.subject} is as it should be.`;
  return { ...symptom, state: "cleared", at: Math.max(nowMs, symptom.at + 1), explanation };
}
