// Wakes as jobs of graphile-worker, in the database of the log
export {
  createGraphileEngine,
  type GraphileEngine,
  type GraphileEngineOptions,
} from "../engine/graphile-engine.js";
