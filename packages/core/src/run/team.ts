import type { Actor } from "../actor.js";
import type { Guide } from "../guide/guide.js";
import { SpmError } from "../spm-error.js";

/** Who holds which role of the guide: the ids of people by role. People change; the guide stays. */
export type Team = Readonly<Record<string, readonly string[]>>;

/** The first of some roles that an actor holds. Only people hold roles. */
export function roleOf(team: Team, { kind, id }: Actor, roles: readonly string[]): string | undefined {
  return kind === "person" ? roles.find((role) => team[role]?.includes(id) === true) : undefined;
}

/**
 * Refuses a team in which nobody could give a signature that the guide asks for.
 *
 * @throws SpmError `config.invalid` with every such step.
 */
export function assertTeamCanSign(team: Team, { document }: Guide): void {
  const issues = document.procedures.flatMap(({ id, steps }) =>
    steps.flatMap((step) => {
      if (step.kind !== "manual" || step.signOff === undefined) return [];
      const { need, by = [step.role], notSameAs = [] } = step.signOff;
      const signers = new Set(by.flatMap((role) => team[role] ?? []));
      // Whoever prepared the form may be one of those who could sign it, and then has to stand back.
      const prepares =
        notSameAs.includes("preparer") && (team[step.role] ?? []).every((each) => signers.has(each));
      const able = signers.size - (prepares ? 1 : 0);
      if (able >= need) return [];
      return [
        `${id}.${step.id}: asks for ${need} signatures by ${by.join(" or ")}, and ${able} people can give them`,
      ];
    }),
  );
  if (issues.length === 0) return;
  throw new SpmError(
    "config.invalid",
    `The team cannot sign what the guide asks for:\n  ${issues.join("\n  ")}`,
    {
      issues,
    },
  );
}
