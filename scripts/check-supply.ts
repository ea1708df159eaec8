import path from 'node:path';
import { licenceCounts, licenceProblems } from './supply/licences.ts';
import { readLock, readManifests } from './supply/lock-file.ts';
import { lockProblems } from './supply/lock-problems.ts';

const root = path.resolve(import.meta.dirname, '..');
const packages = readLock(root);
const counts = licenceCounts(packages);
if (counts.size === 0) throw new Error('package-lock.json: no package of production was found in it');

const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
console.log(
  `${total} packages in production: ${[...counts].map(([name, count]) => `${name} ${count}`).join(', ')}`,
);
const problems = [...lockProblems(packages, readManifests(root)), ...licenceProblems(packages)];
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
