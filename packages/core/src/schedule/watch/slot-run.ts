/**
 * The id of the run for a slot, always the same: asking for it twice is asking once.
 *
 * A slot's id with nothing in it that the name of a folder could not hold:
 * `nightly@2026-03-08T22:00[America/New_York]` becomes `nightly.2026-03-08T22-00.America.New_York`.
 */
export function toRunId(slotId: string): string {
  return slotId
    .replace("]+", ".")
    .replace("]", "")
    .replace(/[@[/]/g, ".")
    .replaceAll(":", "-")
    .replaceAll("+", "_");
}

/** Whether a run was made for a slot of a schedule. */
export function isRunOf(scheduleId: string, runId: string): boolean {
  return runId.startsWith(`${scheduleId}.`);
}
