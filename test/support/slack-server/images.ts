import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startBrowser } from '../browser.ts';
import { renderLockScreen, renderPage } from './render.ts';
import { play, SCENES } from './scenes.ts';

/** Writes a picture of each scene into a folder: `node test/support/slack-server/images.ts docs/images critical ...`. */
const [folder = 'docs/images', ...names] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await startBrowser();
const page = await browser.context.newPage();
for (const scene of SCENES) {
  if (names.length > 0 && !names.includes(scene.name)) continue;
  await play(scene, async (slack) => {
    const messages = slack.roots().flatMap((message) => {
      const replies = slack.replies(message.ts);
      return [{ message, replies: replies.length }, ...replies.map((reply) => ({ message: reply }))];
    });
    await page.setContent(renderPage(scene.name, messages));
    await page.locator('main').screenshot({ path: path.join(folder, `slack-${scene.name}.png`) });
    await page.setContent(renderLockScreen(slack.roots()[0]?.text ?? ''));
    if (process.env.LOCK_SCREENS !== undefined)
      await page.locator('.lock').screenshot({ path: path.join(folder, `lock-${scene.name}.png`) });
  });
}
await browser.close();
