import type { AnyProcedure } from "../../guide/procedure.js";
import type { RunState } from "../run-state.js";
import type { RunnerServices } from "../runner-options.js";

/** The procedure of a run in the version that it is pinned to, or in the current one where that is not here. */
export function findProcedure({ guides }: Pick<RunnerServices, "guides">, run: RunState): AnyProcedure {
  const guide = guides.find(({ hash }) => hash === run.guideHash) ?? guides[0];
  return guide.procedure(run.procedureId);
}
