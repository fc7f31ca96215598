import { describeSchedule } from "../../schedule/describe-schedule.js";
import type { GuideDocument, ProcedureDocument } from "../document/guide-document.js";
import { evidenceOf } from "./evidence-words.js";
import { describeInput } from "./input-words.js";
import type { Fact, Words } from "./page.js";
import { nameRole, nameStep } from "./place-words.js";
import type { GuideOutline, ProcedureOutline } from "./procedure-outline.js";

const WHEN_BUSY = {
  queue: "a second one waits for its turn",
  refuse: "a second one is refused",
  "cancel-other": "a second one cancels the first, and waits for its end",
} as const;

/** What is to be known of a procedure before its steps. */
export function describeProcedureFacts(outline: ProcedureOutline, guide: GuideOutline): readonly Fact[] {
  const { due, input, concurrency, controls = [] } = outline.procedure;
  const facts: readonly Fact[] = [
    { name: "Due", lines: [...(due === undefined ? [] : [[due]]), ...describeSchedules(outline, guide)] },
    { name: "Performed in", lines: callersOf(outline, guide) },
    { name: "Needs", lines: describeInput(input) },
    { name: "At a time", lines: concurrency === undefined ? [] : [describeConcurrency(concurrency)] },
    { name: "Who is called", lines: rolesCalled(outline.procedure, guide.guide) },
    { name: "Controls", lines: controls.map((id) => nameControl(guide.guide, id)) },
    { name: "Evidence", lines: controls.length === 0 ? [] : evidenceOf(outline) },
  ];
  return facts.filter(({ lines }) => lines.length > 0);
}

/** When a procedure is due, in one line for the contents; nothing where nobody says. */
export function describeDueBriefly(
  { procedure }: ProcedureOutline,
  { guide }: GuideOutline,
): string | undefined {
  if (procedure.due !== undefined) return procedure.due;
  const sentences = schedulesOf(guide, procedure.id).map(({ sentences: [first = ""] }) =>
    first.replace(/\.$/, ""),
  );
  return sentences.length === 0 ? undefined : sentences.join("; ");
}

function describeSchedules({ procedure }: ProcedureOutline, { guide }: GuideOutline): readonly Words[] {
  return schedulesOf(guide, procedure.id).flatMap(({ name, sentences: [first = "", ...rest] }): Words[] => [
    [{ strong: name }, `: ${first}`],
    ...rest.map((sentence): Words => [sentence]),
  ]);
}

function schedulesOf({ schedules = [], calendars = [] }: GuideDocument, id: string) {
  return schedules
    .filter(({ procedureId }) => procedureId === id)
    .map(({ schedule }) => {
      const calendar = calendars.find((each) => each.id === schedule.calendar);
      const sentences = describeSchedule({
        document: schedule,
        calendar: calendar && { document: calendar },
      });
      return { name: schedule.title ?? schedule.id, sentences };
    });
}

function callersOf({ procedure }: ProcedureOutline, { procedures }: GuideOutline): readonly Words[] {
  return procedures.flatMap(({ steps }) =>
    steps
      .filter(({ step }) => step.kind === "calling" && step.procedureId === procedure.id)
      .map((calling) => nameStep(calling)),
  );
}

function describeConcurrency({ words, whenBusy }: NonNullable<ProcedureDocument["concurrency"]>): Words {
  return [`One at a time: ${words}; ${WHEN_BUSY[whenBusy]}.`];
}

function rolesCalled({ steps, failureSteps }: ProcedureDocument, guide: GuideDocument): readonly Words[] {
  const called = new Set(
    [...steps, ...failureSteps].flatMap((step) => [
      step.onFailure?.call,
      ...(step.kind === "manual" ? (step.escalate ?? []).map(({ call }) => call) : []),
    ]),
  );
  return guide.contacts.filter(({ role }) => called.has(role)).map(({ role }) => nameRole(guide, role));
}

function nameControl({ controls = [] }: GuideDocument, id: string): Words {
  const title = controls.find((control) => control.id === id)?.title;
  return [{ strong: id }, ...(title === undefined ? [] : [`: ${title}`])];
}
