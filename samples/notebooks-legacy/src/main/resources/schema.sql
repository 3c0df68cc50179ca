CREATE TABLE IF NOT EXISTS notebook (
    id VARCHAR(36) PRIMARY KEY,
    tenant VARCHAR(100) NOT NULL,
    owner_id BIGINT NOT NULL,
    title VARCHAR(255) NOT NULL,
    status VARCHAR(20) NOT NULL,
    dataset_id VARCHAR(64),
    summary VARCHAR(4000),
    word_count INT NOT NULL,
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    archived_at TIMESTAMP(6) WITH TIME ZONE
);
CREATE INDEX IF NOT EXISTS notebook_by_tenant ON notebook (tenant, created_at);

CREATE SEQUENCE IF NOT EXISTS source_seq INCREMENT BY 100;
CREATE TABLE IF NOT EXISTS source (
    id BIGINT PRIMARY KEY,
    notebook_id VARCHAR(36) NOT NULL,
    added_by BIGINT NOT NULL,
    kind VARCHAR(20) NOT NULL,
    status VARCHAR(20) NOT NULL,
    location VARCHAR(1000) NOT NULL,
    content_type VARCHAR(100),
    object_key VARCHAR(500),
    document_id VARCHAR(64),
    chunk_count INT NOT NULL,
    text VARCHAR(20000),
    error VARCHAR(1000),
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    mirrored_at TIMESTAMP(6) WITH TIME ZONE,
    CONSTRAINT source_location_once UNIQUE (notebook_id, location)
);

CREATE SEQUENCE IF NOT EXISTS audit_event_seq INCREMENT BY 100;
CREATE TABLE IF NOT EXISTS audit_event (
    id BIGINT PRIMARY KEY,
    tenant VARCHAR(100) NOT NULL,
    notebook_id VARCHAR(36) NOT NULL,
    action VARCHAR(50) NOT NULL,
    detail VARCHAR(1000),
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX IF NOT EXISTS audit_event_by_notebook ON audit_event (notebook_id);
CREATE INDEX IF NOT EXISTS audit_event_by_age ON audit_event (created_at);

CREATE SEQUENCE IF NOT EXISTS passage_seq INCREMENT BY 100;
CREATE TABLE IF NOT EXISTS passage (
    id BIGINT PRIMARY KEY,
    source_id BIGINT NOT NULL,
    position INT NOT NULL,
    text VARCHAR(1000) NOT NULL
);
CREATE INDEX IF NOT EXISTS passage_by_source ON passage (source_id);

CREATE SEQUENCE IF NOT EXISTS publication_seq INCREMENT BY 100;
CREATE TABLE IF NOT EXISTS publication (
    id BIGINT PRIMARY KEY,
    notebook_id VARCHAR(36) NOT NULL,
    link VARCHAR(500),
    published_at TIMESTAMP(6) WITH TIME ZONE,
    CONSTRAINT publication_once UNIQUE (notebook_id)
);

CREATE SEQUENCE IF NOT EXISTS notebook_export_seq INCREMENT BY 100;
CREATE TABLE IF NOT EXISTS notebook_export (
    id BIGINT PRIMARY KEY,
    notebook_id VARCHAR(36) NOT NULL,
    requested_by BIGINT NOT NULL,
    object_key VARCHAR(500) NOT NULL,
    bytes BIGINT NOT NULL,
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX IF NOT EXISTS notebook_export_by_notebook ON notebook_export (notebook_id);

CREATE SEQUENCE IF NOT EXISTS reminder_seq INCREMENT BY 100;
CREATE TABLE IF NOT EXISTS reminder (
    id BIGINT PRIMARY KEY,
    notebook_id VARCHAR(36) NOT NULL,
    recipient_id BIGINT NOT NULL,
    message VARCHAR(255) NOT NULL,
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX IF NOT EXISTS reminder_by_notebook ON reminder (notebook_id);
