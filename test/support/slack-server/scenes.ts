import type { Transition } from '@podguard/core';
import type { Channel } from '@podguard/notify';
import { createSlackChannel, createSlackClient, createSlackKnown } from '@podguard/notify/slack';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import { afterTurns, planOf, remediationOf, shadowReportOf, verifiedOf } from '../../notify/remediations.ts';
import { sampleDay } from '../../notify/sample-day.ts';
import { ACCOUNT, digestOf, transitionOf, wording } from '../../notify/transitions.ts';
import {
  alertOf,
  endedOf,
  exemptedOf,
  ofCheckout,
  ofFinding,
  opened,
  remediationAlert,
  WILDCARD,
  worsenedOf,
} from './alerts.ts';
import { HOSTILE } from './hostile.ts';
import { openSlackServer, type SlackServer } from './slack-server.ts';

export interface Scene {
  readonly name: string;
  /** Tells what happens to a channel whose messages are then looked at. */
  play(stage: Stage): Promise<void>;
}

export interface Stage {
  readonly slack: SlackServer;
  readonly channel: Channel;
  readonly day: readonly Transition[];
  readonly known: ReturnType<typeof createSlackKnown>;
}

/** What people meet, each scene on a channel of its own. */
export const SCENES: readonly Scene[] = [
  {
    name: 'critical',
    async play({ channel, day }) {
      await channel.send(alertOf(opened(day, 'pod-identity-privileged-role')));
    },
  },
  {
    name: 'group',
    async play({ channel }) {
      await channel.send(
        alertOf(
          ofCheckout(
            'irsa-subject-unrestricted',
            'critical',
            'Any service account of cluster prod may assume checkout',
          ),
          ofCheckout(
            'irsa-shared-role',
            'high',
            'Service accounts of 3 namespaces of cluster prod may assume checkout',
          ),
          ofCheckout(
            'irsa-audience-unrestricted',
            'medium',
            'The trust of checkout takes tokens for any audience',
          ),
        ),
      );
    },
  },
  {
    name: 'worsened',
    async play({ channel }) {
      const first = transitionOf({ rule: 'irsa-subject-wildcard', severity: 'high', finding: WILDCARD });
      await channel.send(alertOf(first));
      await channel.send(alertOf(worsenedOf(first)));
    },
  },
  {
    name: 'acknowledged',
    async play({ channel, known, day }) {
      const first = opened(day, 'static-key-created');
      await channel.send(alertOf(first));
      await known({ finding: first.finding.id, by: 'noor (slack U01234567)', at: '2026-03-12T09:14:00Z' });
    },
  },
  {
    name: 'ended',
    async play({ channel, day }) {
      const first = opened(day, 'pod-identity-privileged-role');
      const end = day.find(({ type, finding }) => type === 'resolved' && finding.id === first.finding.id);
      await channel.send(alertOf(first));
      if (end === undefined) throw new Error('the day has no end of it');
      await channel.send(alertOf(end));
    },
  },
  {
    name: 'exempt',
    async play({ channel }) {
      const first = transitionOf();
      await channel.send(alertOf(first));
      await channel.send(alertOf(exemptedOf(first)));
    },
  },
  {
    name: 'digest',
    async play({ channel, day }) {
      const ofDay = new Map(day.map((one) => [one.finding.id, one]));
      const many = Array.from({ length: 500 - ofDay.size }, (_, at) =>
        transitionOf({ role: `shop-${at}`, severity: at % 3 === 0 ? 'high' : 'medium' }),
      );
      const digest = digestOf([...ofDay.values(), ...many], {
        id: 'digest-1',
        title: '500 findings changed within 4 minutes',
        account: ACCOUNT,
        notes: ['10 of them were told one by one before'],
      });
      await channel.send({ kind: 'digest', digest });
    },
  },
  {
    name: 'remediation',
    async play({ channel }) {
      const first = transitionOf({ rule: 'irsa-subject-wildcard', finding: WILDCARD });
      await channel.send(alertOf(first));
      await channel.send(remediationAlert(ofFinding(first), first));
    },
  },
  {
    name: 'remediated',
    async play({ channel }) {
      const first = transitionOf({ rule: 'irsa-subject-wildcard', finding: WILDCARD });
      const proposed = ofFinding(first);
      await channel.send(alertOf(first));
      await channel.send(remediationAlert(proposed, first));
      await channel.send(alertOf(endedOf(first)));
      await channel.send(remediationAlert(verifiedOf(proposed), first));
    },
  },
  {
    name: 'remediation-failed',
    async play({ channel }) {
      const first = transitionOf();
      const failed = afterTurns(
        verifiedOf(),
        [
          {
            status: 'failed',
            by: 'podguard',
            note: 'trust is not as planned after 10 s, all else is: podguard rollback brings back what was',
          },
        ],
        {
          foreign: [
            {
              eventId: 'e6f1c2aa-51b0-4d0f-9a51-3f7a01c2d9aa',
              eventName: 'UpdateAssumeRolePolicy',
              at: '2026-03-12T07:12:30Z',
              by: `arn:aws:iam::${ACCOUNT}:role/deployer/kofi`,
            },
          ],
        },
      );
      await channel.send(alertOf(first));
      await channel.send(remediationAlert(remediationOf(), first));
      await channel.send(remediationAlert(failed, first));
    },
  },
  {
    name: 'remediation-contested',
    async play({ channel }) {
      const first = transitionOf();
      const refused = afterTurns(
        remediationOf({ history: [], mode: 'auto', plan: planOf() }),
        [{ status: 'refused', by: 'podguard', note: 'others want it otherwise' }],
        {
          guards: [
            {
              guard: 'not-contested',
              ok: false,
              reason:
                'it was mended 2 times within a week and changed back each time: whoever changes it has to be asked',
            },
          ],
        },
      );
      await channel.send(remediationAlert(refused, first));
    },
  },
  {
    name: 'shadow-report',
    async play({ channel }) {
      await channel.send({ kind: 'shadow-report', report: shadowReportOf() });
    },
  },
  {
    name: 'hostile',
    async play({ channel }) {
      const name = HOSTILE.join(' ');
      await channel.send(
        alertOf(
          transitionOf({
            role: 'shop',
            by: {
              actor: `arn:aws:iam::${ACCOUNT}:role/deployer/${name}`,
              session: name,
              tool: HOSTILE[0] ?? '',
            },
            finding: {
              summary: `Any service account may assume ${name}`,
              witness: { text: name, request: {} },
            },
          }),
        ),
      );
    },
  },
];

/** Plays a scene, and hands its channel to whoever looks. */
export async function play(scene: Scene, look: (slack: SlackServer) => Promise<void>): Promise<void> {
  const slack = await openSlackServer();
  try {
    const deps = {
      client: createSlackClient(slack.workspace.token, { slackApiUrl: slack.apiUrl }),
      channel: slack.channel,
      name: 'oncall',
      state: createMemoryServiceState(createMemoryStore()),
      wording,
      actions: true,
    };
    const day = await sampleDay();
    await scene.play({ slack, channel: createSlackChannel(deps), known: createSlackKnown(deps), day });
    await look(slack);
  } finally {
    await slack.close();
  }
}
