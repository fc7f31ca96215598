import { sha256 } from "../digest.js";
import { canonicalJson, toJsonValue } from "../json.js";
import type { GuideDocument } from "./guide-document.js";

/** The identity of a version of a guide: SHA-256 of its document's canonical JSON. */
export function hashGuide(document: GuideDocument): string {
  return sha256(canonicalJson(toJsonValue(document)));
}
