import { SpmError } from "@spm-ops/core";
import { createObjectList, type ObjectList } from "../contract/object-list.js";
import type { ConnectorCall, JobKind, StartableObject } from "../contract/spm-connector.js";
import { readWord } from "../contract/told-outcome.js";
import type { ObjectRules } from "./http-profile.js";
import type { ProfileCalls } from "./http-profile-calls.js";
import { type HttpProfileSettings, SECTIONS } from "./http-profile-options.js";

/** What can be started, and what the application calls it in requests. */
export interface ProfileObjects extends ObjectList {
  /** What `{object}` stands for, by the id of an object. Nothing is asked for it. */
  codeOf(kind: JobKind, id: string): string;
  /** Whether the application still lists an object; nothing where it lists none. */
  isListed(kind: JobKind, id: string, call: ConnectorCall): Promise<boolean | undefined>;
}

const WORDS: Readonly<Record<JobKind, string>> = { load: "load", process: "process", report: "report" };

/** Creates the list of what the application lists or the options declare. Declared ids say their kind. */
export function createProfileObjects(calls: ProfileCalls, settings: HttpProfileSettings): ProfileObjects {
  const listOf = (kind: JobKind) => settings.profile[SECTIONS[kind]]?.list;
  const declaredOf = (kind: JobKind) => Object.entries(settings[SECTIONS[kind]]);

  async function* list(kind: JobKind, call: ConnectorCall): AsyncGenerator<StartableObject> {
    const rules = listOf(kind);
    if (rules !== undefined) return yield* listRemote(calls, { kind, rules }, call);
    for (const [name] of declaredOf(kind)) yield { id: `${kind}/${name}`, name };
  }

  return {
    ...createObjectList({ words: WORDS, list }),
    codeOf(kind, id) {
      const declared = declaredOf(kind).find(([name]) => id === `${kind}/${name}`);
      return declared === undefined ? id : (declared[1].code ?? declared[0]);
    },
    async isListed(kind, id, call) {
      if (listOf(kind) === undefined) return undefined;
      for await (const object of list(kind, call)) if (object.id === id) return true;
      return false;
    },
  };
}

async function* listRemote(
  calls: ProfileCalls,
  { kind, rules }: { readonly kind: JobKind; readonly rules: ObjectRules },
  call: ConnectorCall,
): AsyncGenerator<StartableObject> {
  const operation = `list what can be started as a ${kind}`;
  for await (const item of calls.list(rules, { values: {}, operation, ...call })) {
    const id = readWord(item, rules.id);
    if (id === undefined) {
      throw new SpmError("remote.malformed", `Could not ${operation}: an item tells no id at ${rules.id}.`, {
        ...{ operation, contentType: undefined },
      });
    }
    yield { id, name: (rules.name === undefined ? undefined : readWord(item, rules.name)) ?? id };
  }
}
