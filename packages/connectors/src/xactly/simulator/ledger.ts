import type { InvocationState, Invocations } from "./invocations.js";
import type { BusinessState, InvocationStatus } from "./state.js";

/** Something that was started: a pipeline, or a command of Incent by itself. */
export type LedgerEntry =
  | {
      readonly kind: "invocation";
      readonly id: string;
      readonly pipeline: string;
      readonly startedAt: number;
      readonly state: InvocationState;
      readonly status: InvocationStatus;
    }
  | { readonly kind: "command"; readonly command: string; readonly startedAt: number };

/** What sessions have started; an invocation of a pipeline that was running already has started nothing. */
export function toLedger(
  { commands }: Pick<BusinessState, "commands">,
  invocations: Invocations,
): readonly LedgerEntry[] {
  const invoked = invocations
    .all()
    .filter(({ invokedByType, status }) => invokedByType === "session" && status !== "already running")
    .map((each): LedgerEntry => {
      const { id, objectName: pipeline, createdAt: startedAt, status } = each;
      return { kind: "invocation", id, pipeline, startedAt, state: invocations.stateOf(each), status };
    });
  const run = commands.map(({ command, at }): LedgerEntry => ({ kind: "command", command, startedAt: at }));
  return [...invoked, ...run].sort((one, other) => one.startedAt - other.startedAt);
}
