import { z } from "zod";
import { type JsonValue, toJsonValue } from "../json.js";
import { parseOptions } from "../parse-options.js";
import { SpmError } from "../spm-error.js";
import { type GuideDocument, guideDocument } from "./guide-document.js";
import { hashGuide } from "./guide-hash.js";
import type { AnyProcedure, Step } from "./procedure.js";

/** What a client's guide is declared with. */
export interface GuideDeclaration {
  readonly title: string;
  readonly client: string;
  readonly environments?: GuideDocument["environments"] | undefined;
  /** The roles that steps may call, and how they are reached. */
  readonly contacts?: GuideDocument["contacts"] | undefined;
  readonly procedures: readonly AnyProcedure[];
}

/** A client's Operations Guide: the document that people read and the program that runs, in one version. */
export interface Guide {
  readonly document: GuideDocument;
  /** SHA-256 of the document's canonical JSON: the identity of this version. */
  readonly hash: string;
  /** @throws SpmError `run.unknown` when the guide has no such procedure. */
  procedure(id: string): AnyProcedure;
}

/**
 * Declares a client's guide.
 *
 * @throws SpmError `config.invalid` with everything in it that cannot work, each with its path.
 */
export function defineGuide(declaration: GuideDeclaration): Guide {
  const { title, client, environments = [], contacts = [], procedures } = declaration;
  const written: JsonValue = toJsonValue({
    title,
    client,
    environments,
    contacts,
    procedures: procedures.map((procedure) => ({
      id: procedure.id,
      title: procedure.title,
      purpose: procedure.purpose,
      due: procedure.due,
      input: describeInput(procedure),
      steps: procedure.steps.map(describeStep),
      failureSteps: procedure.failureSteps.map(describeStep),
    })),
  });
  const document = parseOptions(guideDocument, written, `the guide of ${client}`);
  return Object.freeze({
    document,
    hash: hashGuide(document),
    procedure(id: string) {
      const procedure = procedures.find((each) => each.id === id);
      if (procedure !== undefined) return procedure;
      const known = procedures.map((each) => each.id).join(", ");
      throw new SpmError("run.unknown", `The guide of ${client} has no procedure ${id}; it has ${known}.`, {
        what: id,
      });
    },
  });
}

/** Everything about a step but its code. */
function describeStep({ run: _run, find, accept: _accept, ...declared }: Step): unknown {
  return { ...declared, canBeFound: find !== undefined };
}

function describeInput({ id, input }: AnyProcedure): unknown {
  try {
    return z.toJSONSchema(input, { io: "input" });
  } catch (cause) {
    const issues = [`procedures.${id}.input: ${cause instanceof Error ? cause.message : String(cause)}`];
    throw new SpmError("config.invalid", `The input of ${id} cannot be written down.`, { issues }, { cause });
  }
}
