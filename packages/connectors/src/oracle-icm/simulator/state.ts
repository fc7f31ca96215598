import type { Storage } from "../../simulator/storage.js";

/** A document of the content server; its bytes lie in a file of its id. */
export interface DocumentRecord {
  readonly id: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly account: string;
  /** From when on it is shown, in milliseconds since 1970 by the vendor's clock. */
  readonly readyAt: number;
}

/** A request of the Enterprise Scheduler, decided when it was submitted; how far it is, is a matter of the time. */
export interface RequestRecord {
  readonly id: string;
  readonly kind: "job" | "import" | "export";
  readonly package: string;
  readonly definition: string;
  readonly parameters: string;
  readonly submittedAt: number;
  readonly end: string;
  readonly log: string;
}

/** How the rows of a file fared. */
export interface RowCounts {
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
}

/** An import activity with its data file. */
export interface ActivityRecord {
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly fileName: string;
  readonly inputFileContentId: string;
  readonly createdAt: number;
  activatedAt?: number | undefined;
  cancelledAt?: number | undefined;
  failed?: boolean | undefined;
  counts?: RowCounts | undefined;
  errorFileContentId?: string | undefined;
  messageCode?: string | undefined;
}

/** What a simulated environment remembers. */
interface EnvironmentState {
  nextId: number;
  readonly documents: DocumentRecord[];
  readonly requests: RequestRecord[];
  readonly activities: ActivityRecord[];
}

export type EnvironmentStorage = Storage<EnvironmentState>;

/** An environment in which nothing has happened yet. */
export function firstState(): EnvironmentState {
  return { nextId: 1, documents: [], requests: [], activities: [] };
}

/** The next number of a sequence that all share, as ids are. */
export function takeId({ state }: EnvironmentStorage, first: number): string {
  const id = String(first + state.nextId);
  state.nextId += 1;
  return id;
}
