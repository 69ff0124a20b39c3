import { AlertIn, alertLimits } from '../../../src/domain/alert/alert.ts';
import { type FoundRows, maxRowIds, type SameFinding } from '../../../src/domain/alert/repeat.ts';
import type { SameField, SentForRule, SourceRule } from '../../../src/domain/alert/rule.ts';
import { heldBy, ruleFor, sameValues, severityBy } from '../../../src/domain/alert/rule.ts';
import type { SenderNotes } from '../../../src/domain/alert/sender-notes.ts';
import { atLeast, Severity } from '../../../src/domain/alert/severity.ts';
import type { SourceEvent } from '../../../src/domain/alert/source.ts';
import { isAzureFraud } from '../../../src/domain/delivery/routing.ts';
import { isCustomerDomain } from '../../../src/domain/tenant/customers.ts';
import { cleaned, cleanedLine, withoutMiddle } from '../../../src/domain/text/clean-text.ts';
import { defined } from '../../settings/schema-parts.ts';
import type { SentEvent, SeverityWords } from '../presets/preset.ts';
import { hashedId } from '../presets/read-body.ts';
import type { Source } from './source.ts';

/**
 * Returns an alert as the source's own rules make it. `severities` is what its product's own words mean; `now` is the time of receipt, ISO
 * 8601 in UTC.
 */
export function sourceEvent(said: SentEvent, source: Source, severities: SeverityWords, now: string): SourceEvent {
  const given = severityOf(said, source, severities);
  const sent = sentForRule(said, given.name);
  const rule = ruleFor(source.rules, sent);
  const severity = allowed({ ...given, name: severityBy(rule, sent) }, source);
  const tenant = tenantOf(said, source);
  const title = cleanedLine(said.title);
  const shown = titleOf([title, cleanedLine(said.alertType ?? '')]) ?? source.name;
  const further = said.affectedResources.slice(alertLimits.resources);
  const description = descriptionOf([
    shown === title ? '' : title,
    ...said.paragraphs,
    further.map(({ resourceId, resourceType }) => `${resourceId} ${resourceType}`).join('\n'),
  ]);
  const content: AlertIn = {
    id: AlertIn.shape.id.safeParse(said.id).success ? said.id : hashedId([said.id]),
    // The name of a source is its file's, and may begin as no sender's own may.
    source: source.name,
    partnerTenantId: tenant.id,
    displayName: shown,
    description: description.text,
    severity: severity.name,
    alertType: word(said.alertType),
    confidenceLevel: word(said.confidenceLevel),
    customerTenantId: guid(said.customerTenantId),
    subscriptionId: guid(said.subscriptionId),
    detectedDateTime: new Date(said.detectedAt ?? said.sentAt ?? now).toISOString(),
    affectedResources: said.affectedResources.slice(0, alertLimits.resources).map(({ resourceId, resourceType }) => ({
      resourceId: cut(cleanedLine(resourceId), alertLimits.resource),
      resourceType: cut(cleanedLine(resourceType), alertLimits.resource),
    })),
    isTest: said.isTest,
  };
  const sender = { ...severity.notes, ...tenant.notes, ...domainNote(said) };
  const notes = { ...sender, ...description.notes, ...fraudNote(said), ...ruleNote(rule, sent) };
  return {
    ...{ content, notes, over: overOf(said) },
    ...(said.detectedAt === null ? { undated: true } : {}),
    ...ruled(rule, sent, { said, source, content, now }),
  };
}

/** Returns the alert as rules see it: as it was sent. */
export function sentForRule(said: SentEvent, severity: Severity): SentForRule {
  return {
    alertType: cleanedLine(said.alertType ?? ''),
    customers: said.customers.map(cleanedLine).filter(Boolean),
    title: cleanedLine(said.title),
    severity,
    subscription: cleanedLine(said.subscriptionId ?? ''),
    resources: said.affectedResources.map(({ resourceId }) => cleanedLine(resourceId)),
  };
}

/** Returns the domain by which the sender names the customer; nothing when it names none. */
function domainNote({ customers }: SentEvent): SenderNotes {
  const customerDomain = customers.map((one) => one.trim().toLowerCase()).find(isCustomerDomain);
  return customerDomain === undefined ? {} : { customerDomain };
}

/** Returns what a rule did to the alert, as people see it; nothing when it changed nothing that they see. */
function ruleNote(rule: SourceRule | null, sent: SentForRule): SenderNotes {
  if (rule === null) return {};
  const { channels, why } = rule;
  const changed = severityBy(rule, sent) !== sent.severity;
  if (!changed && channels === undefined) return {};
  return { rule: defined({ severity: changed ? sent.severity : undefined, channels, why }) };
}

/** Returns what the rules of a source decide, except the severity and the channels. */
function ruled(
  rule: SourceRule | null,
  sent: SentForRule,
  { said, source, content, now }: { said: SentEvent; source: Source; content: AlertIn; now: string },
): Pick<SourceEvent, 'rule' | 'given' | 'held' | 'same' | 'rows'> {
  const { id, reopenForMs } = rule ?? {};
  const fields = sameFieldsOf(rule, sent, source);
  const values = sameValues(fields, sent);
  // Two tenants never share an alert, nor do a test and a real alert.
  const apart = [content.partnerTenantId ?? '', String(content.isTest)];
  const same: SameFinding | null = values && {
    key: hashedId([fields.join(), ...apart, ...values]).slice(0, 32),
    ...(reopenForMs === undefined ? {} : { reopenForMs }),
  };
  const held = rule && heldBy(rule, content.severity, now);
  return {
    ...(id === undefined ? {} : { rule: id, given: sent.severity }),
    ...(held ? { held } : {}),
    ...(same ? { same, rows: foundRows(said) } : {}),
  };
}

