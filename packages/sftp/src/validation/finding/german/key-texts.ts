import type { FindingTexts } from "../catalogue/finding-kind.js";
import type { KeyDetails } from "../catalogue/key-findings.js";

export const KEY_TEXTS: FindingTexts<KeyDetails> = {
  "key-duplicate": {
    title: "Schlüssel doppelt",
    message: ({ key, firstRecord }) => `Der Schlüssel ${key} kam schon in Datensatz ${firstRecord} vor.`,
    hint: "Den Absender fragen, welcher der beiden gilt.",
  },
  "duplicate-row": {
    title: "Datensatz wiederholt",
    message: ({ firstRecord }) => `Der Datensatz wiederholt Datensatz ${firstRecord}.`,
    hint: "Den Absender fragen, ob beide zählen, und einen Schlüssel vereinbaren, wenn es einen gibt.",
  },
  "ref-missing": {
    title: "Verweist auf nichts Bekanntes",
    message: ({ column, set }) => `${column} enthält einen Wert, der in der Menge ${set} nicht vorkommt.`,
    hint: "Den Wert berichtigen oder zuerst den fehlenden Eintrag liefern.",
  },
};
