import type { Storage } from "../../simulator/storage.js";
import type { Tables } from "./tables.js";

/** How an invocation ends, as the vendor words it. */
export type InvocationStatus = "pass" | "fail" | "aborted" | "already running" | "aborted on condition false";

/** How a member of a pipeline ended. */
export interface MemberRecord {
  readonly name: string;
  readonly status: InvocationStatus;
  readonly description: string;
}

/** An invocation, decided when it was made; how far it is, is a matter of the time. Times by the vendor's clock. */
export interface InvocationRecord {
  readonly id: string;
  readonly objectId: string;
  readonly objectName: string;
  readonly invokedByType: "session" | "schedule";
  readonly invokedByName: string;
  readonly createdAt: number;
  /** From then on it waits on its condition, and then runs. */
  readonly readyAt: number;
  readonly runsAt: number;
  endAt: number;
  status: InvocationStatus;
  readonly description: string;
  readonly details: readonly MemberRecord[];
}

/** A command of Incent that was carried out outside a pipeline. */
interface CommandRecord {
  readonly command: string;
  readonly at: number;
}

/** An entity of the REST surface. */
export type Entity = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number };

/** What a simulated business remembers. */
export interface BusinessState {
  readonly invocations: InvocationRecord[];
  readonly commands: CommandRecord[];
  readonly tables: Tables;
  readonly entities: Record<string, Entity[]>;
}

export type BusinessStorage = Storage<BusinessState>;
