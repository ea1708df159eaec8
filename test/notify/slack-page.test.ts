import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { configSchema } from '@podguard/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { play, SCENES } from '../support/slack-server/scenes.ts';

const DOCS = path.resolve(import.meta.dirname, '../../docs');
let page: string;
beforeAll(() => {
  page = readFileSync(path.join(DOCS, 'slack.md'), 'utf8');
});

/** The code between two marks of the page. */
function examples(name: string): readonly string[] {
  const found = page.matchAll(new RegExp(`<!-- ${name} -->\\s+\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``, 'g'));
  return [...found].map((one) => one[1] ?? '');
}

describe('the page about Slack', () => {
  it('shows pictures that are there', () => {
    const pictures = [...page.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map((one) => one[1] ?? '');
    expect(pictures).toHaveLength(4);
    for (const one of pictures) expect(existsSync(path.join(DOCS, one))).toBe(true);
  });

  it('has examples that the configuration takes', () => {
    const types = examples('config').map((example) => {
      const json = `{${example}}`
        .replaceAll("'", '"')
        .replace(/(\w+):(?!\/)/g, '"$1":')
        .replace(/,(\s*})/g, '$1');
      const { channels } = configSchema.parse(JSON.parse(json));
      return Object.values(channels).map(({ type }) => type);
    });
    expect(types).toEqual([['slack'], ['slack-webhook']]);
  });

  it('names the scopes that are enough', () => {
    const scopes = [...(examples('manifest')[0] ?? '').matchAll(/- (\w+:\w+)/g)].map((one) => one[1]);
    expect(scopes).toEqual(['chat:write', 'usergroups:read']);
  });

  it.for(SCENES)('needs no other scope than to post for what people meet: $name', async (scene) => {
    await play(scene, async ({ calls, workspace }) => {
      expect(workspace.scopes).toContain('chat:write');
      expect(calls.filter(({ result }) => result?.ok !== true)).toEqual([]);
      expect(new Set(calls.map(({ method }) => method))).not.toContain('usergroups.users.list');
      expect(workspace.messages.length).toBeGreaterThan(0);
    });
  });
});
