import { createSapCommissionsConnector } from "@spm-ops/connectors/sap-commissions";
import { startSapCommissionsSimulator } from "@spm-ops/connectors/sap-commissions/simulator";
import { createRedactor, createSecretReader } from "@spm-ops/core";

const CALENDAR = "Main Monthly Calendar";

/** Connects to the tenant of this example, a simulated one. For a real one, this file is all that changes. */
export async function openEnvironment() {
  const simulator = await startSapCommissionsSimulator({
    durations: { pendingMs: 10, runMs: 1_500 },
    tenant: {
      users: [{ userId: "operations", password: "simulated" }],
      calendars: [
        {
          name: CALENDAR,
          periods: [
            { name: "April 2026", startDate: "2026-04-01", endDate: "2026-05-01" },
            { name: "May 2026", startDate: "2026-05-01", endDate: "2026-06-01" },
          ],
        },
      ],
    },
  });
  const redactor = createRedactor();
  const secrets = createSecretReader({ environment: { SAP_PASSWORD: "simulated" }, redactor });
  const compensate = (period: string) =>
    ({ stage: "CompensateAndPay", calendar: CALENDAR, period: { name: period } }) as const;
  const sap = createSapCommissionsConnector(
    {
      environment: "uat",
      address: simulator.address,
      generation: "classic",
      authentication: { kind: "basic", user: "operations", password: "env:SAP_PASSWORD" },
      processes: { "Pay April": compensate("April 2026"), "Pay May": compensate("May 2026") },
    },
    { secrets, redactor },
  );
  const close = async () => {
    await sap.close();
    await simulator.close();
  };
  const polling = { intervals: [{ afterMs: 0, everyMs: 50 }] };
  /** Has the answer to the next start lost; real lines do that without being asked. */
  const loseReply = () => simulator.faults.loseReply({ method: "POST", path: /pipelines/ });
  return { sap, polling, loseReply, [Symbol.asyncDispose]: close };
}
