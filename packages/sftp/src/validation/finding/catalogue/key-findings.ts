import { type FindingKinds, ROW_ERROR, ROW_WARNING } from "./finding-kind.js";

/** Keys within the file, and references to other files. */
export interface KeyDetails {
  readonly "key-duplicate": { readonly key: string; readonly firstRecord: number };
  readonly "duplicate-row": { readonly firstRecord: number };
  readonly "ref-missing": { readonly set: string };
}

export const KEY_FINDINGS: FindingKinds<KeyDetails> = {
  "key-duplicate": {
    ...ROW_ERROR,
    title: "Key occurs twice",
    description:
      "Two records have the same key. One of them would overwrite the other, or the same sale would be paid twice.",
    message: ({ key, firstRecord }) => `The key ${key} occurred before, in record ${firstRecord}.`,
    hint: "Ask the sender which of the two counts.",
    example: { column: "order", key: "order + line", firstRecord: 12, shown: "O-17,1,2026-10-31,1250.00" },
  },
  "duplicate-row": {
    ...ROW_WARNING,
    title: "Record repeated",
    description:
      "The record is the same as an earlier one, byte for byte, in a feed that declares no key. Two equal sales may be two; often a page of an export came twice. A key would decide. Only feeds that weigh it look for it, since every record has to be remembered.",
    message: ({ firstRecord }) => `The record repeats record ${firstRecord}.`,
    hint: "Ask the sender whether both count, and declare a key if there is one.",
    example: { firstRecord: 12, shown: "P-17,2026-10-31,1250.00" },
  },
  "ref-missing": {
    ...ROW_ERROR,
    title: "Refers to nothing known",
    description:
      "The value is not in the reference set: an order for a participant that does not exist, a territory that nobody holds. Its credit would go to no one.",
    message: ({ column, set }) => `${column} holds a value that is not among the ${set}.`,
    hint: "Correct the value, or deliver the missing entry first.",
    example: { column: "participant", set: "participants", shown: "P-4711" },
  },
};
