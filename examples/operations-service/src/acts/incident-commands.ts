import { openSqliteLog } from "@spm-ops/core";
import {
  createIncidents,
  type Incident,
  type IncidentState,
  type Incidents,
  raisedSymptoms,
} from "@spm-ops/monitoring";
import { type Command, Option } from "commander";
import { layOutFolders } from "../embedded/folders.js";

interface IncidentFlags {
  readonly into: string;
  readonly by: string;
  readonly reason: string;
}

interface ListFlags {
  readonly into: string;
  readonly all?: true;
  readonly json?: true;
}

const OPEN: readonly IncidentState[] = ["open", "acknowledged", "muted"];

const MEANINGS = ["real", "this-once", "days-like-this", "from-now-on"] as const;

/** Adds what there is to know of incidents, and what a person may do about them. */
export function addIncidentCommands(program: Command, say: (text: string) => void): void {
  const doing = createDoing(say);
  program
    .command("incidents")
    .description("lists the incidents, the newest first")
    .option("--all", "also those that are closed")
    .option("--json", "as one line of JSON each")
    .exitOverride()
    .action(async (_flags: unknown, command: Command) => {
      // The service has a --json of its own, which takes the one that stands behind a command.
      const { into, all, json } = command.optsWithGlobals<ListFlags>();
      const state = all === true ? undefined : OPEN;
      await withIncidents(into, async (incidents) => {
        for await (const incident of incidents.list({ state, first: "newest" }))
          say(json === true ? `${JSON.stringify(incident)}\n` : describe(incident));
      });
    });

  const add = (usage: string, description: string) =>
    program
      .command(usage)
      .description(description)
      .requiredOption("--by <name>", "who you are; it stands in the log")
      .requiredOption("--reason <text>", "why; it stands in the log")
      .exitOverride();

  add("acknowledge <incident>", "says that you have it: nobody else is called").action(
    doing((incidents, act) => incidents.acknowledge(act)),
  );
  add("close <incident>", "calls all of it ended").action(doing((incidents, act) => incidents.close(act)));
  add("answer <incident> <symptom>", "says what an odd figure was, so that the next one is judged by it")
    .addOption(
      new Option(
        "--meaning <meaning>",
        "real trouble, fine this once, fine on days like this, or so from now on",
      )
        .choices(MEANINGS)
        .makeOptionMandatory(),
    )
    .action(
      (
        incident: string,
        symptomKey: string,
        { meaning }: { readonly meaning: (typeof MEANINGS)[number] },
        command: Command,
      ) =>
        doing((incidents, act) => incidents.giveFeedback({ ...act, symptomKey, meaning }))(
          incident,
          {},
          command,
        ),
    );
}

type ActOnIncident = (incidents: Incidents, act: ReturnType<typeof toIncidentAct>) => Promise<Incident>;

/** Does it to an incident of the service that `--into` names, and says where the incident stands then. */
function createDoing(say: (text: string) => void) {
  return (perform: ActOnIncident) =>
    async (incidentId: string, _flags: unknown, command: Command): Promise<void> => {
      const { into, by, reason } = command.optsWithGlobals<IncidentFlags>();
      await withIncidents(into, async (incidents) => {
        say(describe(await perform(incidents, toIncidentAct(incidentId, { by, reason }))));
      });
    };
}

function toIncidentAct(incidentId: string, { by, reason }: Pick<IncidentFlags, "by" | "reason">) {
  return { incidentId, reason, actor: { kind: "person", id: by } } as const;
}

async function withIncidents(into: string, work: (incidents: Incidents) => Promise<void>): Promise<void> {
  await using log = await openSqliteLog({ path: layOutFolders(into).runLog });
  await work(createIncidents({ log, monitor: "operations-service" }));
}

function describe(incident: Incident): string {
  const raised = raisedSymptoms(incident);
  const lines = (raised.length > 0 ? raised : incident.symptoms).map(
    ({ key, explanation }) => `    ${explanation}\n      ${key}\n`,
  );
  return `  ${incident.id}  ${incident.severity}, ${incident.state}\n${[...new Set(lines)].join("")}`;
}
