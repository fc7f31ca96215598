import type { FindingTexts } from "../catalogue/finding-kind.js";
import type { RelationDetails } from "../catalogue/relation-findings.js";

export const RELATION_TEXTS: FindingTexts<RelationDetails> = {
  "ref-not-valid": {
    title: "Verweist auf etwas, das an dem Tag nicht gilt",
    message: ({ column, set, day }) => `${column} kommt in der Menge ${set} vor, gilt aber am ${day} nicht.`,
    hint: "Den Tag des Datensatzes mit der Gültigkeit dessen vergleichen, worauf er verweist.",
  },
  "reversed-interval": {
    title: "Zeitraum ohne einen Tag",
    message: ({ column, to }) => `${column} liegt nach dem Ende des Zeitraums, ${to}.`,
    hint: "Den Absender die Gültigkeit berichtigen lassen.",
  },
  "overlapping-interval": {
    title: "Zeiträume überschneiden sich",
    message: ({ key, firstRecord }) =>
      `Der Zeitraum überschneidet sich mit dem von Datensatz ${firstRecord} mit gleichem Wert in ${key}.`,
    hint: "Den Absender den früheren enden lassen, bevor der spätere beginnt.",
  },
  "interval-gap": {
    title: "Lücke zwischen Zeiträumen",
    message: ({ key, count, gaps }) =>
      `Die Zeiträume von ${key} lassen ${count} ${count === 1 ? "Lücke" : "Lücken"}${gaps.length === 0 ? "" : `: ${gaps.join(", ")}`}.`,
    hint: "Den Absender fragen, ob an diesen Tagen nichts gilt.",
  },
  "hierarchy-cycle": {
    title: "Hierarchie läuft im Kreis",
    message: ({ column, count, cycle }) =>
      `Die Hierarchie in ${column} hat ${count} ${count === 1 ? "Kreis" : "Kreise"}${cycle.length === 0 ? "" : `, etwa ${cycle.join(" > ")}`}.`,
    hint: "Den Absender eine der Zuordnungen berichtigen lassen.",
  },
  "parent-missing": {
    title: "Übergeordneter Eintrag fehlt",
    message: ({ column, count, parents }) =>
      `${count} ${count === 1 ? "Wert" : "Werte"} von ${column} haben keinen eigenen Datensatz${parents.length === 0 ? "" : `: ${parents.join(", ")}`}.`,
    hint: "Die fehlenden Datensätze liefern oder die Zelle an der Spitze leer lassen.",
  },
  "share-exceeded": {
    title: "Die Teile sind mehr als das Ganze",
    message: ({ column, key, total, limit }) =>
      `Mit diesem Datensatz ergibt ${column} bei gleichem Wert in ${key} zusammen ${total}, mehr als ${limit}.`,
    hint: "Den Absender fragen, wie das Ganze aufgeteilt ist.",
  },
};
