import type { SpmConnector } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";

/** A connector with an environment that can be put into trouble; made anew for each test. */
export interface ConnectorUnderTest extends AsyncDisposable {
  /** Tries questions again after no more than some milliseconds, so that the tests are quick. */
  readonly connector: SpmConnector;
  /** Left out by an application without loads; its process then stands for what is started. */
  readonly load?: LoadUnderTest | undefined;
  /** The name of a process that succeeds after the good file was loaded. */
  readonly process?: string | undefined;
  /** A report, and what it holds after the good file was loaded; more than one piece at the vendor, cut within a character. */
  readonly report?: { readonly name: string; readonly text: string } | undefined;
  /** What must never stand in an error. */
  readonly secrets: readonly string[];
  readonly trouble: ConnectorTrouble;
  /** The time by the connector's clock, in milliseconds since 1970. */
  now(): number;
  /** Starts of any kind that the environment carried out. */
  startsSeen(): Promise<number>;
}

export interface LoadUnderTest {
  readonly name: string;
  readonly good: StageableFile;
  readonly goodRows: number;
  readonly withRejects: StageableFile;
  /** A text in each row that must be rejected. */
  readonly rejected: readonly string[];
  /** A file that the vendor takes, and whose load then fails. */
  readonly failing: StageableFile;
}

/**
 * Each meets the next request that it can meet, once, unless it says otherwise. What an application does not know is
 * left out, and its clauses are skipped by name.
 */
export interface ConnectorTrouble {
  /** The start is carried out and its answer never comes. */
  loseStartReply(): void;
  /** The start is not carried out, and a page with status 503 comes, or what else stands for it. */
  breakStart(): void;
  /** For applications that refuse a start while they do something else. */
  readonly refuseStartAsBusy?: (() => void) | undefined;
  /** Without a text the vendor does not say how long. */
  readonly throttle?: ((retryAfter: string | undefined) => void) | undefined;
  /** An answer with status 200 and this body. */
  readonly answerWith?: ((body: string, contentType: "text/html" | "application/json") => void) | undefined;
  /** The answer ends in the middle. */
  readonly cutAnswer?: (() => void) | undefined;
  /** No answer comes until the caller gives up. */
  holdAnswer(): void;
  /** All tokens that were given out are refused from now on. For logins that end. */
  readonly expireTokens?: (() => void) | undefined;
  /** The credential loses its rights from now on, in the way in which the vendor shows it. */
  readonly loseAccess?: (() => void) | undefined;
}

/** Starts an environment and a connector to it. */
export type StartConnectorUnderTest = () => Promise<ConnectorUnderTest>;
