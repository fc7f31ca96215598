import type { StepState, Volume } from "@spm-ops/core";
import type { Symptom } from "@spm-ops/monitoring";
import type { Night } from "../night/night.js";
import { titlesOf } from "../night/night-page.js";
import { describeFindings } from "./finding-lines.js";
import { formatBytes, formatElapsed, formatRows } from "./format.js";

/** Where lines go: the process's standard output, as far as it is needed. */
export interface Terminal {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

const MARKS: Readonly<Record<StepState["status"], string>> = {
  running: "…",
  retrying: "↻",
  succeeded: "✓",
  refused: "✗",
  failed: "✗",
  "in-doubt": "?",
  skipped: "–",
  waiting: "…",
  pending: "·",
};

const UNDER_WAY: readonly StepState["status"][] = ["running", "retrying", "waiting", "pending"];

/** Lines that others say while a night is shown. */
export interface LiveLines {
  /** Something is wrong, or well again. */
  tell(symptom: Pick<Symptom, "state" | "explanation">): void;
}

/** Shows a night while it happens: a line a step, and on a terminal a bar for the step under way. */
export function showLive(night: Night, terminal: Terminal): LiveLines {
  const { progress, guide, run } = night;
  const titles = titlesOf(night);
  const ids = guide.procedure(run.procedureId).steps.map(({ id }) => id);
  const bar = createBar(terminal);
  const line = (text: string) => {
    bar.clear();
    terminal.write(`${text}\n`);
  };
  const place = (stepId: string) => `${String(ids.indexOf(stepId) + 1).padStart(2)}/${ids.length}`;

  progress.on("run:resumed", (resumed) => {
    const done = resumed.steps.filter(({ status }) => !UNDER_WAY.includes(status)).length;
    line(`  Going on where the last process ended: ${done} of ${ids.length} steps are done.`);
  });
  progress.on("step:progress", ({ stepId, title, report }) => {
    const share = report.total === undefined || report.total === 0 ? undefined : report.done / report.total;
    bar.show(`${place(stepId)} ${title}`, share, report.note ?? "");
  });
  progress.on("step:retrying", ({ title, failure, attempt }) => {
    line(`  ↻ ${title}: attempt ${attempt} failed (${failure.message}); trying again.`);
  });
  progress.on("step:finished", ({ stepId, state }) => {
    const title = (titles[stepId] ?? stepId).padEnd(34);
    const elapsed = formatElapsed(state.elapsedMs).padStart(8);
    line(`  ${MARKS[state.status]} ${place(stepId)}  ${title} ${elapsed}   ${describe(state)}`);
    for (const finding of describeFindings(state)) line(`           · ${finding}`);
  });
  return {
    tell: ({ state, explanation }) => line(`           ${state === "raised" ? "!" : "✓"} ${explanation}`),
  };
}

function describe({ status, volume, refusal, failure, doubt, found }: StepState): string {
  const moved = describeVolume(volume ?? {});
  if (status === "succeeded") return found === true ? `${moved} (found to have happened)`.trim() : moved;
  return [status === "in-doubt" ? "in doubt" : status, refusal ?? failure?.message ?? doubt ?? ""].join(": ");
}

function describeVolume({ rowsRead, rowsWritten, rowsRejected, files, bytes }: Volume): string {
  const parts = [
    rowsRead === undefined ? undefined : `${formatRows(rowsRead)} rows`,
    rowsWritten === undefined || rowsWritten === rowsRead ? undefined : `${formatRows(rowsWritten)} taken`,
    rowsRejected === undefined || rowsRejected === 0 ? undefined : `${formatRows(rowsRejected)} rejected`,
    files === undefined ? undefined : `${files} ${files === 1 ? "file" : "files"}`,
    bytes === undefined ? undefined : formatBytes(bytes),
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

interface Bar {
  show(label: string, share: number | undefined, note: string): void;
  clear(): void;
}

const BAR_CELLS = 24;

/** A bar on the last line of a terminal; nothing where the output is kept or read by a program. */
function createBar(terminal: Terminal): Bar {
  if (terminal.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  return {
    show(label, share, note) {
      const filled = Math.round((share ?? 0) * BAR_CELLS);
      const cells = `${"█".repeat(filled)}${"░".repeat(BAR_CELLS - filled)}`;
      const text = `  … ${label}  ${cells} ${share === undefined ? "" : `${Math.round(share * 100)} %`} ${note}`;
      terminal.write(`\r\u001b[2K${text.slice(0, (terminal.columns ?? 100) - 1)}`);
    },
    clear() {
      terminal.write("\r\u001b[2K");
    },
  };
}
