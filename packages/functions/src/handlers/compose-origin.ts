/** Where the configuration is from, as errors say it. */
export const ORIGIN = 'podguard.config.ts';
