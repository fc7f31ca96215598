import { createCaptivateiqConnector } from "@spm-ops/connectors/captivateiq";
import { startCaptivateiqSimulator } from "@spm-ops/connectors/captivateiq/simulator";
import { createRedactor, createSecretReader } from "@spm-ops/core";

const TOKEN = "simulated";
const id = (last: number) => `5d0c7a10-0000-4000-8000-00000000000${last}`;

/** Connects to the organization of this example, a simulated one. For a real one, this file is all that changes. */
export async function openEnvironment() {
  const simulator = await startCaptivateiqSimulator({
    organization: {
      organization: { id: id(1), name: "Client" },
      users: [{ email: "ops@client.example", token: TOKEN }],
      dataWorksheets: [
        {
          id: id(2),
          name: "Deals",
          workbook: { id: id(3), name: "Sales" },
          columns: [
            { name: "Deal ID", isUniqueId: true },
            { name: "Rep" },
            { name: "Amount", type: "number" },
          ],
        },
      ],
    },
  });
  const redactor = createRedactor();
  const secrets = createSecretReader({ environment: { CAPTIVATEIQ_TOKEN: TOKEN }, redactor });
  const captivateiq = createCaptivateiqConnector(
    {
      environment: "uat",
      address: simulator.address,
      token: "env:CAPTIVATEIQ_TOKEN",
      organization: "Client",
      loads: { Deals: { worksheet: "Deals", mode: "upsert", checkHeader: true } },
      links: { origins: [simulator.storageAddress] },
    },
    { secrets, redactor },
  );
  const close = async () => {
    await captivateiq.close();
    await simulator.close();
  };
  return {
    captivateiq,
    polling: { intervals: [{ afterMs: 0, everyMs: 250 }] },
    /** What a person does in the application: nothing can do it over the API. */
    askForPayouts: () => simulator.processPayouts({ jobs: 3 }),
    [Symbol.asyncDispose]: close,
  };
}
