import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

interface Failure {
  readonly name: string;
  readonly message: string;
}

/** What a command that counts tests found. */
export interface Results {
  readonly command: string;
  readonly passed: number;
  readonly failures: readonly Failure[];
}

/** What is read of Vitest's JSON report. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

const LINES = 3;
const LENGTH = 200;

/** Counts the tests of Vitest's report; a file that could not be loaded is one failure. Undefined where there is none. */
export function readReport(file: string, root: string): Results | undefined {
  const text = read(file);
  if (text === undefined) return undefined;
  const { testResults } = JSON.parse(text) as Report;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failures = testResults.flatMap((result) => {
    const name = result.name.replace(`${root}/`, '');
    const failed = result.assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0 && result.status === 'failed') return [{ name, message: result.message }];
    return failed.map(({ fullName, failureMessages }) => ({
      name: `${name}: ${fullName}`,
      message: failureMessages[0] ?? '',
    }));
  });
  return { command: 'npm test', passed: tests.filter(({ status }) => status === 'passed').length, failures };
}

/** Reads what another program counted. Undefined where it wrote nothing. */
export function readResults(file: string): Results | undefined {
  const text = read(file);
  return text === undefined ? undefined : (JSON.parse(text) as Results);
}

/**
 * The last lines of a run: each failure with the beginning of what it said, each command that failed without a counted
 * failure, and how many passed and failed.
 */
export function closingLines(counted: readonly Results[], failed: readonly string[]): readonly string[] {
  const failures = counted.flatMap((results) => results.failures);
  const explained = new Set(
    counted.filter((results) => results.failures.length > 0).map(({ command }) => command),
  );
  const others = failed.filter((command) => !explained.has(command));
  const passed = counted.reduce((sum, results) => sum + results.passed, 0);
  return [
    ...failures.flatMap(failureLines),
    ...others.map((command) => `FAILED ${command}: see what it printed`),
    `${passed} passed, ${failures.length + others.length} failed`,
  ];
}

function failureLines({ name, message }: Failure): readonly string[] {
  const said = stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line))
    .slice(0, LINES);
  return [`FAILED ${stripVTControlCharacters(name)}`, ...said.map((line) => `    ${line.slice(0, LENGTH)}`)];
}

function read(file: string): string | undefined {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text === '' ? undefined : text;
}
