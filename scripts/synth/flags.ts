import { parseArgs } from 'node:util';

const USAGE = `usage: npm run --silent synth -- [options]

Counts the resources that a deploy would ask for, by type, with its outputs. It asks no AWS.

  --stage STAGE      the stage (dev)
  --region REGION    its home region (eu-central-1)
  --account ACCOUNT  its account (111122223333)
  --config FILE      in place of podguard.config.ts
  --artifacts DIR    build the functions for real, and leave NAME/code.zip and NAME-src/bundle.mjs there
  --json             every resource whole
`;

/** Ends the process where help is asked for, or an option is none. */
export function synthFlags(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stage: { type: 'string', default: 'dev' },
        region: { type: 'string', default: 'eu-central-1' },
        account: { type: 'string', default: '111122223333' },
        config: { type: 'string' },
        artifacts: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (!values.help) return values;
    process.stdout.write(USAGE);
    process.exit(0);
  } catch (error) {
    console.error(`synth: ${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(2);
  }
}
