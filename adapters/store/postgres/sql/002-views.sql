-- For people and programs that read. No contract: columns may come and go with any version.
CREATE VIEW {views}.alerts AS
  SELECT (facts::json->>'number')::bigint AS number, facts::json->>'id' AS id, facts::json->>'source' AS source,
    facts::json->>'tenantId' AS tenant_id, facts::json->>'severity' AS severity, facts::json->>'title' AS title,
    facts::json->>'origin' AS origin, facts::json->>'status' AS status, (facts::json->>'receivedAt')::timestamptz AS received_at,
    (facts::json->>'detectedAt')::timestamptz AS detected_at, facts::json->>'acknowledgedBy' AS acknowledged_by,
    (facts::json->>'acknowledgedAt')::timestamptz AS acknowledged_at, facts::json->>'resolvedBy' AS resolved_by,
    (facts::json->>'resolvedAt')::timestamptz AS resolved_at, facts::json->>'reason' AS reason
  FROM {schema}.rows WHERE collection = 'alerts' AND facts IS NOT NULL;

CREATE VIEW {views}.archived_alerts AS
  SELECT segment, (facts::json->>'number')::bigint AS number, facts::json->>'id' AS id, facts::json->>'source' AS source,
    facts::json->>'tenantId' AS tenant_id, facts::json->>'severity' AS severity, facts::json->>'title' AS title,
    facts::json->>'origin' AS origin, facts::json->>'status' AS status, (facts::json->>'receivedAt')::timestamptz AS received_at,
    (facts::json->>'detectedAt')::timestamptz AS detected_at, facts::json->>'acknowledgedBy' AS acknowledged_by,
    (facts::json->>'acknowledgedAt')::timestamptz AS acknowledged_at, facts::json->>'resolvedBy' AS resolved_by,
    (facts::json->>'resolvedAt')::timestamptz AS resolved_at, facts::json->>'reason' AS reason
  FROM {schema}.archived WHERE NOT dropped AND facts IS NOT NULL;

CREATE VIEW {views}.deliveries AS
  SELECT (facts::json->>'number')::bigint AS number, facts::json->>'kind' AS kind, facts::json->>'alertId' AS alert_id,
    facts::json->>'queue' AS queue, facts::json->>'state' AS state, (facts::json->>'attempts')::integer AS attempts,
    facts::json->>'reason' AS reason, (facts::json->>'since')::timestamptz AS since, (facts::json->>'doneAt')::timestamptz AS done_at
  FROM {schema}.rows WHERE collection = 'deliveries' AND facts IS NOT NULL;

CREATE VIEW {views}.tenants AS
  SELECT facts::json->>'id' AS id, facts::json->>'name' AS name, facts::json->>'contactKind' AS contact_kind,
    facts::json->>'email' AS email, facts::json->>'phone' AS phone, facts::json->>'manager' AS manager,
    (facts::json->>'confirmedAt')::timestamptz AS confirmed_at, (facts::json->>'retiredAt')::timestamptz AS retired_at
  FROM {schema}.rows WHERE collection = 'tenants' AND facts IS NOT NULL;

CREATE VIEW {views}.history AS
  SELECT number, (facts::json->>'at')::timestamptz AS at, facts::json->>'by' AS by, facts::json->>'byName' AS by_name,
    facts::json->>'deed' AS deed, facts::json->>'tenantId' AS tenant_id, facts::json->>'fields' AS fields, 'live' AS segment
  FROM {schema}.history WHERE facts IS NOT NULL
  UNION ALL
  SELECT (facts::json->>'number')::bigint, (facts::json->>'at')::timestamptz, facts::json->>'by', facts::json->>'byName',
    facts::json->>'deed', facts::json->>'tenantId', facts::json->>'fields', segment
  FROM {schema}.trail WHERE NOT dropped AND facts IS NOT NULL;
