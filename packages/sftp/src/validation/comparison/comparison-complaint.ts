import type { Complaint } from "../finding/complaint.js";

/** A complaint about a delivery beside the one before, and the column it is about. */
export interface ComparisonComplaint {
  readonly column: string | null;
  readonly complaint: Complaint;
}
