import type { Config } from '@podguard/core';
import { CHECKS, createAwsClients, findWorld, type Line, runChecks } from 'podguard/doctor';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type FaultyAws, startFaultyAws } from './faulty-aws.ts';
import { ACCOUNT, createHands, HOME } from './hands.ts';
import { type PartsWorld, startPartsWorld } from './parts-world.ts';

interface Options {
  readonly config?: Config;
  readonly now?: Date;
  readonly checks?: typeof CHECKS;
}

/** A world of parts for all tests of a file, with what doctor says of it. */
export function useExamination() {
  let world: PartsWorld;
  let aws: FaultyAws;
  beforeAll(async () => {
    world = await startPartsWorld();
    aws = await startFaultyAws(world.miniStack.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', ACCOUNT);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await aws?.close();
    await world?.stop();
  });
  afterEach(() => aws.answerAll());

  async function examine({ config = world.config, now, checks = CHECKS }: Options = {}) {
    const clients = createAwsClients({ endpointUrl: aws.url });
    try {
      const options = { stage: 'dev', home: HOME, config, clients, endpoint: aws.url, root: world.root };
      return await runChecks(await findWorld({ ...options, now: () => now ?? new Date() }), checks);
    } finally {
      clients.destroy();
    }
  }

  return { examine, hands: createHands(() => world), worldOf: () => world, awsOf: () => aws };
}

/** Those that are not ok. */
export const wrong = (lines: readonly Line[]) => lines.filter(({ status }) => status !== 'ok');

/** Something that is wrong. */
export interface Broken {
  readonly what: string;
  readonly on: () => Promise<unknown>;
  readonly off: () => Promise<unknown>;
  /** The lines that are not ok then: check, subject and text. */
  readonly lines: readonly string[];
  readonly mend: RegExp;
}

/** Each of them is the one thing that is said, with how to mend it; mended, nothing is. */
export function testBroken(
  broken: readonly Broken[],
  { examine, hands }: ReturnType<typeof useExamination>,
): void {
  test.for([...broken])('$what is the one thing that is said', async ({ on, off, lines, mend }) => {
    await on();
    const found = wrong(await examine());
    const said = found.map(({ check, subject, what }) => `${check} ${subject}: ${what}`);
    const sent = await hands.sentAt();
    await off();
    expect(said).toEqual(lines.map((line) => line.replace('SENT', sent)));
    for (const line of found) {
      expect(line.status).toMatch(/fail|warn/);
      expect(line.mend).toMatch(mend);
    }
    expect(wrong(await examine())).toEqual([]);
  });
}
