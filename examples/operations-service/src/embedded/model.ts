import type { SimulatedModel } from "@spm-ops/connectors/anaplan/simulator";
import { salesPipeline } from "../client/feeds.js";
import { calculation, load } from "../client/loading.js";
import { report } from "../client/reporting.js";
import type { ModelItems } from "./model-items.js";

const IMPORT = "112000000001";
const PIPELINE_FILE = "113000000001";

/** The simulated model: an import of opportunities, a calculation, and a report of what was won. */
export function describeModel(
  items: ModelItems,
  user: { readonly user: string; readonly password: string },
): SimulatedModel {
  return {
    users: [user],
    files: [{ id: PIPELINE_FILE, name: salesPipeline.fileName }],
    imports: [
      {
        id: IMPORT,
        name: load.object,
        dataSourceId: PIPELINE_FILE,
        columns: Object.keys(salesPipeline.columns),
        dimensions: [
          { column: "sales_agent", items: items.agents },
          { column: "product", items: items.products },
          { column: "account", items: items.accounts },
        ],
      },
    ],
    processes: [{ id: "118000000001", name: calculation.object, steps: ["117000000001"] }],
    exports: [
      {
        id: "116000000001",
        name: report.object,
        rows: async (loaded) => sumByAgent(await loaded(IMPORT)),
      },
    ],
  };
}

function sumByAgent([header = [], ...rows]: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const agentAt = header.indexOf("sales_agent");
  const stageAt = header.indexOf("deal_stage");
  const valueAt = header.indexOf("close_value");
  const won = new Map<string, { count: number; value: number }>();
  for (const row of rows) {
    if (row[stageAt] !== "Won") continue;
    const agent = row[agentAt] ?? "";
    const { count, value } = won.get(agent) ?? { count: 0, value: 0 };
    won.set(agent, { count: count + 1, value: value + Number(row[valueAt]) });
  }
  const lines = [...won].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ["sales_agent", "opportunities_won", "close_value_usd"],
    ...lines.map(([agent, { count, value }]) => [agent, String(count), String(value)]),
  ];
}
