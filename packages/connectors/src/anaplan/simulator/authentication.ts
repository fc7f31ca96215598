import { createVerify, randomUUID, X509Certificate } from "node:crypto";
import { text } from "node:stream/consumers";
import type { Clock } from "@spm-ops/core";
import type { UserDefinition } from "./definition.js";
import { jsonReply, noContent, type Reply } from "./reply.js";
import { type SimulatedRequest, unrouted } from "./server.js";

interface Token {
  readonly user: string;
  expiresAt: number;
}

export interface AuthenticationOptions {
  readonly users: readonly UserDefinition[];
  readonly clock: Clock;
  readonly tokenLifeMs: number;
}

/** The authentication host, and who is behind a token. Tokens do not outlive the process. */
export function createAuthentication({ users, clock, tokenLifeMs }: AuthenticationOptions) {
  const tokens = new Map<string, Token>();

  const ownerOf = (value: string | undefined) => {
    const token = tokens.get(value ?? "");
    return token !== undefined && clock.now() < token.expiresAt ? token : undefined;
  };

  const told = (status: number, statusMessage: string, value: string): Reply =>
    jsonReply(status, {
      meta: { validationUrl: "/token/validate" },
      status: "SUCCESS",
      statusMessage,
      tokenInfo: { tokenId: randomUUID(), tokenValue: value, expiresAt: tokens.get(value)?.expiresAt, refreshTokenId: randomUUID() },
    });

  const authenticate = async (request: SimulatedRequest): Promise<Reply> => {
    const [scheme, credential] = (request.headers["authorization"] ?? "").split(" ");
    if (credential === undefined || (scheme !== "Basic" && scheme !== "CACertificate")) return failure(400, "BAD_HEADER");
    const decoded = Buffer.from(credential, "base64").toString("utf8");
    const body = await text(request.body);
    const user = users.find((each) =>
      "password" in each
        ? scheme === "Basic" && decoded === `${each.user}:${each.password}`
        : scheme === "CACertificate" && isSame(decoded, each.certificate) && isSigned(body, each.certificate),
    );
    if (user === undefined) return failure(401, "BAD_CREDENTIAL");
    const value = `${randomUUID()}.${randomUUID()}==`;
    tokens.set(value, { user: user.user, expiresAt: clock.now() + tokenLifeMs });
    return told(201, "Login successful", value);
  };

  const handle = async (request: SimulatedRequest): Promise<Reply> => {
    if (`${request.method} ${request.url.pathname}` === "POST /token/authenticate") return authenticate(request);
    const [scheme, value = ""] = (request.headers["authorization"] ?? "").split(" ");
    const token = ownerOf(value);
    if (scheme !== "AnaplanAuthToken") return failure(400, "BAD_HEADER");
    if (token === undefined) return failure(401, "BAD_CREDENTIAL");
    switch (`${request.method} ${request.url.pathname}`) {
      case "POST /token/refresh":
        token.expiresAt = clock.now() + tokenLifeMs;
        return told(200, "Token refreshed", value);
      case "GET /token/validate":
        return told(200, "Token validated", value);
      case "POST /token/logout":
        tokens.delete(value);
        return noContent();
      default:
        return unrouted();
    }
  };

  return {
    handle,
    /** Who asks the API, which takes both schemes. */
    whoIs(authorization: string | undefined): string | undefined {
      return ownerOf(/^(?:AnaplanAuthToken|Bearer) (.+)$/.exec(authorization ?? "")?.[1])?.user;
    },
    expireTokens: () => tokens.clear(),
  };
}

function failure(status: number, reason: string): Reply {
  return jsonReply(status, { status: `FAILURE_${reason}`, statusMessage: "Authentication failed" });
}

function isSame(shown: string, registered: string): boolean {
  return shown.trim() === registered.trim();
}

function isSigned(body: string, certificate: string): boolean {
  const { encodedData, encodedSignedData } = JSON.parse(body);
  const challenge = Buffer.from(String(encodedData), "base64");
  if (challenge.byteLength < 100) return false;
  const verify = createVerify("sha512").update(challenge);
  return verify.verify(new X509Certificate(certificate).publicKey, String(encodedSignedData), "base64");
}
