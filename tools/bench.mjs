// Runs measurements: npm run bench NAME …; each prints its figures as one JSON object on its last line. Options go to all of
// them: npm run bench log -- --runs 10000
import { runNamed } from "./named-program.mjs";

const given = process.argv.slice(2);
const firstOption = given.findIndex((argument) => argument.startsWith("--"));
const names = firstOption < 0 ? given : given.slice(0, firstOption);
await runNamed("bench", names, given.slice(names.length));
