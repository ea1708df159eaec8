import { SecurityHubClient, type SecurityHubClientConfig } from '@aws-sdk/client-securityhub';
import type { Finding, Transition } from '@podguard/core';
import type { Alert, Channel } from '@podguard/notify';
import { createSecurityHubChannel } from '@podguard/notify/security-hub';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { expect } from 'vitest';
import { startMoto } from '../support/moto/start.ts';
import { type Told, transitionOf } from './transitions.ts';

export type Hubs = Awaited<ReturnType<typeof startHubs>>;

/** As many Security Hubs as are wanted, each of an account of its own. */
export async function startHubs() {
  const moto = await startMoto();
  let accounts = 0;
  const clients: SecurityHubClient[] = [];
  const clientOf = (account: string, more: SecurityHubClientConfig = {}) => {
    const client = new SecurityHubClient({ ...moto.clientOptions(account), maxAttempts: 1, ...more });
    clients.push(client);
    return client;
  };
  async function open(options: { readonly enabled?: boolean } = {}) {
    accounts += 1;
    const account = String(444455550000 + accounts);
    if (options.enabled !== false) await moto.enableSecurityHub(account);
    const client = clientOf(account);
    const state = createMemoryServiceState(createMemoryStore());
    const openChannel = (): Channel =>
      createSecurityHubChannel({
        client,
        account,
        region: 'eu-central-1',
        partition: 'aws',
        state,
        ruleOf: (id) => catalogue.rules.find((rule) => rule.id === id),
      });
    return { account, open: openChannel, channel: openChannel(), findings: () => moto.findings(account) };
  }
  async function suppressByHand(
    account: string,
    findings: readonly { readonly Id?: string | undefined; readonly ProductArn?: string | undefined }[],
  ): Promise<void> {
    const answer = await fetch(`${moto.url}/findings/batchupdate`, {
      method: 'PATCH',
      headers: {
        'content-type': 'application/json',
        authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260312/eu-central-1/securityhub/aws4_request`,
      },
      body: JSON.stringify({
        FindingIdentifiers: findings.map(({ Id, ProductArn }) => ({ Id, ProductArn })),
        Workflow: { Status: 'SUPPRESSED' },
      }),
    });
    expect(await answer.json()).toMatchObject({ UnprocessedFindings: [] });
  }
  return {
    ...{ moto, clientOf, open, suppressByHand },
    async close(): Promise<void> {
      for (const client of clients) client.destroy();
      await moto.stop();
    },
  };
}

export const told = (...some: readonly Told[]): Alert => alertOf(some.map(transitionOf));
export const alertOf = (transitions: readonly Transition[]): Alert => ({
  kind: 'transitions',
  transitions: transitions as never,
});

export const EXEMPTION = {
  id: 'ex-1',
  reason: 'moves next week',
  author: 'noor',
  until: '2026-04-01T00:00:00Z',
};
export const exempt: Partial<Finding> = { status: 'exempt', exemption: EXEMPTION };
export const ended = (reason: 'expired' | 'removed' | 'outgrown'): Alert =>
  alertOf([{ ...transitionOf({ type: 'exemption-ended' }), ended: { exemption: EXEMPTION, reason } }]);
