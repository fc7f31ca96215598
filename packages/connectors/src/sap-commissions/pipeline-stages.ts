/** What all ids of stage types begin with. */
const PREFIX = "21673573206720";

/** The stage types of a run over a period, by the vendor's name and the end of its id. */
const RUN_STAGES = {
  Classify: "515",
  Allocate: "516",
  Reward: "518",
  Pay: "519",
  Post: "520",
  Finalize: "521",
  Compensate: "530",
  Summarize: "531",
  CompensateAndPay: "532",
  ResetFromClassify: "514",
  ResetFromReward: "522",
  ResetFromAllocate: "523",
  ResetFromPay: "526",
  CleanupDeferred: "540",
  ReportsGeneration: "698",
  UpdateAnalytics: "701",
  UndoPost: "718",
  UndoFinalize: "721",
} as const;

const IMPORT_STAGES = {
  Validate: "533",
  Transfer: "534",
  TransferIfAllValid: "535",
  ValidateAndTransfer: "536",
  ValidateAndTransferIfAllValid: "537",
} as const;

/** A stage type of a run over a period. */
export type RunStage = keyof typeof RUN_STAGES;
/** A stage type of an import. */
export type ImportStage = keyof typeof IMPORT_STAGES;

export const RUN_STAGE_NAMES: readonly RunStage[] = keysOf(RUN_STAGES);
export const IMPORT_STAGE_NAMES: readonly ImportStage[] = keysOf(IMPORT_STAGES);

/** The vendor's id of a stage type. */
export function toStageTypeSeq(stage: RunStage | ImportStage): string {
  return `${PREFIX}${{ ...RUN_STAGES, ...IMPORT_STAGES }[stage]}`;
}

/** Whether a stage type, by its id, transfers every row or none. */
export function isAllOrNothing(stageTypeSeq: string): boolean {
  return [toStageTypeSeq("TransferIfAllValid"), toStageTypeSeq("ValidateAndTransferIfAllValid")].includes(
    stageTypeSeq,
  );
}

/** The stage tables of each module of an import. */
export const STAGE_TABLES = {
  TransactionalData: ["TransactionAndCredit", "Deposit"],
  OrganizationData: ["Participant", "Position", "Title", "PositionRelation"],
  ClassificationData: [
    "Category",
    "Category_Classifiers",
    "Customer",
    "Product",
    "PostalCode",
    "GenericClassifier",
  ],
  PlanRelatedData: ["FixedValue", "VariableAssignment", "Quota", "RelationalMDLT"],
} as const;

/** A kind of data that is imported together. */
export type ImportModule = keyof typeof STAGE_TABLES;

export const IMPORT_MODULE_NAMES: readonly ImportModule[] = keysOf(STAGE_TABLES);

function keysOf<Table extends object>(table: Table): readonly (keyof Table)[] {
  const known: (keyof Table)[] = [];
  for (const key in table) known.push(key);
  return known;
}
