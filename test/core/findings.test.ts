import { describe, expect, it } from 'vitest';
import {
  ASSOCIATION,
  associate,
  attach,
  createRole,
  deleteCluster,
  deleteRole,
  disableTags,
  ROLE,
  TRUSTED,
  UNTAGGED,
  UNTRUSTED,
  updateTrust,
} from '../support/changes.ts';
import { deliver } from './finding-worlds.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

describe('findings over several resources', () => {
  it('opens by the record that made the association wrong, and closes by the one that mended the role', async () => {
    const { lives } = await deliver(createRole(1, UNTRUSTED), associate(5), updateTrust(9, TRUSTED));
    expect(await lives(ASSOCIATION)).toEqual([
      'pod-identity-role-not-trusting high: CreatePodIdentityAssociation-5, fixed by UpdateAssumeRolePolicy-9',
    ]);
  });

  it('says the same when the role arrives after its association', async () => {
    const { lives } = await deliver(associate(5), updateTrust(9, TRUSTED), createRole(1, UNTRUSTED));
    expect(await lives(ASSOCIATION)).toEqual([
      'pod-identity-role-not-trusting high: CreatePodIdentityAssociation-5, fixed by UpdateAssumeRolePolicy-9',
    ]);
  });

  it('is indeterminate, and silent, while the role is not known', async () => {
    const { store, messages } = await deliver(associate(5));
    expect((await store.load(ASSOCIATION))?.undecided).toContainEqual({
      rule: 'pod-identity-role-missing',
      missing: [`role ${ROLE}`],
    });
    expect(messages()).toEqual([]);
  });

  it('takes the newest stamp among its evidence as the opening', async () => {
    const { lives } = await deliver(associate(5), createRole(1), attach(9, ADMIN));
    expect(await lives(ASSOCIATION)).toEqual([
      'pod-identity-privileged-role critical: AttachRolePolicy-9, open',
    ]);
  });

  it('follows a role that is deleted and made again', async () => {
    const { lives } = await deliver(createRole(1), associate(5), deleteRole(9), createRole(15));
    expect(await lives(ASSOCIATION)).toEqual([
      'pod-identity-role-missing medium: DeleteRole-9, fixed by CreateRole-15',
    ]);
  });

  it('closes what dies with its cluster, whichever arrives first', async () => {
    const changes = [createRole(1, UNTRUSTED), associate(5), deleteCluster(9)];
    const expected = [
      'pod-identity-role-not-trusting high: CreatePodIdentityAssociation-5, deleted by DeleteCluster-9',
    ];
    expect(await (await deliver(...changes)).lives(ASSOCIATION)).toEqual(expected);
    expect(await (await deliver(...changes.toReversed())).lives(ASSOCIATION)).toEqual(expected);
  });

  it('eases and worsens with the associations of a role', async () => {
    const { lives, messages } = await deliver(createRole(1, UNTAGGED), associate(5), disableTags(9));
    expect(await lives(ROLE)).toEqual(['pod-identity-tag-session-missing low: CreateRole-1, open']);
    expect(messages()).toEqual([
      'opened pod-identity-tag-session-missing high by CreateRole-1',
      'eased pod-identity-tag-session-missing low by UpdatePodIdentityAssociation-9',
      'opened pod-identity-session-tags-disabled low by UpdatePodIdentityAssociation-9',
    ]);
  });

  it('knows no finding of two resources that were right at the end of their second', async () => {
    const { lives, messages } = await deliver(
      createRole(5, UNTRUSTED, 'b'),
      updateTrust(5, TRUSTED, 'c'),
      associate(5, 'a'),
    );
    expect(await lives(ASSOCIATION)).toEqual([]);
    expect(messages()).toEqual([]);
  });

  it('takes back what it told before the rest of the second was known', async () => {
    const { lives, messages } = await deliver(
      associate(5, 'a'),
      createRole(5, UNTRUSTED, 'b'),
      updateTrust(5, TRUSTED, 'c'),
    );
    expect(await lives(ASSOCIATION)).toEqual([]);
    expect(messages()).toEqual([
      'opened pod-identity-role-not-trusting high by a',
      'resolved pod-identity-role-not-trusting high by a',
    ]);
  });
});
