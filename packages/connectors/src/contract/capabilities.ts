/** What a vendor's API can do, as data. What is `false` fails by name with SpmError `operation.unsupported`. */
export interface ConnectorCapabilities {
  /** Files can be staged and loaded. */
  readonly loads: boolean;
  /** Jobs of the application (calculations, clean-ups) can be started. */
  readonly processes: boolean;
  /** Reports can be made and fetched. */
  readonly reports: boolean;
  /** The rows that a load did not take can be fetched. */
  readonly rejects: boolean;
  /** A start whose answer was lost can be looked for. */
  readonly find: boolean;
  /** A job that runs can be asked to stop; whether it does is for the next poll to tell. */
  readonly cancel: boolean;
}
