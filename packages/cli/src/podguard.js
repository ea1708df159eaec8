#!/usr/bin/env node
// Plain JavaScript, so that an older Node can say what is wrong: the sources are TypeScript, which Node runs from 22.18 on.
if (process.features.typescript) {
  await import('./main.ts');
} else {
  process.stderr.write(
    `podguard: this is Node ${process.versions.node}, which does not run TypeScript: start it as \`npx podguard\` where it is installed, which takes the Node of its dependencies, or with Node 22.18 or newer\n`,
  );
  process.exitCode = 2;
}
