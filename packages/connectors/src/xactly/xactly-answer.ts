import type { ResultQuestion, XactlyCalls } from "./xactly-calls.js";
import { type CommandAnswer, toCommandAnswer } from "./xactly-mapping.js";
import type { XactlySettings } from "./xactly-options.js";

/** What a command's result says; asked for once. */
export async function readAnswer(
  calls: XactlyCalls,
  question: ResultQuestion,
  { resultColumns }: Pick<XactlySettings["language"], "resultColumns">,
): Promise<CommandAnswer> {
  const { rows } = await calls.peek(question);
  return toCommandAnswer(rows[0], resultColumns);
}
