import type { Handle, JobKind } from "@spm-ops/connectors";
import { collectReportStep, stageStep, startStep, toStageableFile, waitStep } from "@spm-ops/connectors";
import { defineGuide, defineProcedure, type FileSite, type WrittenFile } from "@spm-ops/core";
import { z } from "zod";
import type { Environment } from "./environment.js";

const words = (title: string) => ({ title, instructions: [`${title}, in the administration client.`] });
const writtenFile = z.strictObject({ path: z.string(), sizeBytes: z.number(), sha256: z.string() });

/** Orders come from a site, commissions are calculated, payments go to the site. */
export function createPaymentGuide({ varicent, polling, names }: Environment, site: FileSite) {
  const start = (kind: JobKind, object: string) =>
    startStep(varicent, { ...words(`Start ${object}`), request: () => ({ kind, object }) });
  const wait = <Started extends string>(started: Started) =>
    waitStep<WrittenFile, Readonly<Record<Started, Handle>>>(varicent, {
      ...words(`Wait until what ${started} has started ends`),
      ...{ polling, handle: ({ outputs }) => outputs[started] },
    });
  const stage = stageStep(varicent, {
    ...words("Put the orders into the data folder"),
    load: names.import,
    file: ({ input }: { readonly input: WrittenFile }) => toStageableFile(site, input),
  });
  const collect = collectReportStep(varicent, {
    ...words("Keep the published file"),
    handle: ({ outputs }: { readonly outputs: { readonly publish: Handle } }) => outputs.publish,
    name: () => "/payments.csv",
    into: async (path, bytes) => {
      // Done again after a crash, it may find the file of the first time.
      if ((await site.stat(path)) !== undefined) await site.remove(path);
      return site.write(path, bytes);
    },
  });
  const publish = defineProcedure({ id: "publish-payments", title: "Payments", input: writtenFile })
    .step("stage", stage)
    .step("import", start("load", names.import))
    .step("imported", wait("import"))
    .step("calculate", start("process", names.calculation))
    .step("calculated", wait("calculate"))
    .step("publish", start("report", names.file))
    .step("published", wait("publish"))
    .step("collect", collect);
  return defineGuide({ title: "Payments", client: "Example", procedures: [publish] });
}
