import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Remediation } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ANYBODY, driftAccount } from '../cli/drift-account.ts';
import { remediateAccount } from '../cli/remediate-account.ts';
import { planOf, remediationOf } from '../notify/remediations.ts';
import { runCli } from '../support/run-cli.ts';
import { CORPUS } from './corpus.ts';
import { listedCommands } from './listed-commands.ts';
import { ORACLES, textFaults } from './oracles.ts';

const commands = await listedCommands();
const formatsOf = (name: string) => commands.find((one) => one.name === name)?.formats ?? [];

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterAll(() => vi.unstubAllEnvs());

/** Several in one text, so that there are few of them. */
function joined(texts: readonly string[], size: number): readonly string[] {
  return Array.from({ length: Math.ceil(texts.length / size) }, (_, at) =>
    texts.slice(at * size, (at + 1) * size).join(' '),
  );
}

const SHORT = CORPUS.filter((text) => text.length < 200);
/** XML has no way to write a control character. */
const IN_XML = joined(
  SHORT.filter((text) => /^[^\p{Cc}\p{Cs}\ufffe\uffff]+$/u.test(text)),
  24,
);

/** An account of which somebody chose the names of roles, and what AWS says where it refuses something. */
async function accountOf(texts: readonly string[]) {
  const account = await driftAccount();
  await account.drift(['--quiet', '--fail-on', 'never']);
  for (const text of texts) await account.makeRole(text, ANYBODY);
  const message = texts.join(' ');
  account.fake.fault('eks:ListNodegroups', {
    kind: 'error',
    status: 403,
    code: 'AccessDeniedException',
    message,
  });
  return account;
}

describe('podguard drift of an account of which somebody chose every name', () => {
  it('shows them as text in every format', async () => {
    const account = await accountOf(IN_XML);
    const tame = await accountOf(IN_XML.map((_, at) => `tame${at}`));
    const found: Record<string, readonly string[]> = {};
    for (const format of formatsOf('drift')) {
      const flags = ['--dry-run', '--lookups', '0', '--fail-on', 'never', '--format', format];
      const { stdout, stderr } = await account.drift(flags);
      const known = ['md', 'html'].includes(format) ? (await tame.drift(flags)).stdout : '';
      expect(stdout.length + stderr.length).toBeGreaterThan(200);
      const faults = [...(stdout === '' ? [] : ORACLES[format]!(stdout, known)), ...textFaults(stderr)];
      if (faults.length > 0) found[format] = faults.slice(0, 5);
    }
    expect(found).toEqual({});
  }, 120_000);
});

describe('podguard doctor where AWS says what somebody chose', () => {
  it('shows it as text in every format', async () => {
    let count = 0;
    const server = createServer((request, response) => {
      request.resume();
      count += 1;
      const message = CORPUS[count % CORPUS.length]!;
      response.writeHead(400, {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-errortype': 'AccessDeniedException',
      });
      response.end(JSON.stringify({ __type: 'AccessDeniedException', message, Message: message }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      for (const format of formatsOf('doctor')) {
        const { stdout, stderr } = await runCli([
          ...['doctor', '--stage', 'dev', '--format', format],
          ...['--endpoint-url', url, '--region', 'eu-central-1', '--no-color'],
        ]);
        expect((stdout + stderr).length).toBeGreaterThan(50);
        const faults = [...(stdout === '' ? [] : ORACLES[format]!(stdout, '')), ...textFaults(stderr)];
        expect(faults.slice(0, 5)).toEqual([]);
      }
      expect(count).toBeGreaterThan(0);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }, 120_000);
});

describe('commands about a remediation of which somebody chose every text', () => {
  it('show it as text in every format', async () => {
    const account = await remediateAccount();
    const { finding, podguard } = account;
    const hostile = joined(SHORT, 40).map((text, at) => remediationWith(text, at));
    for (const one of hostile) await account.save(one);
    const found: Record<string, readonly string[]> = {};
    const [waiting = '', applied = ''] = hostile.map(({ id }) => id);
    const runs: readonly (readonly string[])[] = [
      ['remediations', '--limit', '100'],
      ['remediate', finding.id],
      ['rollback', applied],
      ['remediations', 'approve', waiting],
      ['remediations', 'reject', waiting, '--reason', 'it is a test of texts'],
    ];
    for (const args of runs) {
      const name = args.slice(0, /^(approve|reject)$/.test(args[1] ?? '') ? 2 : 1).join(' ');
      for (const format of formatsOf(name)) {
        const { stdout, stderr } = await podguard([...args, '--format', format]);
        expect((stdout + stderr).length).toBeGreaterThan(20);
        const faults = [...(stdout === '' ? [] : ORACLES[format]!(stdout, '')), ...textFaults(stderr)];
        if (faults.length > 0) found[`${args.join(' ')} ${format}`] = faults.slice(0, 5);
      }
    }
    expect(found).toEqual({});
  }, 120_000);
});

function remediationWith(text: string, at: number): Remediation {
  const plan = planOf();
  const step = {
    action: 'iam:UpdateAssumeRolePolicy',
    region: text,
    input: { RoleName: text, PolicyDocument: text },
    words: text,
  };
  const turn = { status: 'proposed' as const, at: '2026-01-02T03:04:05.000Z', by: text, note: text };
  return remediationOf({
    id: `rm-${String(at).padStart(12, '0')}`,
    status: at % 2 === 0 ? 'proposed' : 'verified',
    approvals: [{ by: text, at: turn.at }],
    guards: [{ guard: 'not-contested', ok: false, reason: text }],
    history: [turn],
    foreign: [{ eventId: text, eventName: text, at: turn.at, by: text }],
    plan: {
      ...plan,
      summary: text,
      steps: [step],
      undo: [step],
      fields: [{ name: text, before: text, after: text }],
      mayBreak: [text],
      facts: [text],
      affected: { keys: [text], count: 1 },
    },
  });
}
