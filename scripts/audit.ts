import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { auditOutcome } from './supply/audit-outcome.ts';

const { required } = parseArgs({ options: { required: { type: 'boolean', default: false } } }).values;
const { stdout } = spawnSync('npm', ['audit', '--json', '--omit=dev'], {
  cwd: path.resolve(import.meta.dirname, '..'),
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
});
const outcome = auditOutcome(stdout);
switch (outcome.kind) {
  case 'clean':
    console.log(`No known vulnerability in production is high or critical; ${outcome.milder} are milder.`);
    break;
  case 'vulnerable':
    console.error(outcome.packages.join('\n'));
    process.exitCode = 1;
    break;
  case 'unknown':
    console.error(`Not known whether anything in production is vulnerable: ${outcome.why}`);
    process.exitCode = required ? 1 : 0;
}
