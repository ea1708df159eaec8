import { IDENTITY_METHODS, type IdentityMethod } from '@podguard/core';
import { html } from './html.ts';

export type MethodCounts = { readonly [M in IdentityMethod]?: number };

/** How many identities use each method, as a bar; the words beside it say the same. */
export function methodBar(methods: MethodCounts) {
  const counts = methodCounts(methods);
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  let start = 0;
  return html`<svg class="split" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false">${counts.map(
    ({ method, count }) => {
      const width = (count / all) * 100;
      const from = start;
      start += width;
      return html`<rect class="bar m-${method}" x="${from.toFixed(2)}" width="${width.toFixed(2)}" height="1"/>`;
    },
  )}</svg>`;
}

/** `● 18 pod-identity`, for each that there is, best first. */
export function methodKeys(methods: MethodCounts) {
  return html`<span class="legend">${methodCounts(methods).map(({ method, count }) => html`<span class="key"><i class="m-${method}"></i>${count} ${method}</span> `)}</span>`;
}

function methodCounts(methods: MethodCounts) {
  return IDENTITY_METHODS.map((method) => ({ method, count: methods[method] ?? 0 })).filter(
    ({ count }) => count > 0,
  );
}
