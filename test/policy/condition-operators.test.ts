import { describe, test } from 'vitest';
import { type Row, run } from './condition-rows.ts';

const ARN = 'arn:aws:iam::111122223333:role/team/app';

describe('string operators', () => {
  test.for<Row>([
    ['StringEquals', 'a', ['a'], 'yes'],
    ['StringEquals', 'a', ['A'], 'no'],
    ['StringEquals', ['a', 'b'], ['b'], 'yes'],
    ['StringEquals', 'a*', ['ab'], 'no'],
    ['StringEquals', 'a*', ['a*'], 'yes'],
    ['StringEquals', '?', ['a'], 'no'],
    ['StringEquals', '', [''], 'yes'],
    ['StringEquals', 111122223333, ['111122223333'], 'yes'],
    ['StringNotEquals', 'a', ['a'], 'no'],
    ['StringNotEquals', 'a', ['b'], 'yes'],
    ['StringNotEquals', ['a', 'b'], ['b'], 'no'],
    ['StringNotEquals', ['a', 'b'], ['c'], 'yes'],
    ['StringNotEquals', '*', ['c'], 'yes'],
    ['StringEqualsIgnoreCase', 'Team-A', ['TEAM-a'], 'yes'],
    ['StringEqualsIgnoreCase', 'Team-A', ['team'], 'no'],
    ['StringNotEqualsIgnoreCase', 'Team-A', ['TEAM-a'], 'no'],
    ['StringNotEqualsIgnoreCase', 'Team-A', ['team'], 'yes'],
    ['StringLike', 'a*', ['ab'], 'yes'],
    ['StringLike', 'a*', ['Ab'], 'no'],
    ['StringLike', 'a?', ['a'], 'no'],
    ['StringLike', ['x', '*:b?'], ['a:b:bc'], 'yes'],
    ['StringLike', 'plain', ['plain'], 'yes'],
    ['StringNotLike', 'a*', ['ab'], 'no'],
    ['StringNotLike', ['a*', 'b*'], ['c'], 'yes'],
    ['StringNotLike', '*', ['c'], 'no'],
  ])('%s %j is asked of %j: %s', run);
});

describe('numeric operators', () => {
  test.for<Row>([
    ['NumericEquals', '10', ['10.0'], 'yes'],
    ['NumericEquals', 10, ['+10'], 'yes'],
    ['NumericEquals', '10', ['010'], 'yes'],
    ['NumericEquals', '-0', ['0'], 'yes'],
    ['NumericEquals', '9007199254740993', ['9007199254740992'], 'no'],
    ['NumericNotEquals', ['1', '2'], ['3'], 'yes'],
    ['NumericNotEquals', ['1', '2'], ['2'], 'no'],
    ['NumericLessThan', '10', ['9.99'], 'yes'],
    ['NumericLessThan', '10', ['10'], 'no'],
    ['NumericLessThan', '-1', ['-1.5'], 'yes'],
    ['NumericLessThanEquals', '10', ['10'], 'yes'],
    ['NumericLessThanEquals', '10', ['11'], 'no'],
    ['NumericGreaterThan', '10', ['10'], 'no'],
    ['NumericGreaterThan', '9', ['10'], 'yes'],
    ['NumericGreaterThanEquals', '10', ['10'], 'yes'],
    ['NumericGreaterThanEquals', '10', ['9'], 'no'],
    ['NumericEquals', 'ten', ['10'], 'unknown'],
    ['NumericEquals', '10', ['ten'], 'unknown'],
    ['NumericEquals', ['ten', '10'], ['10'], 'yes'],
    ['NumericNotEquals', ['ten', '10'], ['10'], 'no'],
    ['NumericNotEquals', 'ten', ['10'], 'unknown'],
    ['NumericEquals', '1e3', ['1000'], 'unknown'],
    ['NumericEquals', '', ['0'], 'unknown'],
    ['NumericEquals', '1'.repeat(101), ['0'], 'unknown'],
  ])('%s %j is asked of %j: %s', run);
});

