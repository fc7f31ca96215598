import { sha256 } from "../digest.js";
import { canonicalJson, type JsonValue, toJsonValue } from "../json.js";
import type { GuideDocument } from "./document/guide-document.js";
import type { StepDocument } from "./document/step-document.js";

/** The identity of a version of a guide: SHA-256 of its document's canonical JSON. */
export function hashGuide(document: GuideDocument): string {
  return sha256(canonicalJson(toHashedDocument(document)));
}

/** What is hashed. An automated step does not name its kind: guides were kept before there were other kinds. */
export function toHashedDocument(document: GuideDocument): JsonValue {
  const procedures = document.procedures.map(({ steps, failureSteps, ...procedure }) => ({
    ...procedure,
    steps: steps.map(withoutUsualKind),
    failureSteps: failureSteps.map(withoutUsualKind),
  }));
  return toJsonValue({ ...document, procedures });
}

function withoutUsualKind(step: StepDocument): object {
  if (step.kind !== "automated") return step;
  const { kind: _, ...declared } = step;
  return declared;
}
