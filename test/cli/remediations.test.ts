import type { Remediation } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { READER, type RemediateAccount, remediateAccount } from './remediate-account.ts';

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterAll(() => vi.unstubAllEnvs());

const ALEX = 'arn:aws:iam::111122223333:user/alex';

/** Somebody asked for a repair that two people have to approve. */
async function proposed(): Promise<RemediateAccount & { readonly one: Remediation }> {
  const account = await remediateAccount();
  account.configure({ remediation: { twoPeople: ['low'] } });
  await account.podguard(['remediate', account.finding.id, '--apply']);
  const [one] = await account.kept();
  if (one?.status !== 'proposed') throw new Error(`it is ${one?.status}`);
  return { ...account, one };
}

describe('podguard remediations', () => {
  it('lists the newest first, for people and for programs, of one finding or of all', async () => {
    const account = await proposed();
    const { one, podguard } = account;
    const hostile = {
      ...one,
      id: 'rm-older',
      version: 1,
      finding: 'pg-other',
      createdAt: '2026-01-02T03:04:05.000Z',
    };
    const note = 'Now\u001b[31m red\u202e\nrm-forged  verified';
    await account.save({
      ...hostile,
      ...{ status: 'rejected', history: [{ status: 'rejected', at: hostile.createdAt, by: ALEX, note }] },
    });
    const { status, stdout } = await podguard(['remediations', '--format', 'table']);
    expect(status).toBe(0);
    expect(stdout.indexOf(one.id)).toBeLessThan(stdout.indexOf('rm-older'));
    expect(stdout).toContain(`${one.id}  proposed  `);
    expect(stdout).toContain(`approved by ${READER}; 1 more needed`);
    expect(stdout).toContain('Now\\u001b[31m red\\u202e\\u000arm-forged  verified');
    expect(stdout).not.toMatch(/^rm-forged/m);
    const lines = (await podguard(['remediations'])).stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).id)).toEqual([one.id, 'rm-older']);
    const ofOne = await podguard(['remediations', 'pg-other', '--format', 'json']);
    expect(JSON.parse(ofOne.stdout)).toMatchObject([{ id: 'rm-older', history: [{ note }] }]);
    const open = await podguard(['remediations', '--open', '--format', 'json']);
    expect(JSON.parse(open.stdout)).toMatchObject([{ id: one.id, plan: one.plan }]);
    const newest = await podguard(['remediations', '--limit', '1']);
    expect(JSON.parse(newest.stdout).id).toBe(one.id);
    expect((await podguard(['remediations', '--limit', '0'])).status).toBe(2);
  });

  it('shows a plan whole before it is approved, approves that one and no other, and applies it', async () => {
    const account = await proposed();
    const { one, podguard } = account;
    account.callAs(ALEX);
    const shown = await podguard(['remediations', 'approve', one.id.slice(0, 7)]);
    expect(shown.status).toBe(0);
    expect(shown.stdout).toContain('"aws:SourceArn"');
    expect(shown.stdout).toContain(`podguard remediations approve ${one.id} --plan ${one.planHash}`);
    expect(shown.stdout).toContain(`you would be ${ALEX}`);
    const blind = await podguard(['remediations', 'approve', one.id, '--apply']);
    expect(blind).toMatchObject({ status: 2, stderr: expect.stringContaining("'--apply' needs '--plan'") });
    const other = await podguard(['remediations', 'approve', one.id, '--plan', 'another', '--apply']);
    expect(other.status).toBe(1);
    expect(other.stdout).toContain('it is another plan than that of --plan');
    expect(await account.kept()).toEqual([one]);
    const approved = await podguard(['remediations', 'approve', one.id, '--plan', one.planHash]);
    expect(approved.status).toBe(0);
    expect(approved.stdout).toContain('Approved. To apply it: podguard remediations approve');
    expect(account.changes()).toBe(0);
    const applied = await podguard(['remediations', 'approve', one.id, '--plan', one.planHash, '--apply']);
    expect(applied.status).toBe(0);
    expect(applied.stdout).toMatch(/^Remediated: /);
    expect(await account.kept()).toMatchObject([
      { status: 'verified', approvals: [{ by: READER }, { by: ALEX }] },
    ]);
    expect(account.changes()).toBe(1);
  });

  it('takes one person for one, whatever the session is called, and nobody for another of Slack', async () => {
    const account = await proposed();
    const { one, podguard } = account;
    const approve = ['remediations', 'approve', one.id, '--plan', one.planHash, '--apply'];
    const role = { by: 'arn:aws:iam::111122223333:role/security', at: one.createdAt };
    await account.save({ ...one, version: one.version + 1, approvals: [role] });
    account.callAs('arn:aws:sts::111122223333:assumed-role/security/somebody-else');
    const same = await podguard(approve);
    expect(same.stdout).toContain(`Approved by ${role.by}; 1 more needed. Nothing was changed.`);
    const slack = { by: 'noor (slack U0123456789)', at: one.createdAt };
    await account.save({ ...one, version: one.version + 2, approvals: [slack] });
    const asked = await podguard(['remediate', account.finding.id, '--apply']);
    expect(asked.status).toBe(1);
    expect(asked.stdout.replace(/\s+/g, ' ')).toContain('1 more needed, since who approved in Slack');
    const doubtful = await podguard(approve);
    expect(doubtful.stdout).toContain(
      'may be one person: somebody else approves it, too. Nothing was changed.',
    );
    expect(account.changes()).toBe(0);
    expect((await account.kept())[0]).toMatchObject({ status: 'proposed', approvals: [slack, {}] });
    account.callAs(ALEX);
    // A user may be whoever assumed the role.
    expect((await podguard(approve)).stdout).toContain('1 more needed, since who approved');
    expect(account.changes()).toBe(0);
    account.callAs(READER);
    expect((await podguard(approve)).status).toBe(0);
    expect(account.changes()).toBe(1);
  });

  it('shows a forced one as forced, and takes no approval of it by somebody who does not insist', async () => {
    const account = await proposed();
    const { finding, podguard } = account;
    await podguard(['remediations', 'reject', account.one.id, '--reason', 'by force, then']);
    await podguard(['remediate', finding.id, '--apply', '--force']);
    const one = (await account.kept()).find(({ status }) => status === 'proposed');
    if (one === undefined) throw new Error('nothing was proposed');
    expect(one.forced).toBe(true);
    account.callAs(ALEX);
    for (const args of [
      ['remediations', 'approve', one.id],
      ['remediate', finding.id],
    ]) {
      const { status, stdout } = await podguard(args);
      expect(status).toBe(0);
      expect(stdout).toMatch(/\nForced\n {2}somebody insisted \(--force\)/);
      expect(stdout).toContain(`approve ${one.id} --plan ${one.planHash} --force`);
    }
    expect((await podguard(['remediations', '--format', 'table'])).stdout).toContain('manual  forced\n');
    expect(await account.json(['remediations', 'approve', one.id])).toMatchObject({ forced: true });
    const approve = ['remediations', 'approve', one.id, '--plan', one.planHash, '--apply'];
    for (const args of [approve, ['remediate', finding.id, '--apply']]) {
      const { status, stdout } = await podguard(args);
      expect(status).toBe(1);
      expect(stdout.replace(/\s+/g, ' ')).toContain(`Somebody insisted on ${one.id}`);
      expect(stdout).toContain('Nothing was changed.');
    }
    expect(account.changes()).toBe(0);
    expect((await podguard([...approve, '--force'])).status).toBe(0);
    expect(account.changes()).toBe(1);
  });

  it('takes no --force for one on which nobody insisted', async () => {
    const account = await proposed();
    account.callAs(ALEX);
    const { status, stdout } = await account.podguard([
      'remediate',
      account.finding.id,
      '--apply',
      '--force',
    ]);
    expect(status).toBe(1);
    expect(stdout).toContain('nobody insisted on it: leave out --force');
    expect((await account.kept())[0]).toMatchObject({ status: 'proposed', approvals: [{ by: READER }] });
  });

  it('refuses options of the list before approve and reject, which would do nothing there', async () => {
    const account = await proposed();
    for (const options of [['--store', 'other'], ['--format', 'json'], ['--open'], ['--limit', '5']])
      for (const args of [
        ['approve', account.one.id],
        ['reject', account.one.id, '--reason', 'r'],
      ]) {
        const { status, stderr } = await account.podguard(['remediations', ...options, ...args]);
        expect(status).toBe(2);
        expect(stderr).toContain(`option '${options[0]}' is of the list: give it after '${args[0]}'`);
      }
    expect((await account.kept())[0]?.status).toBe('proposed');
  });

  it('ends a proposal whose time is over, and one of an earlier life, where somebody asks again', async () => {
    const account = await proposed();
    const { one, finding, podguard } = account;
    const over = new Date(Date.now() - 60_000).toISOString();
    await account.save({ ...one, version: one.version + 1, expiresAt: over });
    const shown = await podguard(['remediations', 'approve', one.id]);
    expect(shown.status).toBe(1);
    expect(shown.stdout).toContain('It has expired: nobody approved it by');
    const preview = await podguard(['remediate', finding.id]);
    expect(preview.stderr).toContain(`${one.id} is proposed, and its time is over`);
    const own = await podguard(['remediations', 'approve', one.id, '--plan', one.planHash]);
    expect(own.stdout).toContain('Not approved: it has expired');
    await podguard(['remediate', finding.id, '--apply']);
    const [anew, expired] = await account.kept();
    expect([anew?.status, expired?.status, expired?.id]).toEqual(['proposed', 'expired', one.id]);
    if (anew === undefined) throw new Error('nothing was proposed anew');
    await account.save({ ...anew, version: anew.version + 1, opened: 'of-an-earlier-life' });
    account.callAs(ALEX);
    const next = await podguard(['remediate', finding.id, '--apply']);
    expect(next.stdout).toContain(`approved by ${ALEX}; 1 more needed`);
    expect((await account.kept()).map(({ status }) => status).sort()).toEqual([
      'expired',
      'expired',
      'proposed',
    ]);
  });

  it('rejects a plan with a reason, once and for all', async () => {
    const account = await proposed();
    const { one, podguard } = account;
    expect((await podguard(['remediations', 'reject', one.id])).status).toBe(2);
    expect((await podguard(['remediations', 'reject', one.id, '--reason', ' '])).status).toBe(2);
    account.callAs(ALEX);
    const rejected = await podguard(['remediations', 'reject', one.id, '--reason', 'it moves in March']);
    expect(rejected).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Rejected. Nothing was changed.'),
    });
    const [kept] = await account.kept();
    expect(kept).toMatchObject({ status: 'rejected' });
    expect(kept?.history.at(-1)).toMatchObject({ by: ALEX, note: 'it moves in March' });
    account.callAs(READER);
    const second = await podguard(['remediations', 'reject', one.id, '--reason', 'it is needed']);
    expect(second).toMatchObject({
      status: 1,
      stdout: expect.stringContaining(`Not rejected: it is rejected already, by ${ALEX}.`),
    });
    const late = await podguard(['remediations', 'approve', one.id, '--plan', one.planHash, '--apply']);
    expect(late).toMatchObject({ status: 1, stdout: expect.stringContaining('it is rejected') });
    expect(account.changes()).toBe(0);
  });
});