describe('date operators', () => {
  test.for<Row>([
    ['DateEquals', '2026-01-02T03:04:05Z', ['1767323045'], 'yes'],
    ['DateEquals', '2026-01-02T03:04:05Z', ['2026-01-02T04:04:05+01:00'], 'yes'],
    ['DateEquals', '2026-01-02T03:04:05Z', ['2026-01-02T02:34:05-00:30'], 'yes'],
    ['DateEquals', '2026-01-02T03:04:05.5Z', ['2026-01-02T03:04:05.50Z'], 'yes'],
    ['DateEquals', '2026-01-02T03:04Z', ['2026-01-02T03:04:00Z'], 'yes'],
    ['DateEquals', '2026-01-02', ['2026-01-02T00:00:00Z'], 'yes'],
    ['DateEquals', '2026-01', ['2026-01-01'], 'yes'],
    ['DateNotEquals', '2026-01-02', ['2026-01-03'], 'yes'],
    ['DateNotEquals', '2026-01-02', ['2026-01-02'], 'no'],
    ['DateLessThan', '2026-01-02T00:00:00Z', ['2026-01-01T23:59:59Z'], 'yes'],
    ['DateLessThan', '2026-01-02T00:00:00Z', ['2026-01-02T00:00:00Z'], 'no'],
    ['DateLessThanEquals', '2026-01-02T00:00:00Z', ['2026-01-02T00:00:00Z'], 'yes'],
    ['DateLessThanEquals', '2026-01-02T00:00:00Z', ['2026-01-02T00:00:00.1Z'], 'no'],
    ['DateGreaterThan', '1767323045', ['1767323046'], 'yes'],
    ['DateGreaterThan', 1767323045, ['1767323045'], 'no'],
    ['DateGreaterThanEquals', '1767323045', ['1767323045'], 'yes'],
    ['DateGreaterThanEquals', '1767323045', ['1767323044'], 'no'],
    ['DateEquals', '2026', ['2026-01-01'], 'unknown'],
    ['DateEquals', '1767323045000', ['1767323045'], 'unknown'],
    ['DateEquals', '2026-02-30', ['2026-03-02'], 'unknown'],
    ['DateEquals', '2026-13-01', ['2027-01-01'], 'unknown'],
    ['DateEquals', '2026-01-01T24:00Z', ['2026-01-02'], 'unknown'],
    ['DateEquals', '2026-01-01T00:60Z', ['2026-01-01T01:00Z'], 'unknown'],
    ['DateEquals', '2026-01-01T00:00:60Z', ['2026-01-01T00:01Z'], 'unknown'],
    ['DateEquals', '2026-01-01T00:00:00', ['2026-01-01'], 'unknown'],
    ['DateEquals', '2026-01-01', ['yesterday'], 'unknown'],
    ['DateLessThan', '2026-01-*', ['2026-01-01'], 'unknown'],
  ])('%s %j is asked of %j: %s', run);
});

describe('Bool', () => {
  test.for<Row>([
    ['Bool', true, ['true'], 'yes'],
    ['Bool', 'false', ['true'], 'no'],
    ['Bool', 'false', ['false'], 'yes'],
    ['Bool', ['true', 'false'], ['false'], 'yes'],
    ['Bool', 'True', ['true'], 'unknown'],
    ['Bool', 'true', ['1'], 'unknown'],
    ['Bool', '${aws:SecureTransport}', ['true'], 'unknown'],
  ])('%s %j is asked of %j: %s', run);
});

describe('BinaryEquals', () => {
  test.for<Row>([
    ['BinaryEquals', 'QmluYXJ5', ['QmluYXJ5'], 'yes'],
    ['BinaryEquals', 'QmluYXJ5', ['QmluYXJ6'], 'no'],
    ['BinaryEquals', 'QQ==', ['QR=='], 'yes'],
    ['BinaryEquals', 'QQ', ['QQ=='], 'unknown'],
    ['BinaryEquals', 'QQ==', ['not base64'], 'unknown'],
  ])('%s %j is asked of %j: %s', run);
});

