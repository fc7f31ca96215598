import type { EvidenceDetails } from "../catalogue/evidence-findings.js";
import type { FindingTexts } from "../catalogue/finding-kind.js";

export const EVIDENCE_TEXTS: FindingTexts<EvidenceDetails> = {
  "date-order-mixed": {
    title: "Tag und Monat in beiden Reihenfolgen",
    message: ({ column, format, swapped }) =>
      `${column} enthält Tage in der Schreibweise ${format}, ${swapped === 1 ? "einen davon" : `${swapped} davon`} mit vertauschtem Tag und Monat.`,
    hint: "Nicht nur die fehlerhaften berichtigen; die ganze Datei neu exportieren lassen, mit Tagen als yyyy-MM-dd.",
  },
  "date-order-swapped": {
    title: "Tag und Monat vertauscht",
    message: ({ column, format, swapped }) =>
      `${column} ist als ${format} vereinbart, doch ${swapped === 1 ? "ein Wert ist" : `${swapped} Werte sind`} nur mit vertauschtem Tag und Monat ein Datum, und keiner spricht für die vereinbarte Reihenfolge.`,
    hint: "Den Absender nach seiner Reihenfolge fragen und diese vereinbaren.",
  },
  "date-ambiguous": {
    title: "Reihenfolge von Tag und Monat nicht erkennbar",
    message: ({ column, format }) =>
      `${column} enthält Tage aus vielen Monaten und keinen nach dem Zwölften; nichts zeigt, ob sie als ${format} geschrieben sind.`,
    hint: "Den Absender nach der Reihenfolge fragen, und was aus den Tagen nach dem Zwölften wurde.",
  },
  "column-empty": {
    title: "Spalte ohne jeden Wert",
    message: ({ column, records }) => `${column} ist in allen ${records} Datensätzen leer.`,
    hint: "Den Absender fragen, ob die Spalte noch gefüllt wird; wenn nicht, aus der Vereinbarung nehmen.",
  },
};
