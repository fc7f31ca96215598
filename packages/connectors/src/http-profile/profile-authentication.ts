import { type SecretReference, secretReference } from "@spm-ops/core";
import { z } from "zod";
import { httpAddress } from "../http/http-options.js";

/** How the application knows who asks. Secrets are referred to, never written down. */
export type ProfileAuthentication =
  | { readonly kind: "basic"; readonly user: string; readonly password: SecretReference }
  /** A token that a person has made. */
  | {
      readonly kind: "bearer";
      readonly token: SecretReference;
      /** The word before it. @defaultValue "Bearer" */
      readonly scheme?: string | undefined;
    }
  /** A key in a header of its own. */
  | { readonly kind: "header"; readonly name: string; readonly value: SecretReference }
  /** OAuth 2.0 client credentials. The token's life is told by `expires_in`; without it, it is used until it is refused. */
  | {
      readonly kind: "client-credentials";
      /** May be on another host than the API. */
      readonly tokenAddress: string;
      readonly clientId: string;
      readonly clientSecret: SecretReference;
      /** Where the client is told. @defaultValue "header" */
      readonly clientIn?: "header" | "body" | undefined;
      /** Further fields of the form, as `scope` or `audience`. @defaultValue none */
      readonly fields?: Readonly<Record<string, string>> | undefined;
    }
  /**
   * A signature of each request: `t=<seconds since 1970>,v1=<hexadecimal>`, by HMAC with SHA-256 over the time, a full
   * stop and the exact bytes of the body.
   */
  | {
      readonly kind: "signature";
      readonly secret: SecretReference;
      /** @defaultValue "Signature" */
      readonly name?: string | undefined;
    };

const text = z.string().min(1);
const token = z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/, "must be one word");

export const profileAuthentication = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("basic"),
    user: text.refine((user) => !user.includes(":"), "must hold no colon"),
    password: secretReference,
  }),
  z.strictObject({
    kind: z.literal("bearer"),
    token: secretReference,
    scheme: token.default("Bearer"),
  }),
  z.strictObject({ kind: z.literal("header"), name: token, value: secretReference }),
  z.strictObject({
    kind: z.literal("client-credentials"),
    tokenAddress: httpAddress,
    clientId: text,
    clientSecret: secretReference,
    clientIn: z.enum(["header", "body"]).default("header"),
    fields: z.record(text, z.string()).default({}),
  }),
  z.strictObject({
    kind: z.literal("signature"),
    secret: secretReference,
    name: token.default("Signature"),
  }),
]);

/** An authentication with its defaults in place. */
export type AuthenticationRules = z.output<typeof profileAuthentication>;
