import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ANYBODY, PODS } from './drift-account.ts';
import { READER, type RemediateAccount, remediateAccount } from './remediate-account.ts';

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterAll(() => vi.unstubAllEnvs());

const ALEX = 'arn:aws:iam::111122223333:user/alex';

async function statusOf({ podguard, finding }: RemediateAccount): Promise<unknown> {
  return JSON.parse((await podguard(['explain', finding.id, '--format', 'json'])).stdout).status;
}

/** Those that the page has a row for. */
function guardsOfPage(): readonly string[] {
  const page = readFileSync(new URL('../../docs/remediation.md', import.meta.url), 'utf8');
  const [, part = ''] = page.split('\n## Guards\n');
  return [...(part.split('\n## ')[0] ?? '').matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, id = '']) => id).sort();
}

describe('podguard remediate', () => {
  it('shows people and programs the plan, with what it may break and the answer of each documented guard, and changes nothing', async () => {
    const account = await remediateAccount();
    const { finding, podguard } = account;
    const explained = await podguard(['explain', finding.id]);
    expect(explained.stdout).toContain(`\n  podguard remediate ${finding.id}\n`);
    const { status, stdout, stderr } = await podguard(['remediate', finding.id]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`${finding.id} · pod-identity-trust-unscoped · fix-pod-identity-trust`);
    expect(stdout).toContain('iam:UpdateAssumeRolePolicy, us-east-1');
    expect(stdout).toMatch(
      /\n {2}\+ +"aws:SourceArn": "arn:aws:eks:eu-central-1:111122223333:cluster\/prod"\n/,
    );
    expect(stdout).toMatch(/\nWhat it may break\n {2}- \S/);
    expect(stdout).toMatch(/\nBlast radius\n {2}1 other resource is judged by it:\n.*podidentityassociation/);
    expect(stdout).toMatch(
      /\nFindings\n {2}ends pg-\w+ \(pod-identity-trust-unscoped of arn:\S+role\/cart\)\n {2}opens none\n/,
    );
    expect(stdout).toMatch(/\nGuards\n {2}yes {2}still-open, live-as-judged, /);
    expect(stdout).toMatch(
      new RegExp(`\\n {2}podguard remediate ${finding.id} --apply --plan \\w+ --region eu-central-1`),
    );
    expect(stdout).toContain(`you would be ${READER}`);
    expect(account.changes()).toBe(0);
    expect(await account.kept()).toEqual([]);

    const told = await account.json(['remediate', finding.id.slice(0, 8)]);
    // One of them is that remediator's own.
    const ofAll = told.guards.map(({ guard }) => guard).filter((guard) => guard !== 'for-people');
    expect([...ofAll, 'approved', 'mode'].sort()).toEqual(guardsOfPage());
    expect(told).toMatchObject({
      ...{ finding: finding.id, remediator: 'fix-pod-identity-trust', status: 'proposed', refusal: null },
      plan: { steps: [{ action: 'iam:UpdateAssumeRolePolicy' }], ends: expect.arrayContaining([finding.id]) },
    });
    expect(Object.keys(told.before)).toEqual(['trust']);
    expect(JSON.parse(String(told.before.trust))).toEqual(JSON.parse(PODS));
    expect(String(told.after.trust)).toContain('aws:SourceArn');
  });

  it('applies the plan once, reads the result back, and ends the finding without an event', async () => {
    const account = await remediateAccount();
    const { finding, podguard } = account;
    const { status, stdout, stderr } = await podguard(['remediate', finding.id, '--apply']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [kept] = await account.kept();
    expect(kept).toMatchObject({
      ...{ mode: 'manual', status: 'verified', approvals: [{ by: READER }], finding: finding.id },
      applied: { principal: READER },
      told: { turns: 3 },
    });
    expect(stdout).toMatch(/^Remediated: /);
    expect(stdout).toContain(`\nTo undo it\n  podguard rollback ${kept?.id} --apply --region eu-central-1`);
    expect(account.changes()).toBe(1);
    expect(await account.trust()).toContain('aws:SourceArn');
    expect(await statusOf(account)).toBe('resolved');
    const again = await podguard(['remediate', finding.id, '--apply']);
    expect(again.status).toBe(2);
    expect(again.stderr).toContain(`${finding.id} is not open`);
    expect(account.changes()).toBe(1);
    const asked = account.fake.calls.length;
    for (const more of [[], ['--apply']]) {
      const { status: refused, stderr: why } = await podguard(['remediate', finding.id, ...more]);
      expect({ refused, why }).toEqual({ refused: 2, why: again.stderr });
    }
    expect(account.fake.calls).toHaveLength(asked);
  });

  it('applies the plan that was seen, by its name, and no other', async () => {
    const account = await remediateAccount();
    const { finding, podguard } = account;
    const alone = await podguard(['remediate', finding.id, '--plan', 'another']);
    expect(alone).toMatchObject({ status: 2, stderr: expect.stringContaining("'--plan' needs '--apply'") });
    const other = await podguard(['remediate', finding.id, '--apply', '--plan', 'another']);
    expect(other.status).toBe(1);
    expect(other.stdout).toContain('What would be done now is another plan than the one that was shown');
    expect(other.stdout).toMatch(/\nNothing was changed\.\n$/);
    expect(account.changes()).toBe(0);
    expect(await account.kept()).toEqual([]);
    const { planHash } = await account.json(['remediate', finding.id]);
    expect((await podguard(['remediate', finding.id, '--apply', '--plan', planHash])).status).toBe(0);
    expect(account.changes()).toBe(1);
  });

  it('does nothing while a guard says no, and says which, why and until when', async () => {
    const account = await remediateAccount(0);
    const { finding, podguard } = account;
    const { status, stdout } = await podguard(['remediate', finding.id, '--apply']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^Not remediated: /);
    expect(stdout).toMatch(/\n {2}no {3}settled: .*again from .* UTC on\)\n/);
    expect(stdout).toMatch(/\nNothing was changed\.\n$/);
    expect((await podguard(['remediate', finding.id])).status).toBe(1);
    expect((await account.json(['remediate', finding.id])).status).toBe('refused');
    expect(account.changes()).toBe(0);
    expect(await account.kept()).toEqual([]);
  });

  it('plans for what the account is by now, not for what was recorded', async () => {
    const account = await remediateAccount();
    const { finding, podguard } = account;
    await account.iam.updateAssumeRolePolicy({ RoleName: 'cart', PolicyDocument: ANYBODY });
    const { status, stdout, stderr } = await podguard(['remediate', finding.id, '--apply']);
    expect(status).not.toBe(0);
    expect(`${stdout}${stderr}`).toMatch(/Nothing was changed|is not open/);
    expect(account.changes()).toBe(1);
    expect(await account.trust()).toBe(ANYBODY);
  });

  it('records one approval where two people have to, and applies with that of somebody else', async () => {
    const account = await remediateAccount();
    const { finding, podguard } = account;
    account.configure({ remediation: { twoPeople: ['low'] } });
    expect((await podguard(['remediate', finding.id])).stdout).toContain('2 different people have to do so');
    const first = await podguard(['remediate', finding.id, '--apply']);
    expect(first.status).toBe(1);
    expect(first.stdout).toContain(`It waits: approved by ${READER}; 1 more needed`);
    expect(first.stdout).toMatch(/\nNothing was changed\.\n$/);
    const same = await podguard(['remediate', finding.id, '--apply']);
    expect(same.status).toBe(1);
    const [{ id, planHash } = { id: '', planHash: '' }] = await account.kept();
    const shown = await podguard(['remediate', finding.id]);
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain('"aws:SourceArn"');
    expect(shown.stdout).toContain(`\n  podguard remediations approve ${id} --plan ${planHash} --region`);
    expect(await account.json(['remediate', finding.id])).toMatchObject({ id, status: 'proposed' });
    expect(account.changes()).toBe(0);
    account.callAs(ALEX);
    const other = await podguard(['remediate', finding.id, '--apply', '--plan', 'another']);
    expect(other.status).toBe(1);
    expect(other.stdout).toContain('is proposed already, with another plan than that of --plan');
    expect((await account.kept())[0]?.approvals).toHaveLength(1);
    const second = await podguard(['remediate', finding.id, '--apply']);
    expect(second.status).toBe(0);
    const kept = await account.kept();
    expect(kept).toMatchObject([{ status: 'verified', approvals: [{ by: READER }, { by: ALEX }] }]);
    expect(account.changes()).toBe(1);
  });

  it('suggests commands by the same settings, and approves no stored plan that is not the one of now', async () => {
    const account = await remediateAccount();
    const { finding, podguard } = account;
    writeFileSync(
      path.join(account.directory, 'prod.config.ts'),
      "export default { remediation: { twoPeople: ['low'] } };",
    );
    const settings = [
      '--config',
      'prod.config.ts',
      '--known-account',
      '444455556666',
      '--issuer',
      'oidc.example/x',
    ];
    const { stdout } = await podguard(['remediate', finding.id, ...settings]);
    expect(stdout).toContain(` ${settings.join(' ')}\n`);
    await podguard(['remediate', finding.id, '--apply', ...settings]);
    const [one] = await account.kept();
    if (one === undefined) throw new Error('nothing was kept');
    await account.save({ ...one, version: one.version + 1, planHash: 'of-another-plan' });
    account.callAs(ALEX);
    const other = await podguard(['remediate', finding.id, '--apply', ...settings]);
    expect(other.status).toBe(1);
    expect(other.stdout).toContain('what would be done now is another plan');
    expect((await account.kept())[0]?.approvals).toHaveLength(1);
    expect(account.changes()).toBe(0);
  });

  it('finishes what a signal finds begun, records it and ends with 130', async () => {
    const account = await remediateAccount();
    const controller = new AbortController();
    account.fake.fault('iam:UpdateAssumeRolePolicy', { kind: 'delay', ms: 300 });
    const running = account.podguard(['remediate', account.finding.id, '--apply'], {
      signal: controller.signal,
    });
    await vi.waitUntil(() => account.changes() > 0, { timeout: 10_000, interval: 5 });
    controller.abort();
    const { status, stdout, stderr } = await running;
    expect(status).toBe(130);
    expect(stderr).toContain('what was begun is finished first');
    expect(stdout).toMatch(/^Remediated: /);
    expect(await account.kept()).toMatchObject([{ status: 'verified' }]);
  });

  it('does nothing at all where the signal came before', async () => {
    const account = await remediateAccount();
    const signal = AbortSignal.abort();
    const { status } = await account.podguard(['remediate', account.finding.id, '--apply'], { signal });
    expect(status).toBe(130);
    expect(account.changes()).toBe(0);
    expect(await account.kept()).toEqual([]);
  });

  it('waits for whoever is at it, and after a crash finishes by reading, without calling AWS again', async () => {
    const account = await remediateAccount();
    const { finding, podguard } = account;
    await podguard(['remediate', finding.id, '--apply']);
    const [done] = await account.kept();
    const begin = async (hoursLeft: number) => {
      const [now] = await account.kept();
      if (done === undefined || now === undefined) throw new Error('nothing was kept');
      await account.save({
        ...done,
        ...{ status: 'applying', version: now.version + 1, told: { turns: 2, foreign: 0 } },
        history: done.history.filter(({ status }) => status !== 'verified'),
        lease: { holder: READER, until: new Date(Date.now() + hoursLeft * 3_600_000).toISOString() },
      });
    };
    await begin(1);
    const waiting = await podguard(['remediate', finding.id, '--apply']);
    expect(waiting.status).toBe(1);
    expect(waiting.stdout).toContain(`${READER} works on it until`);
    expect(waiting.stdout).not.toContain('Nothing was changed');
    const shown = await podguard(['remediate', finding.id]);
    expect(shown.status).toBe(2);
    expect(shown.stderr).toMatch(/^podguard: rm-\S+ is under way, or was interrupted: with --apply /);
    await begin(-1);
    const finished = await podguard(['remediate', finding.id, '--apply']);
    expect(finished.status).toBe(0);
    expect(finished.stdout).toMatch(/- Applied and verified .*it was interrupted then\n/);
    expect(account.changes()).toBe(1);
    // As if it had been killed before the call.
    await account.iam.updateAssumeRolePolicy({ RoleName: 'cart', PolicyDocument: PODS });
    await begin(-1);
    const failed = await podguard(['remediate', finding.id, '--apply']);
    expect(failed.status).toBe(1);
    expect(failed.stdout).toMatch(/^Remediation failed: /);
    expect(failed.stdout).toContain('interrupted before it changed anything');
    expect(failed.stdout).not.toContain('podguard rollback');
    expect(account.changes()).toBe(2);
  });

  it('refuses wrong use by saying what is wrong', async () => {
    const account = await remediateAccount();
    const { findings, finding, podguard } = account;
    const byHand = (await findings()).find(({ rule }) => rule === 'cluster-auth-config-map')?.id ?? '';
    const wrong: readonly (readonly [args: readonly string[], message: string])[] = [
      [['remediate', 'pg-none'], 'holds no finding pg-none'],
      [['remediate', 'pg-'], "'pg-' is the beginning of no id"],
      [['remediate', '', '--apply'], "'' is the beginning of no id"],
      [['rollback', '', '--apply'], "'' is the beginning of no id"],
      [['rollback', 'rm-'], "'rm-' is the beginning of no id"],
      [['remediations', 'approve', ''], "'' is the beginning of no id"],
      [['remediations', 'reject', '', '--reason', 'r'], "'' is the beginning of no id"],
      [['explain', ''], 'the id is empty'],
      [['remediate', 'pg-1', '--store', 'findings.ndjson'], 'is no store'],
      [['remediate', 'pg-1', '--store', 'nowhere'], 'there is no store in'],
      [['remediate', 'pg-1', '--format', 'html'], 'Allowed choices are table, json'],
      [['remediate', byHand], `podguard explain ${byHand} says how it is mended by hand`],
    ];
    const asked = account.fake.calls.length;
    for (const [args, message] of wrong) {
      const { status, stderr } = await podguard(args);
      expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining(message) });
      // What the store alone tells takes no credentials.
      expect(account.fake.calls).toHaveLength(asked);
    }
    account.callAs('arn:aws:iam::444455556666:user/alex', '444455556666');
    const others = await podguard(['remediate', finding.id, '--apply']);
    expect(others.status).toBe(2);
    expect(others.stderr).toContain('holds account 111122223333, and these credentials are of 444455556666');
    expect(account.changes()).toBe(0);
  });
});
