#!/usr/bin/env node
// Plain JavaScript, so that an older Node can say what is wrong: the sources are TypeScript, which Node runs from 22.18 on.
if (process.features.typescript) {
  await import('./main.ts');
} else {
  process.stderr.write(
    `podguard: this is Node ${process.versions.node}, which does not run TypeScript: in Podguard’s own directory run \`npm ci\`, in your project \`npm i -D node@24\`, and then \`npx podguard\`, which takes that Node; or start it with Node 22.18 or newer\n`,
  );
  process.exitCode = 2;
}
