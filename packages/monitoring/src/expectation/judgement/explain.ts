import { type ExpectedInterval, formatFigure } from "@spm-ops/core";
import type { ExplainedJudgement } from "./explained-judgement.js";

const WHOLE = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const TWO_DIGITS = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 2 });
const FACTOR = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Nobody can tell chances below it. */
const RAREST = 1e-6;

/** Factors nearer to 1 than this are not worth a word. */
const LEAST_FACTOR = 1.05;

/** One sentence with everything that is needed to check the verdict by hand. */
export function explainJudgement(judgement: Omit<ExplainedJudgement, "explanation">): string {
  const { measure, value, expected, rule, verdict, similar } = judgement;
  const figure = (amount: number) => formatFigure(measure, amount);
  const subject = `${toWords(measure)} ${figure(value)}`;
  if (expected === undefined)
    return `${subject}${ruleText(rule)}; there is no earlier run to compare with yet.`;
  const parts = [
    `${subject} is ${times(value, expected.typical)} the expected ${figure(expected.typical)}${composed(judgement)}`,
    `${toRuns(judgement.runs)} ${figure(expected.low)} to ${figure(expected.high)}`,
    verdict === "as-expected" ? undefined : toReason(judgement),
    verdict === "as-expected" || similar === undefined
      ? undefined
      : `last on such a day: ${figure(similar.value)} on ${similar.date}`,
  ];
  return `${parts.filter((part) => part !== undefined).join("; ")}.`;
}

function toReason({
  rule,
  chance,
  promise,
  basis,
  verdict,
}: Omit<ExplainedJudgement, "explanation">): string | undefined {
  if (rule !== undefined) return ruleText(rule).replace(/^, /, "");
  if (chance === undefined) return undefined;
  const side = verdict === "too-high" ? "above" : "below";
  const whose = basis === "fleet" ? "of this environment's normal runs" : "of such runs, by the model alone,";
  const rarely =
    chance < RAREST ? `less than 1 in ${WHOLE.format(1 / RAREST)}` : `1 in ${WHOLE.format(1 / chance)}`;
  return `${rarely} ${whose} lies that far ${side}, and 1 in ${WHOLE.format(1 / promise)} is told`;
}

function ruleText(rule: ExplainedJudgement["rule"]): string {
  if (rule === undefined) return "";
  return {
    "below-least": ", which is below the least that was declared",
    "above-most": ", which is above the most that was declared",
    empty: ", and it was never empty before",
  }[rule];
}

function composed({ measure, composition }: Omit<ExplainedJudgement, "explanation">): string {
  const factors = composition?.factors.filter(
    ({ factor }) => factor > LEAST_FACTOR || factor < 1 / LEAST_FACTOR,
  );
  if (composition === undefined || factors === undefined || factors.length === 0) return "";
  const words = factors.map(({ title, factor }) => `${title} ${FACTOR.format(factor)}`);
  return ` (${[`base ${formatFigure(measure, composition.base)}`, ...words].join(" × ")})`;
}

function toRuns(runs: number): string {
  if (runs === 0) return "what was declared says";
  return runs === 1 ? "1 earlier run says" : `${WHOLE.format(runs)} earlier runs say`;
}

function times(value: number, typical: ExpectedInterval["typical"]): string {
  if (typical === 0) return value === 0 ? "equal to" : "more than";
  const ratio = value / typical;
  return `${(ratio >= 10 ? WHOLE : TWO_DIGITS).format(ratio)} times`;
}

/** `rowsRead` as "Rows read", `durationMs` as "Duration". */
function toWords(measure: string): string {
  const words = measure.replace(/Ms$/, "").replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
