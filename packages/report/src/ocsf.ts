import type { Finding, Rule } from '@podguard/core';
import { instant } from './instant.ts';
import { fillMend } from './mend.ts';
import { apiOf, callOf, didOf } from './ocsf-act.ts';
import { cloudOf, ocsfResource } from './ocsf-resource.ts';
import { ACTIVITIES, resultOf, SEVERITY_OF, statusOf } from './ocsf-status.ts';
import { exemptionWords } from './people-words.ts';
import { requirementsOf, standardsOf } from './requirements.ts';

/** The version of the schema that findings are of, which is the one that Security Hub takes. */
const OCSF_VERSION = '1.6.0';

export interface OcsfOptions {
  /** The version of Podguard. */
  readonly version: string;
  /** When it is written. */
  readonly at: Date;
  /** Of the catalogue, where it still has it. */
  readonly rule?: Pick<Rule, 'description' | 'mend' | 'mappings' | 'references'> | undefined;
}

/**
 * A finding as a Compliance Finding of the Open Cybersecurity Schema Framework: a rule that a resource goes against, and the
 * controls of standards behind it. What the schema has no place for is `unmapped`.
 * Source: https://schema.ocsf.io/1.6.0/classes/compliance_finding
 */
export function toOcsf(finding: Finding, { version, at, rule }: OcsfOptions) {
  const { id, severity, opened, resolved, changes, summary, title } = finding;
  const first = instant(opened?.at, at);
  const last = instant(resolved?.at ?? changes.at(-1)?.at, first);
  const activity = ACTIVITIES[resolved !== null ? 'close' : changes.length > 0 ? 'update' : 'create'];
  const cloud = cloudOf(finding.resource);
  const did = didOf(opened);
  return {
    ...{ activity_id: activity.id, activity_name: activity.name },
    ...{ category_uid: 2, category_name: 'Findings', class_uid: CLASS, class_name: CLASS_NAME },
    ...{ type_uid: CLASS * 100 + activity.id, type_name: `${CLASS_NAME}: ${activity.name}` },
    ...{ time: last.getTime(), time_dt: last.toISOString() },
    ...SEVERITY_OF[severity],
    ...statusOf(finding),
    message: summary || title,
    metadata: {
      version: OCSF_VERSION,
      product: { name: 'Podguard', vendor_name: 'Podguard', version },
      profiles: [
        ...(cloud === undefined ? [] : ['cloud']),
        'datetime',
        ...(did === undefined ? [] : ['host']),
      ],
      uid: `${id}/${last.getTime()}`,
      event_code: finding.rule,
      logged_time: at.getTime(),
      logged_time_dt: at.toISOString(),
    },
    finding_info: {
      uid: id,
      title,
      desc: summary || title,
      types: ['Software and Configuration Checks/AWS Security Best Practices'],
      analytic: { ...analytic(finding.rule), name: title, category: finding.method },
      ...(finding.reasons.length === 0 ? {} : { related_analytics: finding.reasons.map(analytic) }),
      ...times('created_time', first),
      ...times('first_seen_time', first),
      ...times('last_seen_time', last),
      ...times('modified_time', last),
    },
    compliance: {
      control: finding.rule,
      category: finding.method,
      ...(rule === undefined ? {} : { desc: rule.description }),
      ...resultOf(finding),
      standards: standardsOf(rule),
      requirements: requirementsOf(rule),
    },
    ...remediation(finding, rule),
    resources: [ocsfResource(finding)],
    evidences: evidences(finding),
    ...(cloud === undefined ? {} : { cloud }),
    ...(cloud === undefined || opened === null || did === undefined ? {} : { api: apiOf(opened) }),
    ...(did === undefined ? {} : { actor: did }),
    ...(finding.exemption === null ? {} : { comment: exemptionWords(finding.exemption) }),
    unmapped: unmapped(finding),
  };
}

const CLASS = 2003;
const CLASS_NAME = 'Compliance Finding';
function analytic(uid: string) {
  return { uid, type_id: 1, type: 'Rule' };
}

/** A time in milliseconds, and as a person reads it. */
function times<const N extends string>(name: N, at: Date) {
  return { [name]: at.getTime(), [`${name}_dt`]: at.toISOString() } as Readonly<
    Record<N, number> & Record<`${N}_dt`, string>
  >;
}

function remediation(finding: Finding, rule: OcsfOptions['rule']) {
  if (rule === undefined) return {};
  const references = rule.references.filter((url) => url.startsWith('https://') && URL.canParse(url));
  return { remediation: { desc: fillMend(rule.mend, finding).cli, references } };
}

/** The request that proves it comes first. */
function evidences({ witness, evidence, opened }: Finding) {
  const call = opened === null ? undefined : callOf(opened);
  return [
    ...(witness === null
      ? []
      : [{ name: 'witness', data: { text: witness.text, request: witness.request } }]),
    ...evidence.map(({ path, value }) => ({ name: path, data: { value } })),
    ...(call === undefined ? [] : [call]),
  ];
}

function unmapped({
  broken,
  cause,
  unverified,
  exemption,
  acknowledged,
  owner,
  source,
  changes,
  ...rest
}: Finding) {
  const { opened, resolved } = rest;
  return { broken, cause, unverified, exemption, acknowledged, owner, source, changes, opened, resolved };
}
