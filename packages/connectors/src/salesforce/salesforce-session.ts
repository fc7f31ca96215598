import type { Redactor } from "@spm-ops/core";
import { z } from "zod";
import type { ConnectorCall } from "../contract/spm-connector.js";
import type { Credential, HttpClient } from "../http/http-client.js";
import { httpAddress } from "../http/http-options.js";
import { createSharedToken, type IssuedToken } from "../http/shared-token.js";

export interface SalesforceSessionOptions {
  /** Of the My Domain, without a credential. */
  readonly http: HttpClient;
  /** Makes the form that asks for a token. */
  readonly loginForm: () => Promise<string>;
  /** Opens a client of the instance that a login named. */
  readonly openInstance: (baseUrl: string, credential: Credential) => HttpClient;
  readonly redactor: Redactor;
}

/** The way into an org. */
export interface SalesforceSession {
  /** The client of the instance on which the org lives, after a login if there was none. */
  instance(call: ConnectorCall): Promise<HttpClient>;
  close(): Promise<void>;
}

const tokenReply = z.object({ access_token: z.string().min(1), instance_url: httpAddress });

interface Login extends IssuedToken {
  readonly instanceUrl: string;
}

/** One token for all calls, until it is refused, as the vendor tells no end. */
export function createSalesforceSession(options: SalesforceSessionOptions): SalesforceSession {
  const { http, loginForm, openInstance, redactor } = options;
  const instances = new Map<string, HttpClient>();

  const issue = async (): Promise<Login> => {
    const { access_token, instance_url } = await http.json(
      {
        method: "POST",
        path: "services/oauth2/token",
        intent: "repeatable-change",
        operation: "log in",
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: await loginForm(),
      },
      tokenReply,
    );
    redactor.addSecret(access_token);
    return { authorization: `Bearer ${access_token}`, instanceUrl: instance_url };
  };

  const credential = createSharedToken({ issue });

  return {
    async instance(call) {
      const { instanceUrl } = await credential.current(call);
      const known = instances.get(instanceUrl);
      if (known !== undefined) return known;
      const opened = openInstance(instanceUrl, credential);
      instances.set(instanceUrl, opened);
      return opened;
    },
    async close() {
      await Promise.all([http, ...instances.values()].map((each) => each.close()));
    },
  };
}