/** What CIPP calls its scripted alerts: they find the same thing at each run until somebody fixes it. */
const cippAlert = /^Get-CIPPAlert/i;

/** Returns the parts in which a later alert has to be equal to be the same finding: those of the rule, else those of the preset. */
export function sameFieldsOf(
  rule: SourceRule | null,
  { alertType }: SentForRule,
  { preset, data }: Pick<Source, 'preset' | 'data'>,
): readonly SameField[] {
  if (rule?.sameAs) return rule.sameAs;
  return (data ?? preset) === 'cipp' && cippAlert.test(alertType) ? ['customer', 'alertType', 'title'] : [];
}

function foundRows({ rows, affectedResources }: SentEvent): FoundRows {
  const all = rows.length > 0 ? rows : affectedResources.map(({ resourceId }) => resourceId);
  const named = new Map(all.filter(Boolean).map((name) => [hashedId([name.toLowerCase()]).slice(0, 12), name]));
  const first = [...named].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, maxRowIds);
  const names = first.map(([, name]) => cut(cleanedLine(name), 100));
  return { ids: first.map(([id]) => id), names, count: named.size };
}

/** Returns that the sender takes the alert for over, with the number of the incident as which it goes on as one short line. */
function overOf({ over }: SentEvent): SourceEvent['over'] {
  if (over?.continues === undefined) return over;
  return { at: over.at, continues: cut(cleanedLine(over.continues), 40) };
}

/** Returns the note that an alert is Azure fraud, where its type does not say so already. */
function fraudNote({ azureFraud, alertType }: SentEvent): SenderNotes {
  return azureFraud && !isAzureFraud(word(alertType)) ? { azureFraud } : {};
}

/** Returns the first text of which people see anything, cut to the length of a title; undefined for none. */
function titleOf(texts: readonly string[]): string | undefined {
  return texts
    .map((text) => cut(text, alertLimits.displayName))
    .find((text) => AlertIn.shape.displayName.safeParse(text).success);
}

/** Returns the severity by the file, by the product's own words, or by the four names; otherwise the source's own, with the word. */
function severityOf(said: SentEvent, source: Source, words: SeverityWords): { name: Severity; notes: SenderNotes } {
  const sent = word(said.severity);
  if (sent === null) return { name: source.severity, notes: {} };
  const key = sent.toLowerCase();
  const known = source.severities.get(key) ?? words.get(key) ?? Severity.safeParse(key).data;
  return known ? { name: known, notes: {} } : { name: source.severity, notes: { severity: sent } };
}

/** Returns the severity, lowered to the highest one that the file allows the source; then with the one that it was given. */
function allowed({ name, notes }: { name: Severity; notes: SenderNotes }, { maxSeverity }: Source) {
  return atLeast(maxSeverity, name) ? { name, notes } : { name: maxSeverity, notes: { ...notes, lowered: name } };
}

/** Returns the partner tenant by the source's rule; null for the only one, or with a note where no customer is known. */
function tenantOf(said: SentEvent, { tenant }: Source): { id: string | null; notes: SenderNotes } {
  if (tenant.kind === 'fixed') return { id: tenant.id, notes: {} };
  if (tenant.kind === 'only') return { id: said.partnerTenantId, notes: {} };
  const customers = said.customers.flatMap((customer) => word(customer) ?? []);
  const known = customers.flatMap((customer) => tenant.tenants.get(customer.toLowerCase()) ?? []);
  if (known[0]) return { id: known[0], notes: {} };
  // People know a domain better than an id.
  const named = customers.find((customer) => guid(customer) === null) ?? customers[0];
  return { id: null, notes: { customer: named ?? '' } };
}

/** Characters of a long description that stay before and after the cut; ` … ` is between them. */
const ends = { first: alertLimits.description - 1_003, last: 1_000 };

function descriptionOf(paragraphs: readonly string[]): { text: string; notes: SenderNotes } {
  const whole = paragraphs
    .map((paragraph) => cleaned(paragraph).trim())
    .filter(Boolean)
    .join('\n\n');
  const short = whole.length > alertLimits.description ? withoutMiddle(whole, ends) : null;
  return short === null
    ? { text: whole, notes: {} }
    : { text: short, notes: { cut: whole.length - ends.first - ends.last } };
}

/** Returns a short text as one line; null when nothing of it can be seen. */
function word(text: string | null): string | null {
  return cut(cleanedLine(text ?? ''), alertLimits.word) || null;
}

function cut(text: string, maxLength: number): string {
  // The cut may fall within a character, and its half is cleaned away.
  return text.length > maxLength ? `${cleaned(text.slice(0, maxLength - 2))} …` : text;
}

function guid(id: string | null): string | null {
  return AlertIn.shape.customerTenantId.safeParse(id).data ?? null;
}
