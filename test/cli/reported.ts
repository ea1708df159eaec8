import { EXEMPT } from '../report/findings.ts';
import { runCli } from '../support/run-cli.ts';

export const FORMATS = ['table', 'ndjson', 'json', 'sarif', 'asff', 'ocsf', 'csv', 'md'] as const;

export const lines = (findings: readonly object[]) =>
  findings.map((one) => `${JSON.stringify(one)}\n`).join('');
export const report = (findings: readonly object[], ...options: string[]) =>
  runCli(['report', '--store', '-', ...options], { stdin: lines(findings) });

export const HELD = { ...EXEMPT, exemption: { ...EXEMPT.exemption, until: '2999-01-01T00:00:00.000Z' } };
