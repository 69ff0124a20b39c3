-- For people and programs that read. No contract: columns may come and go with any version.
CREATE VIEW {views}.alerts AS
  SELECT (facts->>'number')::bigint AS number, facts->>'id' AS id, facts->>'source' AS source, facts->>'tenantId' AS tenant_id,
    facts->>'severity' AS severity, facts->>'title' AS title, facts->>'origin' AS origin, facts->>'status' AS status,
    (facts->>'receivedAt')::timestamptz AS received_at, (facts->>'detectedAt')::timestamptz AS detected_at,
    facts->>'acknowledgedBy' AS acknowledged_by, (facts->>'acknowledgedAt')::timestamptz AS acknowledged_at,
    facts->>'resolvedBy' AS resolved_by, (facts->>'resolvedAt')::timestamptz AS resolved_at, facts->>'reason' AS reason
  FROM {schema}.rows WHERE collection = 'alerts' AND facts IS NOT NULL;

CREATE VIEW {views}.archived_alerts AS
  SELECT segment, (facts->>'number')::bigint AS number, facts->>'id' AS id, facts->>'source' AS source, facts->>'tenantId' AS tenant_id,
    facts->>'severity' AS severity, facts->>'title' AS title, facts->>'origin' AS origin, facts->>'status' AS status,
    (facts->>'receivedAt')::timestamptz AS received_at, (facts->>'detectedAt')::timestamptz AS detected_at,
    facts->>'acknowledgedBy' AS acknowledged_by, (facts->>'acknowledgedAt')::timestamptz AS acknowledged_at,
    facts->>'resolvedBy' AS resolved_by, (facts->>'resolvedAt')::timestamptz AS resolved_at, facts->>'reason' AS reason
  FROM {schema}.archived WHERE NOT dropped AND facts IS NOT NULL;

CREATE VIEW {views}.deliveries AS
  SELECT (facts->>'number')::bigint AS number, facts->>'kind' AS kind, facts->>'alertId' AS alert_id, facts->>'queue' AS queue,
    facts->>'state' AS state, (facts->>'attempts')::integer AS attempts, facts->>'reason' AS reason,
    (facts->>'since')::timestamptz AS since, (facts->>'doneAt')::timestamptz AS done_at
  FROM {schema}.rows WHERE collection = 'deliveries' AND facts IS NOT NULL;

CREATE VIEW {views}.tenants AS
  SELECT facts->>'id' AS id, facts->>'name' AS name, facts->>'contactKind' AS contact_kind, facts->>'email' AS email,
    facts->>'phone' AS phone, facts->>'manager' AS manager, (facts->>'confirmedAt')::timestamptz AS confirmed_at,
    (facts->>'retiredAt')::timestamptz AS retired_at
  FROM {schema}.rows WHERE collection = 'tenants' AND facts IS NOT NULL;

CREATE VIEW {views}.history AS
  SELECT number, (facts->>'at')::timestamptz AS at, facts->>'by' AS by, facts->>'byName' AS by_name, facts->>'deed' AS deed,
    facts->>'tenantId' AS tenant_id, facts->>'fields' AS fields, 'live' AS segment
  FROM {schema}.history WHERE facts IS NOT NULL
  UNION ALL
  SELECT (facts->>'number')::bigint, (facts->>'at')::timestamptz, facts->>'by', facts->>'byName', facts->>'deed',
    facts->>'tenantId', facts->>'fields', segment
  FROM {schema}.trail WHERE NOT dropped AND facts IS NOT NULL;
