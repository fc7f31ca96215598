import { createRedactor, systemClock } from "@spm-ops/core";
import type { ConnectorServices } from "../contract/connector-services.js";
import { createHttpClient, type HttpClient, type HttpClientOptions } from "../http/http-client.js";
import type { HttpOptions } from "../http/http-options.js";
import { createLimiter } from "../http/limiter.js";
import { toLogin } from "./anaplan-login.js";
import type { AnaplanAuthentication } from "./anaplan-options.js";
import { createAnaplanSession } from "./anaplan-session.js";

/** Whom to ask, and as whom. */
export interface AnaplanAccessOptions
  extends Pick<HttpOptions, "limits" | "timeouts">,
    Pick<HttpClientOptions, "toMeantStatus"> {
  /** The address of the API, and that of the login. */
  readonly api: string;
  readonly authenticationHost: string;
  readonly authentication: AnaplanAuthentication;
}

/** Opens an API of the vendor with the login before it: two hosts, one credential, one limiter. */
export function openAccess(
  { api, authenticationHost, authentication, limits, timeouts, toMeantStatus }: AnaplanAccessOptions,
  services: ConnectorServices,
): { readonly http: HttpClient; close(): Promise<void> } {
  const { secrets, redactor = createRedactor(), clock = systemClock } = services;
  const limiter = services.limiter ?? createLimiter(limits);
  const shared = { timeouts, redactor, clock };
  const loginHttp = createHttpClient({ ...shared, baseUrl: authenticationHost });
  const login = () => toLogin(authentication, { secrets, redactor });
  const credential = createAnaplanSession({ http: loginHttp, login, clock, redactor });
  const http = createHttpClient({ ...shared, baseUrl: api, credential, limiter, toMeantStatus });
  return {
    http,
    close: async () => {
      await Promise.all([http.close(), loginHttp.close()]);
    },
  };
}
