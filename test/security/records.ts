import type { JsonObject, JsonValue } from '@podguard/core';
import {
  associated,
  keyCreated,
  metadataModified,
  OPEN_IRSA_TRUST,
  policyAttached,
  record,
  roleCreated,
} from '../service/records.ts';

const AT = Date.parse('2026-01-02T03:04:05Z');

/** Records of every kind, each with some of these texts as all that a caller of AWS may choose; each text is in two of them. */
export function someRecordsOf(texts: readonly string[]): readonly JsonObject[] {
  return texts.flatMap((text, at) => {
    const all = recordsOf(text, at);
    const other = (at * 5 + 3) % all.length;
    return all.filter((_, kind) => kind === at % all.length || kind === other);
  });
}

/** Records of which every string that a caller of AWS may choose is this text. */
function recordsOf(text: string, at: number): readonly JsonObject[] {
  const time = new Date(AT + at * 60_000).toISOString().replace('.000', '');
  const call = (name: string) => ({
    id: `event-${at}-${name}`,
    at: time,
    session: text,
    role: text,
    userAgent: text,
  });
  const [statement] = OPEN_IRSA_TRUST.Statement;
  const trust: JsonValue = {
    Version: '2012-10-17',
    Statement: [
      { ...statement!, Sid: text },
      {
        Sid: text,
        Effect: 'Allow',
        Principal: { AWS: [text, `arn:aws:iam::999988887777:role/${text}`] },
        Action: 'sts:AssumeRole',
      },
      {
        ...statement!,
        Sid: text,
        Condition: {
          StringLike: {
            [Object.keys(statement!.Condition.StringEquals)[0]!.replace(':aud', ':sub')]:
              `system:serviceaccount:${text}:*`,
          },
        },
      },
    ],
  };
  const key = `AKIA${String(at).padStart(16, '0')}`;
  const role = roleCreated(text, trust, call('role'));
  const tagged: JsonObject = {
    ...role,
    requestParameters: {
      ...(role.requestParameters as JsonObject),
      tags: [
        { key: 'owner', value: text },
        { key: text, value: text },
      ],
    },
  };
  const hopped = metadataModified(`i-${String(at).padStart(17, '0')}`, 'optional', call('hop'));
  return [
    keyCreated(text, key, call('key')),
    keyCreated('ci', `${key}${text}`, call('key-id')),
    tagged,
    policyAttached(text, `arn:aws:iam::aws:policy/${text}`, call('attached')),
    policyAttached(text, 'arn:aws:iam::aws:policy/AdministratorAccess', call('admin')),
    record(
      'iam',
      'PutRolePolicy',
      {
        roleName: text,
        policyName: text,
        policyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Sid: text, Effect: 'Allow', Action: '*', Resource: '*' }],
        }),
      },
      null,
      call('inline'),
    ),
    associated(
      { namespace: text, serviceAccount: text, role: text, id: `a-${String(at).padStart(17, '0')}` },
      call('association'),
    ),
    associated({ namespace: 'kube-system', serviceAccount: text, role: text, id: text }, call('odd-id')),
    metadataModified(text, 'optional', call('instance')),
    {
      ...hopped,
      sourceIPAddress: text,
      userIdentity: {
        ...(hopped.userIdentity as JsonObject),
        sourceIdentity: text,
        invokedBy: text,
        userName: text,
      },
    },
    { ...keyCreated('eve', key, call('denied')), errorCode: text, errorMessage: text },
    { ...keyCreated('eve', `${key}E`, call('region')), awsRegion: text },
    { ...keyCreated('eve', `${key}F`, { ...call('id'), id: text }), recipientAccountId: text },
    { eventID: text, eventName: 'CreateRole', eventSource: 'iam.amazonaws.com', eventTime: text },
  ];
}
