import { SpmError } from "@spm-ops/core";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { ResultQuestion, XactlyCalls } from "./xactly-calls.js";
import { type Selection, toSelect } from "./xactly-language.js";
import { toCommandAnswer, toCommandRefusal } from "./xactly-mapping.js";
import type { XactlySettings } from "./xactly-options.js";

/** The result of a query, which the vendor has taken. */
interface QueryResult {
  /** Where it lies. */
  readonly result: string;
  readonly totalRows: number;
}

/**
 * The queries of a business. They change nothing, so they are sent as often as the policy allows.
 *
 * A query that cannot be carried out is answered with a row of words, like a command. It is known by its number of
 * cells and its `status_code`, and comes out as `remote.rejected`, never as data.
 */
export interface XactlyQueries {
  open(selection: Selection, call: ConnectorCall): Promise<QueryResult>;
  /** All rows of a result, in the order of the selection's columns. */
  rows(question: ResultQuestion): AsyncIterable<readonly string[]>;
  count(selection: Selection, call: ConnectorCall): Promise<number>;
  /** The least that the engine can be asked. */
  selectOne(call: ConnectorCall): Promise<string>;
}

interface Query extends ConnectorCall {
  readonly command: string;
  readonly operation: string;
  /** How many cells a row has to have. */
  readonly width: number;
}

/** Creates the queries of a business. */
export function createXactlyQueries(
  calls: XactlyCalls,
  { resultColumns }: XactlySettings["language"],
): XactlyQueries {
  const run = async ({ width, ...query }: Query) => {
    const { operation, signal } = query;
    const result = await calls.execute({ ...query, intent: "question" });
    const { rows, totalRows } = await calls.peek({ result, operation, signal });
    const [first] = rows;
    const answer = toCommandAnswer(first, resultColumns);
    if (first?.length === resultColumns.length && answer.statusCode === "1" && totalRows === 1) {
      if (width !== first.length || answer.message !== "") throw toCommandRefusal(operation, answer);
    }
    if (first !== undefined && first.length !== width) throw oddResult(operation, `${first.length} cells`);
    return { result, totalRows, cell: first?.[0] };
  };

  return {
    open: (selection, call) =>
      run({
        ...call,
        command: toSelect(selection),
        operation: `read ${selection.from}`,
        width: selection.columns.length,
      }),
    rows: (question) => calls.rows(question),
    async count({ from, where }, call) {
      const operation = `count the rows of ${from}`;
      const command = toSelect({ columns: ["count(*)"], from, where });
      const { cell = "" } = await run({ ...call, command, operation, width: 1 });
      if (/^\d+$/.test(cell)) return Number(cell);
      throw oddResult(operation, `"${cell}"`);
    },
    async selectOne(call) {
      const { cell } = await run({ ...call, command: "select 1", operation: "select 1", width: 1 });
      return cell ?? "nothing";
    },
  };
}

function oddResult(operation: string, found: string): SpmError {
  return new SpmError("remote.malformed", `Could not ${operation}: the result is ${found}.`, {
    operation,
    contentType: undefined,
  });
}
