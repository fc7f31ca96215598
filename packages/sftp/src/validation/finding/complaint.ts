import type { Clue } from "./catalogue/clue.js";
import type { NoDetail, Severity } from "./catalogue/finding-kind.js";
import type { FindingCode, FindingDetails } from "./finding-codes.js";

/** What is wrong, before anybody knows where: a code with what it knows. */
export type Complaint = { readonly [Code in FindingCode]: ComplaintOf<Code> }[FindingCode];

/** A complaint of one code. */
export type ComplaintOf<Code extends FindingCode> = Weighing & { readonly code: Code } & DetailOf<Code>;

type DetailOf<Code extends FindingCode> = NoDetail extends FindingDetails[Code]
  ? { readonly detail?: FindingDetails[Code] | undefined }
  : { readonly detail: FindingDetails[Code] };

interface Weighing {
  /** Overrides the catalogue. */
  readonly severity?: Severity | undefined;
  /** What the value tells about the cause; asked only for findings that are kept. */
  readonly clue?: ((value: string) => Clue | undefined) | undefined;
}
