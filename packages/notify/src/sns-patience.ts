import { AWS_PATIENCE } from './aws-patience.ts';

/** How a client of SNS waits. */
export const SNS_PATIENCE = AWS_PATIENCE;

/** What a `send` takes at most with that patience, waits between the attempts included. */
export const SEND_MS = 17_000;
