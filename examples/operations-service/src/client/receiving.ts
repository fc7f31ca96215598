import { defineProcedure } from "@spm-ops/core";
import { accounts, products, salesPipeline, salesTeams } from "./feeds.js";
import { keepStep } from "./keep-step.js";
import { type NightParts, nightInput } from "./night-parts.js";
import { receiveStep } from "./receive-step.js";
import { chooseReferencesStep, readReferences } from "./references-step.js";
import { releaseStep } from "./release-step.js";
import { validateStep } from "./validate-step.js";

/** The first half of the night: what arrives is checked, kept for ever, and released for loading. */
export function receiveNight(parts: NightParts) {
  return receiveMasterData(parts)
    .step(
      "choose-references",
      chooseReferencesStep(parts, {
        delivery: (feed, { outputs }) =>
          [outputs["validate-accounts"], outputs["validate-products"], outputs["validate-sales-teams"]].find(
            (delivery) => delivery?.arrival.feed === feed,
          ),
      }),
    )
    .step(
      "validate-pipeline",
      validateStep(parts, {
        feed: salesPipeline,
        deliveries: ({ outputs }) => outputs.receive,
        references: ({ outputs }) => readReferences(outputs["choose-references"]),
      }),
    )
    .step(
      "keep-pipeline",
      keepStep(parts, { feed: salesPipeline, delivery: ({ outputs }) => outputs["validate-pipeline"] }),
    )
    .step(
      "release-pipeline",
      releaseStep(({ outputs }) => outputs["validate-pipeline"]),
    );
}

function receiveMasterData(parts: NightParts) {
  return defineProcedure({
    id: "nightly-load",
    title: "Load the night's sales pipeline",
    purpose:
      "Brings the sales pipeline into the production environment, calculates, and hands the report to finance.",
    due: "Every night at 22:00, New York time.",
    input: nightInput,
  })
    .step("receive", receiveStep(parts))
    .step(
      "validate-accounts",
      validateStep(parts, { feed: accounts, deliveries: ({ outputs }) => outputs.receive }),
    )
    .step(
      "keep-accounts",
      keepStep(parts, { feed: accounts, delivery: ({ outputs }) => outputs["validate-accounts"] }),
    )
    .step(
      "validate-products",
      validateStep(parts, { feed: products, deliveries: ({ outputs }) => outputs.receive }),
    )
    .step(
      "keep-products",
      keepStep(parts, { feed: products, delivery: ({ outputs }) => outputs["validate-products"] }),
    )
    .step(
      "validate-sales-teams",
      validateStep(parts, { feed: salesTeams, deliveries: ({ outputs }) => outputs.receive }),
    )
    .step(
      "keep-sales-teams",
      keepStep(parts, { feed: salesTeams, delivery: ({ outputs }) => outputs["validate-sales-teams"] }),
    );
}
