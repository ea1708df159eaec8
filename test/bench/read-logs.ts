import { readArchive } from '@podguard/archive';
import { wantedEvents } from '@podguard/cloudtrail';

// Reads a folder as `scan` would and prints the megabytes that took at most.
for await (const _ of readArchive(process.argv.slice(2), { wanted: wantedEvents([]) }));
process.stdout.write((process.resourceUsage().maxRSS / 1024).toFixed(0));
