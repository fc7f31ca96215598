import { defineGuide, type Guide } from "@spm-ops/core";
import type { NightParts } from "./night-parts.js";
import { reportNight } from "./reporting.js";

/** The client's Operations Guide. The same object is printed, performed, and named by its hash in every run. */
export function createGuide(parts: NightParts): Guide {
  return defineGuide({
    title: "Operations Guide",
    client: "Reference client",
    environments: [{ id: "production", title: "The model in which commissions are paid", vendor: "Anaplan" }],
    contacts: [
      { role: "operations lead", reach: "The on-call telephone of the operations team" },
      { role: "customer's data team", reach: "The customer's data desk, by mail, answered from 07:00" },
      { role: "vendor's support desk", reach: "The vendor's support portal, with the task's id" },
    ],
    procedures: [reportNight(parts)],
  });
}
