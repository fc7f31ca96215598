import { z } from "zod";
import { jsonSchema } from "../../json.js";
import { businessCalendarDocument } from "../../schedule/business-calendar.js";
import { scheduleFields } from "../../schedule/schedule-document.js";
import { findGuideProblems } from "./guide-rules.js";
import { automatedStepDocument, identifier, stepDocument } from "./step-document.js";

const procedureDocument = z.strictObject({
  id: identifier,
  title: z.string().min(1),
  purpose: z.string().optional(),
  due: z.string().optional(),
  input: jsonSchema,
  controls: z.array(z.string()).optional(),
  concurrency: z
    .strictObject({
      words: z.string().min(1),
      whenBusy: z.enum(["queue", "refuse", "cancel-other"]).default("queue"),
    })
    .optional(),
  steps: z.array(stepDocument).min(1, "a procedure needs a step"),
  failureSteps: z.array(automatedStepDocument),
});

/** An SPM application instance that the guide is about. Where it is and how to log in is configuration, not guide. */
const environmentDocument = z.strictObject({
  id: identifier,
  title: z.string().min(1),
  vendor: z.string().min(1),
});

/** A role that the guide calls, how it is reached, and how many people hold it, where that is fixed. */
const contactDocument = z.strictObject({
  role: z.string().min(1),
  reach: z.string().min(1),
  people: z.int().min(1).optional(),
});

/** A control of the client's framework (SOX, SOC) for which runs are evidence. */
const controlDocument = z.strictObject({ id: z.string().min(1), title: z.string().min(1) });

/** A schedule, and the procedure that is due by it. */
const scheduledProcedureDocument = z.strictObject({ procedureId: z.string(), schedule: scheduleFields });

/** The declared part of a guide: what is printed, what is hashed, and what every run is pinned to. Plain JSON. */
export const guideDocument = z
  .strictObject({
    title: z.string().min(1),
    client: z.string().min(1),
    environments: z.array(environmentDocument),
    contacts: z.array(contactDocument),
    controls: z.array(controlDocument).optional(),
    calendars: z.array(businessCalendarDocument).optional(),
    procedures: z.array(procedureDocument).min(1, "a guide needs a procedure"),
    schedules: z.array(scheduledProcedureDocument).optional(),
  })
  .superRefine((guide, { addIssue }) => {
    for (const { path, message } of findGuideProblems(guide)) addIssue({ code: "custom", path, message });
  });

export type GuideDocument = Readonly<z.infer<typeof guideDocument>>;
export type ProcedureDocument = GuideDocument["procedures"][number];
