import { z } from "zod";
import type {
  AnyProcedure,
  AutomatedStep,
  Compensation,
  ManualStep,
  Step,
  WaitingStep,
} from "../procedure.js";

/** A problem of something that cannot be written down, and where. */
type Report = (path: string, message: string) => void;

/** Everything about a procedure but its code. What cannot be written down is reported, by its path. */
export function describeProcedure(procedure: AnyProcedure, path: string, report: Report): unknown {
  const { id, title, purpose, due, controls, concurrency, steps, failureSteps } = procedure;
  const describeAll = (list: readonly Step[], name: string) =>
    list.map((step, at) => describeStep(step, `${path}.${name}.${at}`, report));
  return {
    id,
    title,
    purpose,
    due,
    controls,
    concurrency: concurrency && { words: concurrency.words, whenBusy: concurrency.whenBusy },
    input: describeSchema(procedure.input, `${path}.input`, report),
    steps: describeAll(steps, "steps"),
    failureSteps: describeAll(failureSteps, "failureSteps"),
  };
}

function describeStep(step: Step, path: string, report: Report): unknown {
  switch (step.kind) {
    case "automated":
      return describeAutomated(step);
    case "manual":
      return describeManual(step, path, report);
    case "waiting":
      return { ...step, until: describeUntil(step, path, report) };
    case "calling": {
      const { procedure, input: _input, ...declared } = step;
      return { ...declared, procedureId: procedure.id };
    }
  }
}

function describeAutomated({ accept: _accept, compensate, ...step }: AutomatedStep): unknown {
  return { ...describeEffect(step), compensate: compensate && describeEffect(compensate) };
}

function describeEffect<Effect extends Pick<Compensation, "run" | "find">>({
  run: _run,
  find,
  ...declared
}: Effect) {
  return { ...declared, canBeFound: find !== undefined };
}

function describeManual({ check, form, ...step }: ManualStep, path: string, report: Report): unknown {
  const { whenOverdue } = step;
  if (typeof whenOverdue === "object") {
    const submitted = form.safeParse(whenOverdue.submit);
    for (const { path: field, message } of submitted.error?.issues ?? []) {
      report([path, "whenOverdue", "submit", ...field].join("."), message);
    }
  }
  return { ...step, isChecked: check !== undefined, form: describeAnswer(form, `${path}.form`, report) };
}

function describeUntil({ until }: WaitingStep, path: string, report: Report): unknown {
  if (!("words" in until)) return until;
  if ("moment" in until) return { words: until.words };
  return { words: until.words, told: describeAnswer(until.told, `${path}.until.told`, report) };
}

/** What people or systems answer becomes the output of its step: it has to be plain JSON afterwards, too. */
function describeAnswer(schema: z.ZodType, path: string, report: Report): unknown {
  const described = describeSchema(schema, path, report);
  try {
    z.toJSONSchema(schema, { io: "output" });
  } catch (cause) {
    report(path, cause instanceof Error ? cause.message : String(cause));
  }
  return described;
}

function describeSchema(schema: z.ZodType, path: string, report: Report): unknown {
  try {
    return z.toJSONSchema(schema, { io: "input" });
  } catch (cause) {
    report(path, cause instanceof Error ? cause.message : String(cause));
    return {};
  }
}
