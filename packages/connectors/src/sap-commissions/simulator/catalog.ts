/** What is known of a resource: the field of its id, the field by which people know it, and whether it can be changed. */
export interface ResourceDefinition {
  readonly seq: string;
  readonly key?: string | undefined;
  readonly isWritable: boolean;
}

/** Resources that can be changed: the field of the id, and the field by which people know an object. */
const WRITABLE: Readonly<Record<string, readonly [seq: string, key: string]>> = {
  businessUnits: ["businessUnitSeq", "name"],
  calendars: ["calendarSeq", "name"],
  creditTypes: ["dataTypeSeq", "creditTypeId"],
  customers: ["classifierSeq", "classifierId"],
  earningCodes: ["dataTypeSeq", "earningCodeId"],
  earningGroups: ["dataTypeSeq", "earningGroupId"],
  eventTypes: ["dataTypeSeq", "eventTypeId"],
  fixedValueTypes: ["dataTypeSeq", "fixedValueTypeId"],
  participants: ["payeeSeq", "payeeId"],
  periods: ["periodSeq", "name"],
  positionGroups: ["positionGroupSeq", "name"],
  positions: ["ruleElementOwnerSeq", "name"],
  processingUnits: ["processingUnitSeq", "name"],
  products: ["classifierSeq", "classifierId"],
  quotas: ["quotaSeq", "name"],
  reasons: ["dataTypeSeq", "reasonId"],
  salesOrders: ["salesOrderSeq", "orderId"],
  salesTransactions: ["salesTransactionSeq", "salesOrder"],
  titles: ["ruleElementOwnerSeq", "name"],
  users: ["userSeq", "id"],
};

/** Resources that are only read. */
const READ_ONLY: Readonly<Record<string, string>> = {
  appliedDeposits: "appliedDepositSeq",
  auditLogs: "auditLogSeq",
  balances: "balanceSeq",
  commissions: "commissionSeq",
  credits: "creditSeq",
  deposits: "depositSeq",
  incentives: "incentiveSeq",
  messageLogs: "messageLogSeq",
  messages: "messageSeq",
  payments: "paymentSeq",
  paymentSummarys: "paymentSummarySeq",
  periodTypes: "periodTypeSeq",
  pipelines: "pipelineRunSeq",
  plans: "ruleElementOwnerSeq",
  primaryMeasurements: "measurementSeq",
  rules: "ruleSeq",
  secondaryMeasurements: "measurementSeq",
};

/** The stage tables, which only the cloud generation shows. */
const STAGES: readonly string[] = [
  "Credits",
  "Customers",
  "Deposits",
  "FixedValues",
  "GenericClassifiers",
  "MDLTCells",
  "Participants",
  "PositionRelations",
  "Positions",
  "PostalCodes",
  "Products",
  "Quotas",
  "SalesOrders",
  "SalesTransactions",
  "Titles",
  "TransactionAssignments",
];

/** The resource that a field refers to. */
const REFERENCES: Readonly<Record<string, string>> = {
  calendar: "calendars",
  messageLog: "messageLogs",
  parent: "periods",
  payee: "participants",
  period: "periods",
  periodType: "periodTypes",
  position: "positions",
  processingUnit: "processingUnits",
  runPeriod: "periods",
  salesOrder: "salesOrders",
};

/** A transaction is found by nothing but its id; several lines belong to one order. */
const KEYLESS = "salesTransactions";

/** What is known of a resource, as the classic or the cloud generation has it. */
export function findResource(name: string, isCloud: boolean): ResourceDefinition | undefined {
  const [seq, key] = WRITABLE[name] ?? [READ_ONLY[name]];
  if (seq !== undefined) return { seq, key, isWritable: key !== undefined };
  if (!isCloud || !STAGES.includes(name.replace(/^stage/, "")) || !name.startsWith("stage")) return undefined;
  return { seq: `${name.replace(/s$/, "")}Seq`, isWritable: false };
}

/** Whether no two objects of a resource may have the same key. */
export function hasUniqueKeys(name: string): boolean {
  return name !== KEYLESS;
}

/** The resource that a field refers to, if any. */
export function findReferred(field: string): string | undefined {
  return REFERENCES[field];
}

/** The vendor's word for one object of a resource: `Period`. */
export function toObjectType(resource: string): string {
  return resource.charAt(0).toUpperCase() + resource.slice(1).replace(/s$/, "");
}
