import { parseArgs } from 'node:util';
import { parseConfig } from '@podguard/core';
import { prefixOf, remoteRegions } from '@podguard/deployment';
import { remediateBoundary } from '../infra/remediation-boundary.ts';
import configuration from '../podguard.config.ts';

const USAGE = 'usage: npm run --silent boundary -- --stage STAGE --region REGION [--account ACCOUNT]';
const { values } = parseArgs({
  options: { stage: { type: 'string' }, region: { type: 'string' }, account: { type: 'string' } },
});
const config = parseConfig(configuration, 'podguard.config.ts');
const { stage, region: home, account = config.account } = values;
if (stage === undefined || home === undefined || account === undefined || !/^\d{12}$/.test(account)) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  const place = { account, home, remote: remoteRegions(home, config.regions) };
  console.log(JSON.stringify(remediateBoundary({ config, place, prefix: prefixOf(stage) }), null, 2));
}
