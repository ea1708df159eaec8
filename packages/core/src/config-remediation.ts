import * as z from 'zod/mini';
import type { SettingFault } from './config-checks.ts';
import { principals } from './config-principals.ts';
import { REMEDIATION_MODES } from './remediation.ts';
import { someText } from './some-text.ts';
import { SEVERITIES } from './verdict.ts';

const name = someText;
const count = z.int().check(z.positive());

/** Repairs: all off until a rule is named. */
export const remediationSettings = z.prefault(
  z.strictObject({
    /** Per rule that has a remediator: off, shadow, propose or auto. */
    rules: z._default(z.record(z.string(), z.enum(REMEDIATION_MODES)), {}),
    /** So long after the finding opened it is judged again before anything is planned: tools often finish within a minute. */
    settleSeconds: z._default(z.int().check(z.minimum(30), z.maximum(900)), 120),
    /** A proposal that nobody approved is void after so many hours. */
    proposalHours: z._default(z.int().check(z.minimum(1), z.maximum(168)), 24),
    /** So long nothing more is done to a resource after something was done. */
    coolDownMinutes: z._default(count, 60),
    /** So often within a week the same is mended on a resource; then others want it otherwise, and people have to talk. */
    rounds: z._default(count, 2),
    /** So long `shadow` records before it reports. */
    shadowDays: z._default(count, 14),
    /** Findings of these severities need two different people. */
    twoPeople: z._default(z.array(z.enum(SEVERITIES)), []),
    budget: z.prefault(
      z.strictObject({
        /** Of all kinds, and of each kind of resource. */
        perHour: z._default(count, 10),
        perKindPerHour: z._default(count, 5),
        /** Of the resources of a kind that there are, at most this part in an hour, and one at least. */
        share: z._default(z.number().check(z.gt(0), z.maximum(1)), 0.1),
      }),
      {},
    ),
    /** What is never touched: resources by key (`*` for a part), by tag, and roles by name or ARN whatever it is about. */
    deny: z.prefault(
      z.strictObject({
        resources: z._default(z.array(name), []),
        tags: z._default(z.record(name, z.string()), {}),
        roles: z._default(z.array(name), []),
      }),
      {},
    ),
    /** What is repaired without a person's word, by key and by tag: each that is given has to fit; all of the tags. */
    only: z.optional(
      z
        .strictObject({
          resources: z._default(z.array(name), []),
          tags: z._default(z.record(name, z.string()), {}),
        })
        .check(
          z.refine(
            ({ resources, tags }) => resources.length + Object.keys(tags).length > 0,
            'nothing would be repaired without approval: name resources or tags, or leave only out',
          ),
        ),
    ),
    /** What these did is never undone by us: ARNs, `*` for a part of one. */
    protectedPrincipals: z._default(z.array(principals), []),
  }),
  {},
);

export type RemediationSettings = z.output<typeof remediationSettings>;

interface Repairs {
  readonly rules: Readonly<Record<string, unknown>>;
  readonly remediation: RemediationSettings;
}

/** What is wrong between settings about repairs that are right each by itself. */
export function faultsOfRemediation({ rules, remediation }: Repairs): readonly SettingFault[] {
  const message = 'rules has it off: nothing of it is ever found';
  return Object.entries(remediation.rules).flatMap(([rule, mode]) =>
    mode !== 'off' && rules[rule] === 'off' ? [{ path: ['remediation', 'rules', rule], message }] : [],
  );
}
