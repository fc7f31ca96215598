import { createVerify, randomUUID, X509Certificate } from "node:crypto";
import { text } from "node:stream/consumers";
import type { Clock } from "@spm-ops/core";
import type { SimulatedRequest } from "../../simulator/host.js";
import { jsonReply, noContent, type Reply, unrouted } from "../../simulator/reply.js";
import { createTokens } from "../../simulator/tokens.js";
import type { UserDefinition } from "./definition.js";

export interface AuthenticationOptions {
  readonly users: readonly UserDefinition[];
  readonly clock: Clock;
  readonly tokenLifeMs: number;
}

/** The authentication host, and who is behind a token. */
export function createAuthentication({ users, clock, tokenLifeMs }: AuthenticationOptions) {
  const tokens = createTokens(clock, tokenLifeMs);

  const tell = (status: number, statusMessage: string, tokenValue: string): Reply => {
    const expiresAt = tokens.expiresAt(tokenValue);
    return jsonReply(status, {
      meta: { validationUrl: "/token/validate" },
      status: "SUCCESS",
      statusMessage,
      tokenInfo: { tokenId: randomUUID(), tokenValue, expiresAt, refreshTokenId: randomUUID() },
    });
  };

  const authenticate = async (request: SimulatedRequest): Promise<Reply> => {
    const [scheme, credential] = (request.headers["authorization"] ?? "").split(" ");
    if (credential === undefined || (scheme !== "Basic" && scheme !== "CACertificate"))
      return failure(400, "BAD_HEADER");
    const decoded = Buffer.from(credential, "base64").toString("utf8");
    const body = await text(request.body);
    const user = users.find((each) =>
      "password" in each
        ? scheme === "Basic" && decoded === `${each.user}:${each.password}`
        : scheme === "CACertificate" && isSame(decoded, each.certificate) && isSigned(body, each.certificate),
    );
    if (user === undefined) return failure(401, "BAD_CREDENTIAL");
    return tell(201, "Login successful", tokens.give(user.user));
  };

  const handle = async (request: SimulatedRequest): Promise<Reply> => {
    if (`${request.method} ${request.url.pathname}` === "POST /token/authenticate")
      return authenticate(request);
    const [scheme, value = ""] = (request.headers["authorization"] ?? "").split(" ");
    if (scheme !== "AnaplanAuthToken") return failure(400, "BAD_HEADER");
    if (tokens.ownerOf(value) === undefined) return failure(401, "BAD_CREDENTIAL");
    switch (`${request.method} ${request.url.pathname}`) {
      case "POST /token/refresh":
        tokens.refresh(value);
        return tell(200, "Token refreshed", value);
      case "GET /token/validate":
        return tell(200, "Token validated", value);
      case "POST /token/logout":
        tokens.remove(value);
        return noContent();
      default:
        return unrouted();
    }
  };

  return {
    handle,
    /** Who asks the API, which takes both schemes. */
    whoIs(authorization: string | undefined): string | undefined {
      return tokens.ownerOf(/^(?:AnaplanAuthToken|Bearer) (.+)$/.exec(authorization ?? "")?.[1]);
    },
    expireTokens: tokens.removeAll,
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
