import type { Volume } from "@spm-ops/core";
import type { LineageFacet } from "./lineage-event.js";
import type { LineageDataset, LineageSettings } from "./lineage-options.js";

const FACETS = "https://openlineage.io/spec/facets";

/** The published versions of the facets that are written. */
const VERSIONS = {
  NominalTimeRunFacet: "1-0-1",
  ParentRunFacet: "1-0-1",
  ErrorMessageRunFacet: "1-0-1",
  JobTypeJobFacet: "2-0-3",
  DataQualityMetricsInputDatasetFacet: "1-0-2",
  OutputStatisticsOutputDatasetFacet: "1-0-2",
} as const;

type FacetWriter = (name: keyof typeof VERSIONS, fields: Readonly<Record<string, unknown>>) => LineageFacet;

/** Writes facets of one producer. */
export function createFacetWriter({ producer }: Pick<LineageSettings, "producer">): FacetWriter {
  return (name, fields) => ({
    _producer: producer,
    _schemaURL: `${FACETS}/${VERSIONS[name]}/${name}.json#/$defs/${name}`,
    ...present(fields),
  });
}

/** Which of the datasets of a step its bytes and files are counted of: those it wrote, else those it read. */
export function datasetsWithCounts(
  writeFacet: FacetWriter,
  {
    input,
    output,
  }: { readonly input?: LineageDataset | undefined; readonly output?: LineageDataset | undefined },
  { rowsRead, rowsWritten, bytes, files }: Volume = {},
) {
  const isMovedIn = output === undefined;
  const read = present({
    rowCount: rowsRead,
    bytes: isMovedIn ? bytes : undefined,
    fileCount: isMovedIn ? files : undefined,
  });
  const written = present({ rowCount: rowsWritten, size: bytes, fileCount: files });
  // The facet of what was read asks for metrics of columns, of which nothing is known.
  const metrics = () => writeFacet("DataQualityMetricsInputDatasetFacet", { ...read, columnMetrics: {} });
  const statistics = () => writeFacet("OutputStatisticsOutputDatasetFacet", written);
  return {
    inputs:
      input === undefined
        ? []
        : [{ ...input, ...(isEmpty(read) ? {} : { inputFacets: { dataQualityMetrics: metrics() } }) }],
    outputs:
      output === undefined
        ? []
        : [{ ...output, ...(isEmpty(written) ? {} : { outputFacets: { outputStatistics: statistics() } }) }],
  };
}

function isEmpty(fields: object): boolean {
  return Object.keys(fields).length === 0;
}

function present(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