describe('IP address operators', () => {
  test.for<Row>([
    ['IpAddress', '203.0.113.0/24', ['203.0.113.255'], 'yes'],
    ['IpAddress', '203.0.113.0/24', ['203.0.114.0'], 'no'],
    ['IpAddress', '203.0.113.7/24', ['203.0.113.200'], 'yes'],
    ['IpAddress', '203.0.113.7', ['203.0.113.7'], 'yes'],
    ['IpAddress', '203.0.113.7', ['203.0.113.8'], 'no'],
    ['IpAddress', '0.0.0.0/0', ['8.8.8.8'], 'yes'],
    ['IpAddress', '0.0.0.0/0', ['2001:db8::1'], 'no'],
    ['IpAddress', ['10.0.0.0/8', '2001:DB8:1234:5678::/64'], ['2001:db8:1234:5678::9'], 'yes'],
    ['IpAddress', '2001:db8::/32', ['2001:db9::1'], 'no'],
    ['IpAddress', '2001:db8::1', ['2001:db8::1'], 'yes'],
    ['IpAddress', '2001:db8::1', ['2001:db9::1'], 'no'],
    ['IpAddress', '2001:db8::1', ['2001:db8::2'], 'unknown'],
    ['IpAddress', '10.0.0.0/8', ['::ffff:10.0.0.1'], 'unknown'],
    ['IpAddress', '::ffff:10.0.0.1', ['10.0.0.1'], 'unknown'],
    ['NotIpAddress', '203.0.113.0/24', ['203.0.113.1'], 'no'],
    ['NotIpAddress', ['203.0.113.0/24', '10.0.0.0/8'], ['192.0.2.1'], 'yes'],
    ['IpAddress', '203.0.113.0/33', ['203.0.113.1'], 'unknown'],
    ['IpAddress', '::/129', ['::1'], 'unknown'],
    ['IpAddress', '203.0.113.0/x', ['203.0.113.1'], 'unknown'],
    ['IpAddress', '/8', ['203.0.113.1'], 'unknown'],
    ['IpAddress', '10.1/16', ['10.1.0.1'], 'unknown'],
    ['IpAddress', '010.0.0.0/8', ['10.0.0.1'], 'unknown'],
    ['IpAddress', '256.0.0.0/8', ['10.0.0.1'], 'unknown'],
    ['IpAddress', '10.0.0.0/8', ['somewhere'], 'unknown'],
    ['IpAddress', 'fe80::/10', ['fe80::1%eth0'], 'unknown'],
    ['IpAddress', '*', ['10.0.0.1'], 'unknown'],
  ])('%s %j is asked of %j: %s', run);
});

describe('ARN operators', () => {
  test.for<Row>([
    ['ArnEquals', ARN, [ARN], 'yes'],
    ['ArnEquals', 'arn:aws:iam::111122223333:role/*', [ARN], 'yes'],
    ['ArnLike', 'arn:aws:iam::*:role/team/app', [ARN], 'yes'],
    ['ArnLike', 'arn:*:iam::11112222333?:role/*/app', [ARN], 'yes'],
    ['ArnLike', 'arn:aws:iam::111122223333:ROLE/*', [ARN], 'no'],
    ['ArnLike', 'arn:aws:*:role/team/app', [ARN], 'unknown'],
    ['ArnLike', 'arn:aws:sns:*:finance/*', ['arn:aws:sns:us-east-2:9:store/abc:1:finance/x'], 'unknown'],
    ['ArnLike', 'arn:aws:s:*:1:finance/*', ['arn:aws:s:us-east-2:9:store/abc:1:finance/x'], 'no'],
    ['ArnLike', 'arn:aws:s:::a*z', ['arn:aws:s:::a:b:z'], 'yes'],
    ['ArnLike', '*', [ARN], 'yes'],
    ['ArnLike', '*', ['no-arn'], 'unknown'],
    ['ArnLike', 'arn:aws:iam', [ARN], 'unknown'],
    ['ArnLike', 'arn:aws:s3', [ARN], 'no'],
    ['ArnLike', 'arn:*:*:*:*:*', ['no-arn'], 'no'],
    ['ArnNotEquals', ARN, [ARN], 'no'],
    ['ArnNotLike', ['arn:aws:iam::*:user/*', 'arn:aws:iam::*:root'], [ARN], 'yes'],
    ['ArnNotLike', 'arn:aws:iam::*:role/*', [ARN], 'no'],
  ])('%s %j is asked of %j: %s', run);
});
