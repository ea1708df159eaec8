import type { Stored, User } from './account.ts';
import { AwsError, type Operation, type Where } from './operation.ts';

const HOURS_4 = 4 * 60 * 60_000;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
const KEY = ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'];
const HEAD = [
  ...['user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used'],
  ...['password_last_changed', 'password_next_rotation', 'mfa_active'],
  ...['access_key_1', 'access_key_2'].flatMap((key) => KEY.map((name) => `${key}_${name}`)),
  ...['cert_1_active', 'cert_1_last_rotated', 'cert_2_active', 'cert_2_last_rotated'],
];

const time = (value: unknown) =>
  value instanceof Date ? value.toISOString().replace(/\.\d{3}Z$/, '+00:00') : 'N/A';

function keyColumns(key: Stored | undefined): readonly string[] {
  if (key === undefined) return ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
  const used = key.LastUsedDate === undefined ? ['N/A', 'N/A'] : ['eu-central-1', 's3'];
  return [String(key.Status === 'Active'), time(key.CreateDate), time(key.LastUsedDate), ...used];
}

function row(name: string, arn: string, keys: readonly Stored[]): string {
  const [first, second] = keys;
  const password = ['2020-01-01T00:00:00+00:00', 'false', 'no_information', 'N/A', 'N/A', 'false'];
  const certificates = ['false', 'N/A', 'false', 'N/A'];
  return [name, arn, ...password, ...keyColumns(first), ...keyColumns(second), ...certificates].join(',');
}

function reportOf({ account, now }: Where) {
  const users = [...account.users.values()].map(({ told, keys }: User) =>
    row(String(told.UserName), String(told.Arn), [...keys.values()]),
  );
  const root = row('<root_account>', `arn:aws:iam::${account.id}:root`, account.rootKeys);
  return { madeAt: now, text: [HEAD.join(','), root, ...users].join('\n') };
}

/** One that is not four hours old is not made again. */
export const IAM_CREDENTIAL_REPORT: readonly Operation[] = [
  {
    service: 'iam',
    name: 'GenerateCredentialReport',
    writes: false,
    run(_, where) {
      const { account, now } = where;
      if (account.reportTakes > 0) {
        account.reportTakes -= 1;
        return { State: 'STARTED', Description: 'No report exists. Starting a new report generation task' };
      }
      const { report } = account;
      if (report === undefined || now.getTime() - report.madeAt.getTime() > HOURS_4)
        account.report = reportOf(where);
      return { State: 'COMPLETE' };
    },
  },
  {
    service: 'iam',
    name: 'GetCredentialReport',
    writes: false,
    run(_, { account: { report } }) {
      if (report === undefined) throw new AwsError('ReportNotPresent', 410, 'No report exists');
      const Content = Buffer.from(report.text).toString('base64');
      return { Content, ReportFormat: 'text/csv', GeneratedTime: report.madeAt };
    },
  },
];
