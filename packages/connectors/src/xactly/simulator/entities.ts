import type { BusinessDefinition, MemberDefinition } from "./definition.js";
import type { Entity } from "./state.js";

/** What the REST surface can make, change and remove. */
export const COLLECTIONS = [
  "steps",
  "pipelines",
  "iterators",
  "variables",
  "credentials",
  "schedules",
  "emails",
] as const;

/** The pipelines of a business and their members, as entities. */
export function createEntities(
  { pipelines, user }: BusinessDefinition,
  now: number,
  createId: () => string,
): Record<string, Entity[]> {
  const entities: Record<string, Entity[]> = Object.fromEntries(COLLECTIONS.map((name) => [name, []]));
  const stamp = toStamp(user, now);
  for (const { name, members, continueOnError } of pipelines) {
    const steps = members.map((member): Entity => {
      const command = toCommand(member);
      return { id: createId(), version: 0, name: member.name, command, disabled: false, ...stamp };
    });
    entities["steps"]?.push(...steps);
    entities["pipelines"]?.push({
      id: createId(),
      version: 0,
      name,
      description: "",
      labels: [],
      disabled: false,
      members: steps.map(({ id }) => id),
      continueOnError,
      onErrorObjectId: null,
      onErrorObjectType: null,
      ...stamp,
    });
  }
  return entities;
}

/** By whom and when something was made. */
export function toStamp(user: string, now: number): Readonly<Record<string, unknown>> {
  const instant = new Date(now).toISOString();
  return { createdInstant: instant, createdBy: user, modifiedInstant: instant, modifiedBy: user };
}

/** How a member is shown. The parameters of the file functions are not public but for the path. */
function toCommand(member: MemberDefinition): string {
  if ("command" in member) return member.command;
  return "readsFile" in member
    ? `call ReadFile(FilePath='${member.readsFile}')`
    : `call Exists(FilePath='${member.needsFile}')`;
}
