import { type RoundOptions, runRound } from './round.ts';

// Runs each round that it is asked for, and says what came of it and how much memory that took at most, in megabytes.
process.on('message', async (options: RoundOptions) => {
  const round = await runRound(options);
  process.send?.({ round, memory: Math.round(process.resourceUsage().maxRSS / 1024) });
});
