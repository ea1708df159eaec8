import { renderHtml } from '@podguard/report';
import { catalogue } from '@podguard/rules';
import { accountReport } from '../support/reports.ts';
import { type Bench, inTurn } from './bench.ts';

const FINDINGS = 10_000;

/** The report of an account as HTML, against writing its findings as JSON. */
export const report: Bench = {
  name: 'report',
  async run({ runs }) {
    const account = accountReport(FINDINGS);
    const sizes = { floor: 0, ours: 0 };
    const { floor, ours } = await inTurn(
      runs,
      async () => {
        sizes.floor = JSON.stringify(account.findings).length;
      },
      async () => {
        sizes.ours = renderHtml(account, { rules: catalogue.rules }).length;
      },
    );
    return [
      {
        name: 'report',
        unit: 'findings/s',
        value: FINDINGS / ours,
        floor: FINDINGS / floor,
        ratio: ours / floor,
        runs,
        notes: `${FINDINGS} findings, ${(sizes.ours / 1e6).toFixed(1)} MB of HTML in ${ours.toFixed(2)} s; their JSON ${(sizes.floor / 1e6).toFixed(1)} MB in ${floor.toFixed(2)} s`,
      },
    ];
  },
};
