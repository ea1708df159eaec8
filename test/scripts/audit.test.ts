import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { auditOutcome } from '../../scripts/supply/audit-outcome.ts';

const SCRIPT = path.resolve(import.meta.dirname, '../../scripts/audit.ts');
const ZOD = {
  name: 'zod',
  'dist-tags': { latest: '4.6.7' },
  versions: { '4.6.7': { name: 'zod', version: '4.6.7' } },
};
const advisory = (severity: string) => ({
  zod: [
    { id: 1, url: 'https://example.com/1', title: 'a planted hole', severity, vulnerable_versions: '<99' },
  ],
});

/** Audits by npm itself; the registry answers what is known of vulnerabilities with this. */
async function audited(
  answer: { readonly status: number; readonly body: unknown },
  ...args: readonly string[]
) {
  const registry = createServer((request, response) => {
    const bulk = request.url === '/-/npm/v1/security/advisories/bulk';
    const { status, body } = bulk ? answer : { status: request.url === '/zod' ? 200 : 404, body: ZOD };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => void registry.listen(0, '127.0.0.1', resolve));
  const cache = mkdtempSync(path.join(tmpdir(), 'podguard-audit-'));
  const address = registry.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    const child = spawn(process.execPath, [SCRIPT, ...args], {
      env: {
        ...process.env,
        npm_config_registry: `http://127.0.0.1:${port}/`,
        npm_config_cache: cache,
        npm_config_fetch_retries: '0',
        npm_config_userconfig: '/dev/null',
      },
    });
    const [said, status] = await Promise.all([
      text(child.stderr),
      new Promise<number | null>((resolve) => void child.on('close', resolve)),
      text(child.stdout),
    ]);
    return { status, said };
  } finally {
    rmSync(cache, { recursive: true });
    registry.closeAllConnections();
    await new Promise((resolve) => void registry.close(resolve));
  }
}

describe('npm run audit', () => {
  it('fails with the package and the advisory where one of production has a hole', async () => {
    const { status, said } = await audited({ status: 200, body: advisory('high') });
    expect(said).toBe('zod (high): a planted hole, https://example.com/1\n');
    expect(status).toBe(1);
  });

  it('passes where it is milder', async () => {
    expect(await audited({ status: 200, body: advisory('moderate') })).toEqual({ status: 0, said: '' });
  });

  it('says that nothing is known where the registry does not tell, and fails only where it must know', async () => {
    const silent = { status: 405, body: {} };
    const said = expect.stringContaining('Not known whether anything in production is vulnerable: 405');
    expect(await audited(silent)).toEqual({ status: 0, said });
    expect(await audited(silent, '--required')).toEqual({ status: 1, said });
  });

  it.for(['HIGH', 'grave'])('takes %s, which is none of the mild ones, for grave', (severity) => {
    const answer = JSON.stringify({ vulnerabilities: { a: { severity, via: ['b'] } } });
    expect(auditOutcome(answer)).toEqual({ kind: 'vulnerable', packages: [`a (${severity}): by b`] });
  });

  it.for(['', 'npm is broken', '{}', '{"error":{}}', 'null', '{"vulnerabilities":null}'])(
    'knows nothing from %j',
    (answer) => {
      expect(auditOutcome(answer)).toEqual({ kind: 'unknown', why: 'npm audit gave no report' });
    },
  );
});
