import type { PromotedFile } from "./promotion.js";

/** Something that happened to a delivery, as a service has written it down: the outputs of its steps. Plain JSON. */
export type DeliveryMoment = {
  /** Milliseconds since 1970. */
  readonly at: number;
} & (
  | { readonly kind: "arrived" | "claimed"; readonly path: string; readonly sizeBytes: number }
  | { readonly kind: "fetched"; readonly sha256: string; readonly sizeBytes: number }
  | {
      readonly kind: "validated";
      readonly verdict: string;
      readonly accepted?: number | undefined;
      readonly rejected?: number | undefined;
    }
  | ({ readonly kind: "promoted" } & Pick<PromotedFile, "path" | "how" | "source" | "passedOver">)
  | { readonly kind: "restored"; readonly toPath: string }
  | { readonly kind: "loaded"; readonly into: string; readonly handle?: string | undefined }
);

const HOW: Readonly<Record<PromotedFile["how"], string>> = {
  renamed: "It was renamed to",
  "found-done": "It was found to be kept as",
  superseded: "The source had been replaced; the validated bytes were brought from the local copy to",
  restored: "It had vanished from the site; the validated bytes were brought from the local copy to",
};

/** What happened, as a sentence without its time. */
export function describeMoment(moment: DeliveryMoment): string {
  switch (moment.kind) {
    case "arrived":
      return `It arrived as ${moment.path} with ${moment.sizeBytes} bytes.`;
    case "claimed":
      return `It was claimed as ${moment.path} with ${moment.sizeBytes} bytes.`;
    case "fetched":
      return `Its ${moment.sizeBytes} bytes were fetched; their SHA-256 is ${moment.sha256}.`;
    case "validated": {
      const { verdict, accepted, rejected } = moment;
      const counted =
        accepted === undefined ? "" : `, ${accepted} records accepted, ${rejected ?? 0} rejected`;
      return `It was validated: ${verdict}${counted}.`;
    }
    case "promoted": {
      const { how, path, source, passedOver } = moment;
      const over = passedOver.length === 0 ? "" : ` ${passedOver.join(", ")} could not be its name.`;
      const next = source === "replaced" ? " A newer file lies under the name of its arrival." : "";
      return `${HOW[how]} ${path}.${over}${next}`;
    }
    case "restored":
      return `It was brought back from the history to ${moment.toPath}.`;
    case "loaded":
      return `It was loaded into ${moment.into}${moment.handle === undefined ? "" : ` as ${moment.handle}`}.`;
  }
}
