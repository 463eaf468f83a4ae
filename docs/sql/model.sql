-- The dictionary as tables, from `comp show-model --format json` (comp.model/1). DuckDB; other engines
-- load the tables that this makes. Before it: SET VARIABLE model = 'model.json';

CREATE TABLE model AS
SELECT * FROM read_json(getvariable('model'), maximum_depth = -1);

-- Everything that the rules need and that stands in the dictionary once: one row.
CREATE TABLE settings AS
SELECT
    CAST(tolerance AS DOUBLE) AS tolerance,
    CAST(near AS DOUBLE) AS near,
    CAST(near_short AS INTEGER) AS near_short,
    CAST(strength AS DOUBLE) AS strength
FROM model;

CREATE TABLE roles AS
SELECT r.id AS rater_role, CAST(r.weight AS DOUBLE) AS weight, CAST(r.min_raters AS INTEGER) AS min_raters
FROM (SELECT UNNEST(rater_roles) AS r FROM model);

CREATE TABLE competencies AS
SELECT
    c.id AS competency,
    CAST(c.scale.min AS DOUBLE) AS scale_min,
    CAST(c.scale.max AS DOUBLE) AS scale_max,
    CAST(c.scale.step AS DOUBLE) AS scale_step
FROM (SELECT UNNEST(competencies) AS c FROM model);

CREATE TABLE requirements AS
SELECT
    "position",
    r.competency AS competency,
    CAST(r.level AS DOUBLE) AS required,
    CAST(r.essential AS BOOLEAN) AS essential,
    CAST(r.weight AS DOUBLE) AS weight
FROM (SELECT p.id AS "position", UNNEST(p.requires) AS r FROM (SELECT UNNEST(positions) AS p FROM model));
