import type { NamedFaults } from "./named-faults.js";

/** How a person starts a simulator. */
interface ProgramOptions {
  /** Of its first host; the others follow. 0 takes any that are free. */
  readonly port: number;
  /** The folder that stands for the site of a vendor who takes files and nothing else. @defaultValue one in `storage` */
  readonly folder?: string | undefined;
  /** A folder to remember in. @defaultValue forgotten at the end */
  readonly storage?: string | undefined;
}

/** A simulator that a person has started. */
export interface RunningProgram extends AsyncDisposable {
  /** What one needs to know to speak to it, a line each: addresses, logins, ids, names. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly faults: NamedFaults;
}

/** A vendor's simulator with an example environment in it, to be started from a shell. */
export interface SimulatorProgram {
  readonly title: string;
  start(options: ProgramOptions): Promise<RunningProgram>;
}
