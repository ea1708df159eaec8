import type { Finding } from '@podguard/core';
import { CONFIG, type Deployment } from './deployment.ts';
import { podguard, podguardOn } from './podguard.ts';
import { SAMPLES } from './sample-day.ts';

const ALL = ['--fail-on', 'never', '--format', 'json'];

/** What `podguard scan samples` finds. */
export async function scanned(config = CONFIG): Promise<readonly Finding[]> {
  return findingsIn(await podguard(['scan', SAMPLES, ...ALL], config));
}

/** What `podguard report` shows of the deployed service's table. */
export async function reported(service: Deployment): Promise<readonly Finding[]> {
  return findingsIn(await podguardOn(service, ['report', '--all', '--no-posture', ...ALL]));
}

function findingsIn(text: string): readonly Finding[] {
  const { findings } = JSON.parse(text) as { readonly findings: readonly Finding[] };
  // Where a file says what opened it.
  return findings.map((finding) => ({ ...finding, source: null })).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
