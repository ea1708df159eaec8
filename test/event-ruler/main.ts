import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { eventGroups, parseConfig } from '@podguard/core';
import type { Results } from '../../scripts/ci/results.ts';
import { DEPLOYMENTS, synthesize } from '../support/synthesize.ts';
import { busesOf } from './buses.ts';

/**
 * Matches the events of the registry, and noise, against the rules that a deploy would make, by AWS's own event-ruler.
 * `node test/event-ruler/main.ts [--results FILE]`; takes Java 17 and Maven.
 */
const ROOT = path.resolve(import.meta.dirname, '../..');
const LIBRARIES = path.join(ROOT, '.cache/event-ruler');
const PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

const { values } = parseArgs({ options: { results: { type: 'string' } } });
const work = mkdtempSync(path.join(tmpdir(), 'podguard-event-ruler-'));
try {
  const buses = [];
  for (const [name, deployment] of Object.entries(DEPLOYMENTS)) {
    const file =
      deployment.config === undefined
        ? path.join(ROOT, 'podguard.config.ts')
        : path.join(ROOT, 'test/fixtures/synth', deployment.config);
    const { default: config } = (await import(file)) as { readonly default: unknown };
    buses.push(...busesOf(name, await synthesize(deployment), eventGroups(parseConfig(config, file))));
  }
  const results = { command: 'event-ruler', ...match(buses) };
  if (results.passed + results.failures.length < 1000) throw new Error('fewer than 1000 events were matched');
  if (values.results !== undefined) writeFileSync(values.results, JSON.stringify(results));
  for (const { name, message } of results.failures) console.log(`FAILED ${name}\n    ${message}`);
  console.log(`event-ruler: ${results.passed} passed, ${results.failures.length} failed`);
  if (results.failures.length > 0) process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true });
}

function match(buses: ReturnType<typeof busesOf>): Omit<Results, 'command'> {
  const [input, output] = [path.join(work, 'buses.json'), path.join(work, 'results.json')];
  writeFileSync(input, JSON.stringify(buses));
  fetchLibraries();
  const program = path.join(import.meta.dirname, 'MatchPatterns.java');
  execFileSync('java', ['-cp', path.join(LIBRARIES, '*'), program, input, output], { stdio: 'inherit' });
  return JSON.parse(readFileSync(output, 'utf8')) as Omit<Results, 'command'>;
}

/** event-ruler and what it needs, in the versions of pom.xml, from Maven's own repository. */
function fetchLibraries(): void {
  const pom = path.join(import.meta.dirname, 'pom.xml');
  const version = /<artifactId>event-ruler<\/artifactId>\s*<version>([^<]+)</.exec(
    readFileSync(pom, 'utf8'),
  )?.[1];
  if (existsSync(path.join(LIBRARIES, `event-ruler-${version}.jar`))) return;
  rmSync(LIBRARIES, { recursive: true, force: true });
  execFileSync('mvn', ['-q', '-B', '-f', pom, PLUGIN, `-DoutputDirectory=${LIBRARIES}`], {
    stdio: 'inherit',
  });
}
