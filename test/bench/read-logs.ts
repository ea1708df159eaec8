import { Writable } from 'node:stream';
import { readArchive } from '@podguard/archive';
import { wantedEvents } from '@podguard/cloudtrail';
import type { OptInEvents } from '@podguard/core';

// Reads a folder as `scan` would, or scans it, and prints the megabytes that took at most.
const [how, folder = '', ...events] = process.argv.slice(2);
if (how === 'read')
  for await (const _ of readArchive([folder], { wanted: wantedEvents(events as OptInEvents[]) }));
else {
  // A terminal or a file keeps nothing of it in this process either.
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done() });
  await (await import('../support/run-cli.ts')).runCli(['scan', folder, '--format', 'ndjson'], { stdout });
}
process.stdout.write((process.resourceUsage().maxRSS / 1024).toFixed(0));
