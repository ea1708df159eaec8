export const DATA_STYLE = `
.wide {
  overflow-x: auto;
}

.data {
  margin-top: 0.5rem;
  table-layout: auto;
  font-size: 0.875rem;
}

.data th,
.data td {
  padding: 0.375rem 0.75rem 0.375rem 0;
  border-width: 0 0 1px;
  background: none;
}

.data thead th {
  color: var(--soft);
  vertical-align: bottom;
}

.data tbody tr:last-child > * {
  border-bottom: 0;
}

.figures td,
.figures thead th:not(:first-child) {
  text-align: right;
  font-variant-numeric: tabular-nums;
}

.figures th {
  white-space: nowrap;
}

.figures :is(td, thead th:not(:first-child)) {
  padding: 0.375rem 0 0.375rem 1rem;
}

.figures tbody th {
  min-width: 6rem;
}

.wide.panel {
  padding-block: 0.375rem;
}

.before-after th {
  width: 26%;
  min-width: 9rem;
}

.before-after td {
  width: 37%;
  min-width: 12rem;
}

mark {
  border-radius: 0.1875rem;
  background: color-mix(in srgb, var(--medium) 22%, var(--card));
  color: inherit;
}

.methods tbody th {
  white-space: nowrap;
}

.methods th i,
.key i {
  display: inline-block;
  width: 0.625rem;
  height: 0.625rem;
  margin-right: 0.375rem;
  border-radius: 0.1875rem;
  background: var(--tone);
}

.legend {
  display: flex;
  flex-wrap: wrap;
  gap: 0 0.875rem;
  color: var(--soft);
  font-size: 0.8125rem;
}

.split {
  display: block;
  width: 100%;
  height: 0.75rem;
  margin: 0.375rem 0;
  border-radius: 0.375rem;
}

.charts {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
  gap: 0.875rem;
}

.chart {
  margin: 0;
  padding: 0.875rem 1.125rem;
  border: 1px solid var(--line);
  border-radius: 0.75rem;
  background: var(--card);
}

.chart svg {
  display: block;
  width: 100%;
  margin-top: 0.5rem;
  overflow: visible;
}

.chart figcaption .quiet {
  display: block;
}

.chart text {
  fill: var(--soft);
  font-size: 10px;
}

.chart .grid {
  stroke: var(--line);
}

.chart .line {
  fill: none;
  stroke: var(--link);
  stroke-width: 2;
  stroke-linejoin: round;
}

.chart .ground {
  fill: var(--link);
  opacity: 0.1;
}

.chart .dot {
  fill: var(--link);
}

.bar {
  fill: var(--tone);
}

.m-pod-identity {
  --tone: var(--m-pod-identity);
}

.m-irsa {
  --tone: var(--m-irsa);
}

.m-assume-role {
  --tone: var(--m-assume-role);
}

.m-external-secrets {
  --tone: var(--m-external-secrets);
}

.m-node-role {
  --tone: var(--m-node-role);
}

.m-legacy {
  --tone: var(--m-legacy);
}

.m-static-key {
  --tone: var(--m-static-key);
}
`;
