import { randomUUID } from "node:crypto";
import type { Clock } from "@spm-ops/core";

interface Token {
  readonly owner: string;
  expiresAt: number;
}

/** The tokens that a simulator gave out. They do not outlive the process. */
export interface Tokens {
  give(owner: string): string;
  /** Whose token it is, as long as it lives. */
  ownerOf(value: string | undefined): string | undefined;
  expiresAt(value: string): number | undefined;
  /** Lets it live its whole life anew. */
  refresh(value: string): void;
  remove(value: string): void;
  removeAll(): void;
}

/** Creates the tokens of a simulator. */
export function createTokens(clock: Clock, lifeMs: number): Tokens {
  const tokens = new Map<string, Token>();
  return {
    give(owner) {
      const value = `${randomUUID()}.${randomUUID()}==`;
      tokens.set(value, { owner, expiresAt: clock.now() + lifeMs });
      return value;
    },
    ownerOf(value) {
      const token = tokens.get(value ?? "");
      return token !== undefined && clock.now() < token.expiresAt ? token.owner : undefined;
    },
    expiresAt: (value) => tokens.get(value)?.expiresAt,
    refresh(value) {
      const token = tokens.get(value);
      if (token !== undefined) token.expiresAt = clock.now() + lifeMs;
    },
    remove: (value) => void tokens.delete(value),
    removeAll: () => tokens.clear(),
  };
}
