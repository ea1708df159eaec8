import type { Remediation, Severity, Transition } from '@podguard/core';
import type { Alert, Channel } from '@podguard/notify';
import { createSlackChannel, createSlackClient, createSlackKnown } from '@podguard/notify/slack';
import { catalogue } from '@podguard/rules';
import { createMemoryServiceState, createMemoryStore } from '@podguard/store';
import {
  afterTurns,
  NOOR,
  planOf,
  remediationOf,
  shadowReportOf,
  verifiedOf,
} from '../../notify/remediations.ts';
import { sampleDay } from '../../notify/sample-day.ts';
import { ACCOUNT, digestOf, transitionOf, wording } from '../../notify/transitions.ts';
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

function remediationAlert(remediation: Remediation, { finding }: Transition): Alert {
  return { kind: 'remediation', remediation, finding };
}

/** A proposal for this finding that two people have to approve, one of whom did. */
function ofFinding({ finding }: Transition): Remediation {
  return remediationOf({
    ...{ finding: finding.id, rule: finding.rule, key: finding.resource.key },
    approvalsNeeded: 2,
    approvals: [{ by: NOOR, at: '2026-03-12T07:05:00.000Z' }],
    plan: planOf({ ends: [finding.id] }),
  });
}

function ofCheckout(rule: string, severity: Severity, summary: string): Transition {
  const title = catalogue.rules.find(({ id }) => id === rule)?.title ?? rule;
  return transitionOf({ role: 'checkout', rule, severity, finding: { title, summary, owner: OWNER } });
}

const OWNER = { name: 'payments', from: 'tag' } as const;

const SUBJECT =
  'Statement[0].Condition.StringLike["oidc.eks.eu-central-1.amazonaws.com/id/2B9D44F1C07E4A5D9F3361A8E5C0B772:sub"]';

const WILDCARD = {
  title: 'The role may be assumed by more service accounts than are named',
  summary: 'Service accounts whose names begin with shop- in any namespace of cluster prod may assume shop',
  evidence: [{ path: SUBJECT, value: 'system:serviceaccount:*:shop-*' }],
};

/** The same finding, open wider. */
export function worsenedOf(first: Transition): Transition {
  const at = '2026-03-12T09:41:07Z';
  return {
    ...transitionOf({
      rule: first.finding.rule,
      type: 'worsened',
      severity: 'critical',
      eventId: 'event-2',
      at,
      by: { session: 'kofi', actor: `arn:aws:iam::${ACCOUNT}:role/deployer/kofi`, sourceIp: '198.51.100.23' },
    }),
    id: `${first.id}-worsened`,
    finding: {
      ...first.finding,
      severity: 'critical',
      title: first.finding.title,
      summary: 'Any service account of cluster prod may assume shop',
      evidence: [
        {
          path: `${SUBJECT} before`,
          value: 'system:serviceaccount:*:shop-*',
        },
        { path: SUBJECT, value: 'system:serviceaccount:*:*' },
      ],
      changes: [{ type: 'worsened', from: 'high', to: 'critical', at, eventId: 'event-2' }],
    },
  };
}

export function endedOf(first: Transition, eventId = 'event-9'): Transition {
  const end = transitionOf({ type: 'resolved', eventId, at: '2026-03-12T10:00:00Z' });
  const { resolved } = end.finding;
  const id = `${first.id}-${eventId}`;
  return { ...end, id, finding: { ...first.finding, status: 'resolved', resolved } };
}

export function exemptedOf(first: Transition): Transition {
  const exemption = {
    id: 'ex-000000000000',
    reason: 'the tenant moves to its own role this sprint',
    author: 'noor (slack U01234567)',
    until: '2026-03-19T07:12:00.000Z',
  };
  const { by } = transitionOf({ at: '2026-03-12T07:12:00Z', by: { actor: exemption.author, session: null } });
  return {
    ...first,
    id: `${first.id}-exempted`,
    type: 'exempted',
    cause: 'exemption',
    at: '2026-03-12T07:12:00Z',
    eventId: exemption.id,
    by: { ...by, eventId: exemption.id, eventName: 'exempt' },
    finding: { ...first.finding, status: 'exempt', exemption },
  };
}

export function alertOf(first: Transition, ...others: readonly Transition[]): Alert {
  return { kind: 'transitions', transitions: [first, ...others] };
}

function opened(day: readonly Transition[], rule: string): Transition {
  const found = day.find(({ type, finding }) => type === 'opened' && finding.rule === rule);
  if (found === undefined) throw new Error(`the sample day opens no ${rule}`);
  return found;
}

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
