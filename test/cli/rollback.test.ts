import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ANYBODY, PODS } from './drift-account.ts';
import { READER, type RemediateAccount, remediateAccount } from './remediate-account.ts';

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterAll(() => vi.unstubAllEnvs());

/** One on which something was done. */
async function remediated(): Promise<RemediateAccount & { readonly id: string }> {
  const account = await remediateAccount();
  const { id, status } = await account.json(['remediate', account.finding.id, '--apply']);
  expect(status).toBe('verified');
  return { ...account, id };
}

describe('podguard rollback', () => {
  it('shows what it would take back, and takes it back with --apply: the finding is open again', async () => {
    const account = await remediated();
    const { finding, id, podguard } = account;
    const shown = await podguard(['rollback', id.slice(0, 6)]);
    expect({ status: shown.status, stderr: shown.stderr }).toEqual({ status: 0, stderr: '' });
    expect(shown.stdout).toMatch(/^Plan: take back what was done: /);
    expect(shown.stdout).toMatch(/\n {2}- +"aws:SourceArn": /);
    expect(shown.stdout).toContain(`opens ${finding.id}`);
    expect(shown.stdout).toContain(`\n  podguard rollback ${id} --apply --region eu-central-1`);
    expect(account.changes()).toBe(1);
    const { status, stdout } = await podguard(['rollback', id, '--apply']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Remediation undone: /);
    expect(JSON.parse(await account.trust())).toEqual(JSON.parse(PODS));
    expect(await account.kept()).toMatchObject([{ status: 'undone', undone: { principal: READER } }]);
    expect((await account.findings()).find((one) => one.id === finding.id)?.status).toBe('open');
    const again = await podguard(['rollback', id, '--apply']);
    expect(again.status).toBe(1);
    expect(again.stdout).toContain('is undone: there is nothing to undo');
    expect(account.changes()).toBe(2);
  });

  it('leaves alone what others changed since, unless it is forced', async () => {
    const account = await remediated();
    const { id, podguard } = account;
    await account.iam.updateAssumeRolePolicy({ RoleName: 'cart', PolicyDocument: ANYBODY });
    for (const args of [
      ['rollback', id],
      ['rollback', id, '--apply'],
    ]) {
      const { status, stdout } = await podguard(args);
      expect(status).toBe(1);
      expect(stdout).toMatch(/it is not as it was left .*--force/);
      expect(stdout).toMatch(/\nNothing was changed\.\n$/);
    }
    const told = await account.json(['rollback', id]);
    expect(told).toMatchObject({ id, status: 'verified', refusal: expect.stringContaining('--force') });
    expect(await account.trust()).toBe(ANYBODY);
    const looked = await podguard(['rollback', id, '--force']);
    expect(looked.status).toBe(0);
    expect(looked.stdout).toContain(
      'It is not as it was left (neither: trust): what is there now is overwritten',
    );
    expect(looked.stdout).toMatch(/\n {2}- +"Principal": "\*"/);
    const undoing = await account.json(['rollback', id, '--force']);
    expect(JSON.parse(String(undoing.before.trust))).toEqual(JSON.parse(ANYBODY));
    expect(JSON.parse(String(undoing.after.trust))).toEqual(JSON.parse(PODS));
    expect(undoing.plan?.summary).toMatch(/^take back what was done: /);
    const forced = await podguard(['rollback', id, '--apply', '--force']);
    expect(forced.status).toBe(0);
    expect(JSON.parse(await account.trust())).toEqual(JSON.parse(PODS));
    const [kept] = await account.kept();
    const [overwritten] = kept?.undone?.overwritten ?? [];
    expect(overwritten?.name).toBe('trust');
    expect(JSON.parse(String(overwritten?.found))).toEqual(JSON.parse(ANYBODY));
  });

  it('says who is at it, and never that nothing was changed, while a repair is under way or was killed', async () => {
    const account = await remediated();
    const { id, podguard } = account;
    const [done] = await account.kept();
    if (done === undefined) throw new Error('nothing was kept');
    const lease = { holder: READER, until: new Date(Date.now() + 3_600_000).toISOString() };
    await account.save({ ...done, status: 'applying', version: done.version + 1, lease });
    for (const args of [
      ['rollback', id],
      ['rollback', id, '--apply'],
    ]) {
      const { status, stdout } = await podguard(args);
      expect(status).toBe(1);
      expect(stdout).toContain(`${READER} works on it until`);
      expect(stdout).toContain('this command with --apply finishes it');
      expect(stdout).not.toContain('Nothing was changed');
      expect(stdout).not.toContain('nothing to undo');
    }
  });

  it('refuses an id that there is not, and one of which nothing was applied', async () => {
    const account = await remediateAccount();
    const none = await account.podguard(['rollback', 'rm-none']);
    expect(none).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('holds no remediation rm-none'),
    });
    account.configure({ remediation: { twoPeople: ['low'] } });
    const { id } = await account.json(['remediate', account.finding.id, '--apply']);
    const { status, stdout } = await account.podguard(['rollback', id, '--apply']);
    expect(status).toBe(1);
    expect(stdout).toContain(`${id} is proposed: there is nothing to undo`);
    expect(account.changes()).toBe(0);
  });
});
