import { formatDuration } from "@spm-ops/core";
import type { CompanionRule, ResolvedArrivalRule } from "../feed/arrival-rule.js";
import type { ControlFormat } from "../feed/control-format.js";
import { toCompanionName } from "./companion.js";
import { type ControlReading, findControlEntry } from "./control-file.js";
import {
  controlEvidence,
  type Evidence,
  nameEvidence,
  quietEvidence,
  triggerEvidence,
  unchangedEvidence,
} from "./evidence.js";
import { isSettled, type LookMoment, looksAt, type Observation } from "./observation.js";
import type { SiteClock } from "./site-clock.js";

/** When a file of a feed counts as complete. */
export interface CompletenessPolicy extends ResolvedArrivalRule {
  readonly settleMs: number;
  readonly emptyFiles: "refuse" | "deliver";
}

/** What is known of the folder around a file. */
export interface Surroundings {
  readonly moment: LookMoment;
  readonly siteClock: SiteClock;
  find(name: string): Observation | undefined;
  /** What a control file says; nothing while it has not been read. */
  readControl(control: Observation, format: ControlFormat): ControlReading | undefined;
}

/** How far a file is, what speaks for it so far, and in words what it still waits for. */
export interface LadderJudgement {
  readonly state: "growing" | "settling" | "waiting" | "empty" | "complete";
  readonly evidence: readonly Evidence[];
  readonly waitsFor?: string | undefined;
}

type Rung = Evidence | { readonly waitsFor: string };

/** Judges how far a file is, from the weakest evidence to the strongest that its feed asks for. */
export function judgeArrival(
  file: Observation,
  policy: CompletenessPolicy,
  around: Surroundings,
): LadderJudgement {
  const { moment } = around;
  if (file.temporary) return { state: "growing", evidence: [], waitsFor: "its final name" };
  const name = nameEvidence(file.name);
  const looks = looksAt(file, moment);
  const unchangedMs = Math.round(moment.nowMs - file.sinceMs);
  if (!isSettled(file, moment, policy.settleMs)) {
    const waitsFor = `${formatDuration(policy.settleMs)} without a change`;
    return { state: file.changed && looks === 1 ? "growing" : "settling", evidence: [name], waitsFor };
  }
  const evidence: Evidence[] = [name, unchangedEvidence(looks, unchangedMs)];
  if (file.file.sizeBytes === 0 && policy.emptyFiles === "refuse") return { state: "empty", evidence };
  for (const climb of [climbQuiet, climbTrigger, climbControl]) {
    const rung = climb(file, policy, around);
    if (rung === undefined) continue;
    if ("waitsFor" in rung) return { state: "waiting", evidence, waitsFor: rung.waitsFor };
    evidence.push(rung);
  }
  return { state: "complete", evidence };
}

function climbQuiet(
  { file }: Observation,
  { quietMs }: CompletenessPolicy,
  { moment, siteClock }: Surroundings,
): Rung | undefined {
  if (quietMs === 0) return undefined;
  if (siteClock.earliestAt(moment.nowAt) - file.modifiedAt >= quietMs)
    return quietEvidence(quietMs, siteClock.words);
  return {
    waitsFor: `${formatDuration(quietMs)} since its time by the site's clock (${siteClock.words})`,
  };
}

function climbTrigger(
  file: Observation,
  { trigger }: CompletenessPolicy,
  { find }: Surroundings,
): Rung | undefined {
  if (trigger === undefined) return undefined;
  const fileName = toCompanionName(trigger.fileName, file.name);
  const problem = findProblem(file, find(fileName), trigger);
  return problem === undefined
    ? triggerEvidence(fileName)
    : { waitsFor: `its trigger file ${fileName}${problem}` };
}

function climbControl(
  file: Observation,
  { control: rule, settleMs }: CompletenessPolicy,
  { moment, find, readControl }: Surroundings,
): Rung | undefined {
  if (rule === undefined) return undefined;
  const fileName = toCompanionName(rule.fileName, file.name);
  const control = find(fileName);
  const about = `its control file ${fileName}`;
  const problem = findProblem(file, control, rule);
  if (control === undefined || problem !== undefined) return { waitsFor: `${about}${problem ?? ""}` };
  if (!isSettled(control, moment, settleMs)) return { waitsFor: `${about} to settle` };
  const reading = readControl(control, rule.format);
  if (reading === undefined) return { waitsFor: `${about} to be read` };
  if ("problem" in reading) return { waitsFor: `${about} to be sound: ${reading.problem}` };
  const entry = findControlEntry(reading.entries, file.name);
  if (entry === undefined) return { waitsFor: `${about} to name it` };
  if (entry.sizeBytes !== undefined && entry.sizeBytes !== file.file.sizeBytes) {
    return { waitsFor: `the ${entry.sizeBytes} bytes that ${about.slice(4)} promises` };
  }
  const absent = reading.entries.filter((each) => each.fileName !== undefined && !find(each.fileName));
  if (rule.together && absent.length > 0) {
    return { waitsFor: `${absent.map((each) => each.fileName).join(", ")}, which ${fileName} names too` };
  }
  return controlEvidence(fileName, entry);
}

/** What is wrong with a file that has to lie beside another; nothing when it is there. */
function findProblem(
  { file }: Observation,
  companion: Observation | undefined,
  { older }: Pick<CompanionRule, "older">,
): string | undefined {
  if (companion === undefined) return "";
  if (companion.file.kind !== "file") return ", which is no file";
  if (older === "stale" && companion.file.modifiedAt < file.modifiedAt) {
    return ", for the one that is there is older than the file";
  }
  return undefined;
}
