export const FINDINGS = `
h2 {
  display: inline-block;
  margin-bottom: 0.625rem;
  font-size: 1.0625rem;
}

.count {
  color: var(--soft);
  font-weight: 400;
}

.group {
  margin-bottom: 1rem;
  border: 1px solid var(--line);
  border-radius: 0.75rem;
  background: var(--card);
  overflow: hidden;
}

.group > :is(h3, h4) {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 0 0.5rem;
  padding: 0.625rem 1rem;
  font-size: 0.9375rem;
}

.name {
  unicode-bidi: isolate;
  overflow-wrap: anywhere;
}

.kind,
.where {
  color: var(--soft);
  font-weight: 400;
  font-size: 0.875rem;
}

.where {
  margin-left: auto;
}

.finding {
  border-top: 1px solid var(--line);
  border-left: 4px solid var(--tone);
}

.finding > summary {
  display: block;
  padding: 0.75rem 2.5rem 0.75rem 0.875rem;
  position: relative;
  cursor: pointer;
}

.finding > summary::-webkit-details-marker,
.posture > summary::-webkit-details-marker {
  display: none;
}

.finding > summary::after,
.posture > summary::after {
  content: "";
  position: absolute;
  top: 1.125rem;
  right: 1.125rem;
  width: 0.5rem;
  height: 0.5rem;
  border: solid var(--soft);
  border-width: 0 2px 2px 0;
  rotate: 45deg;
}

.finding[open] > summary::after,
.posture[open] > summary::after {
  translate: 0 0.25rem;
  rotate: 225deg;
}

.finding > summary:focus-visible {
  outline-offset: -3px;
}

.what {
  font-weight: 600;
  overflow-wrap: anywhere;
  unicode-bidi: isolate;
}

.finding > summary:hover .what {
  text-decoration: underline;
  text-decoration-thickness: 1px;
  text-underline-offset: 3px;
}

.badge {
  display: inline-block;
  margin-right: 0.25rem;
  padding: 0 0.5rem;
  border-radius: 0.375rem;
  background: var(--tone);
  color: var(--on-badge);
  font-size: 0.75rem;
  font-weight: 600;
  line-height: 1.25rem;
  vertical-align: 0.0625rem;
}

.badge.note {
  border: 1px solid var(--soft);
  background: none;
  color: var(--soft);
  line-height: 1.125rem;
}

.meta {
  display: block;
  margin-top: 0.1875rem;
  color: var(--soft);
  font-size: 0.875rem;
  overflow-wrap: anywhere;
}

.meta > span:not(:last-child)::after {
  content: " · ";
}

.who {
  unicode-bidi: isolate;
}

.who b {
  color: var(--text);
  font-weight: 600;
}

.closed {
  color: var(--good);
}
`;
