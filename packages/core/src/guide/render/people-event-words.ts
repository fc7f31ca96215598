import type { MomentText } from "../../moment-text.js";
import type { RunEvent } from "../../run/run-kind.js";
import type { Words } from "./page.js";
import { shortenValue } from "./value-text.js";

/** What people do at manual steps. */
export type PeopleEvent = Extract<RunEvent, { type: `manual.${string}` }>;

/** What somebody did at a manual step, and as what; who it was stands beside it. */
export function describePeopleEvent({ type, data }: PeopleEvent, { full }: MomentText): Words {
  switch (type) {
    case "manual.claimed":
      return ["Taken on", ...as(data.role)];
    case "manual.returned":
      return ["Given back"];
    case "manual.submitted":
      return ["Submitted", ...as(data.role), ": ", { code: shortenValue(data.form) }, ...quote(data.comment)];
    case "manual.signed": {
      const checked = data.isChecked ? "; the machine check held" : "";
      return ["Signed", ...as(data.role), checked, ...quote(data.comment)];
    }
    case "manual.rejected":
      return ["Rejected", ...(data.role === undefined ? [] : as(data.role)), ": ", data.reason];
    case "manual.escalated": {
      const next = data.nextMs === undefined ? "" : `; the next call is due ${full(data.nextMs)}`;
      return ["Called ", { strong: data.call }, " because it waits", next];
    }
  }
}

function as(role: string): Words {
  return [" as ", { strong: role }];
}

function quote(comment: string | undefined): Words {
  return comment === undefined ? [] : [` – “${comment}”`];
}
