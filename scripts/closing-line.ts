import path from 'node:path';
import { parseArgs } from 'node:util';
import { closingLines, readReport, readResults } from './ci/results.ts';

const { values } = parseArgs({
  options: {
    /** Vitest's JSON report. */
    tests: { type: 'string', default: '' },
    /** What another program counted. */
    results: { type: 'string', multiple: true, default: [] },
    /** A command that failed. */
    failed: { type: 'string', multiple: true, default: [] },
  },
});
const root = path.resolve(import.meta.dirname, '..');
const counted = [readReport(values.tests, root), ...values.results.map(readResults)];
for (const line of closingLines(
  counted.filter((results) => results !== undefined),
  values.failed,
))
  console.log(line);
